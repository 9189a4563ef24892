"""The language of a page is in its path: Hindi at /, English under /en/.

Django's own middleware also reads headers and cookies and so makes every page vary by them.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

ENGLISH = "/en"


class PathLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without its slash it is English too: CommonMiddleware then adds the slash.
        path = request.path_info
        language = "en" if path == ENGLISH or path.startswith(f"{ENGLISH}/") else "hi"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response
