"""Open pages that tests take in turns: each begins as a new one would, at a fraction of the cost.

A page that was opened anew for each test starts a process of Chromium's and compiles all scripts
again, and so does every signing in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SignIn = Callable[[Any], None]


@dataclass
class Watched:
    """A page, and what the browser complained of while it was open."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


def watch(page: Any) -> Watched:
    """Note every console error, uncaught exception, and host asked."""
    watched = Watched(page)

    def note(message: Any) -> None:
        if message.type == "error":
            watched.complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("request", lambda r: watched.hosts.add(r.url.split("/")[2].split(":")[0]))
    return watched


class Tab:
    """A page in a context of its own, for one person at one site."""

    def __init__(self, browser: Any, sign_in: SignIn | None, scripts: bool) -> None:
        self._context = browser.new_context(java_script_enabled=scripts)
        self._watched = watch(self._context.new_page())
        devtools = self._context.new_cdp_session(self._watched.page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        if sign_in is not None:
            sign_in(self._watched.page)
        self._cookies = self._context.cookies()
        self.taken = False

    def take(self, width: int) -> Watched:
        """The page as new: nothing kept, no cookie but that of signing in.

        What it showed is left standing until it is sent elsewhere: from a blank page the site
        would begin in a new process, since it sends Cross-Origin-Opener-Policy.
        """
        self.taken = True
        self._watched.page.set_viewport_size({"width": width, "height": 800})
        self._context.clear_cookies()
        if self._cookies:
            self._context.add_cookies(self._cookies)
        self._watched.complaints.clear()
        self._watched.hosts.clear()
        return self._watched

    def release(self) -> bool:
        """Whether the next test may have it: the page is open, and who signed in still is."""
        self.taken = False
        if self._watched.page.is_closed():
            return False
        return _sessions(self._cookies) == _sessions(self._context.cookies())

    def close(self) -> None:
        self._context.close()


def _sessions(cookies: list[dict[str, Any]]) -> set[str]:
    return {each["value"] for each in cookies if each["name"] == "sessionid"}


class Tabs:
    """The tabs of one site, by who sits in front of them and whether scripts run."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._open: dict[tuple[str, bool], list[Tab]] = {}

    def take(
        self, login: str = "", sign_in: SignIn | None = None, *, width: int, scripts: bool = True
    ) -> Watched:
        """A tab that nobody has; `sign_in` is done in it once, for all tests that come."""
        tabs = self._open.setdefault((login, scripts), [])
        tab = next((each for each in tabs if not each.taken), None)
        if tab is None:
            tab = Tab(self._browser, sign_in, scripts)
            tabs.append(tab)
        return tab.take(width)

    def release(self) -> None:
        """At the end of a test: what it left unfit is closed."""
        for tabs in self._open.values():
            unfit = [each for each in tabs if each.taken and not each.release()]
            for each in unfit:
                each.close()
                tabs.remove(each)

    def close(self) -> None:
        for tabs in self._open.values():
            for each in tabs:
                each.close()
