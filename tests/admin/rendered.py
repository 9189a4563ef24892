"""Pages as a browser reads them: forms with their controls, and what stands under which id."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

VOID = {"input", "br", "img", "link", "meta", "hr", "col", "source", "wbr"}
ALERTS = {"errorlist", "errornote"}
TYPED = {"text", "textarea", "email", "url", "search", "number", "date", "time"}


@dataclass
class Control:
    """One name of a form: what it holds now and what may be chosen."""

    name: str
    kind: str  # the type of an input, or select, textarea
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    required: bool = False
    longest: int | None = None

    @property
    def base(self) -> str:
        """The field's name without the number of its row in a formset."""
        return self.name.split("-")[-1]


@dataclass
class Form:
    action: str
    method: str
    ident: str
    controls: dict[str, Control] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)  # where its buttons lead instead

    def typed(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were touched."""
        return {name: list(control.values) for name, control in self.controls.items()}


class Page(HTMLParser):
    """Reads one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.alerts: list[str] = []
        # The elements around: tag, attributes, id, and whether they hold an error.
        self._open: list[tuple[str, dict[str, str], str | None, bool]] = []
        self._texts: dict[str, list[str]] = {}
        self._alert: list[str] | None = None
        self._control: Control | None = None
        self.feed(html)
        self.close()

    def text(self, ident: str) -> str:
        """The words under an id."""
        return " ".join("".join(self._texts.get(ident, [])).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            alerts = bool(ALERTS & set(_classes(given)))
            self._open.append((tag, given, given.get("id"), alerts))
        if "id" in given:
            self._texts.setdefault(given["id"], [])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "form":
            ident, method = given.get("id", ""), given.get("method", "get").lower()
            self.forms.append(Form(given.get("action", ""), method, ident))
        if tag in ("ul", "div", "p") and ALERTS & set(_classes(given)):
            self.alerts.append("")
        if self._in("form"):
            self._read(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._control is not None:
            # A line end right after the tag belongs to the markup, not to the text.
            self._control.values[0] = self._control.values[0].removeprefix("\n")
        if tag in ("select", "textarea"):
            self._control = None
        while self._open and tag not in VOID:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        for _tag, _given, ident, alerts in self._open:
            if ident is not None:
                self._texts[ident].append(data)
            if alerts:
                self.alerts[-1] += data
        if self._control is not None and self._control.kind == "textarea":
            self._control.values[0] += data

    def _in(self, tag: str) -> bool:
        return any(each[0] == tag for each in self._open)

    def _read(self, tag: str, given: dict[str, str]) -> None:
        name = "" if "disabled" in given else given.get("name", "")  # that is not sent
        if given.get("formaction"):
            self.forms[-1].targets.append(given["formaction"])
        if tag == "option" and self._control is not None:
            self._control.options.append(given.get("value", ""))
            if "selected" in given:
                self._control.values.append(given.get("value", ""))
        if tag in ("select", "textarea") and name:
            self._control = self._made(name, tag, given)
            self._control.values += [""] if tag == "textarea" else []
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            kind = given.get("type", "text")
            control = self._made(name, kind, given)
            if kind in ("checkbox", "radio"):
                control.options.append(given.get("value", "on"))
                control.values += [given.get("value", "on")] if "checked" in given else []
            else:
                control.values = [given.get("value", "")]

    def _made(self, name: str, kind: str, given: dict[str, str]) -> Control:
        control = self.forms[-1].controls.setdefault(name, Control(name, kind))
        control.required |= "required" in given
        control.longest = int(given["maxlength"]) if "maxlength" in given else None
        control.described += given.get("aria-describedby", "").split()
        for tag, around, _ident, _alerts in self._open:
            if tag == "fieldset":
                control.described += around.get("aria-describedby", "").split()
        return control


def _classes(given: dict[str, str]) -> list[str]:
    return given.get("class", "").split()


def faults_at(page: Page, form: Form, name: str) -> list[str]:
    """The errors that are tied to a control, as somebody hears them who does not see the page."""
    described = form.controls[name].described if name in form.controls else []
    return [page.text(each) for each in dict.fromkeys(described) if each.endswith("_error")]


def takes_a_file(form: Form) -> bool:
    """Whether a file is sent with it: what a file may hold is judged where files are read."""
    return any(control.kind == "file" for control in form.controls.values())


def twin(page: Page, form: Form) -> Form | None:
    """The form of another page that asks for the same."""
    best = max(page.forms, key=lambda each: len(_shared(each, form)), default=None)
    return best if best is not None and _shared(best, form) else None


def _shared(one: Form, other: Form) -> set[str]:
    return set(one.controls) & set(other.controls) - {"csrfmiddlewaretoken"}


def posts(page: Page) -> Iterator[Form]:
    """The forms that write something, one for each place that their buttons lead to; the
    button that signs out is none.
    """
    for form in page.forms:
        if form.method == "post" and form.ident != "logout-form":
            for target in form.targets or [form.action]:
                yield replace(form, action=target)
