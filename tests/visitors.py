"""People at the portal by plain HTTP, who look at every answer for what should not be in it."""

import html
import re
from typing import Any

import httpx

from tests.journey.actors.somebody import AuthenticatorApp
from tests.leaks import Secrets
from tests.portal import Portal

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SHOWN = re.compile(r"data-secret[^>]*>([^<]*)<")


class Visitor:
    """Somebody's browser; a stranger's, until they sign in. What they see that should not be there goes to `leaks`."""

    def __init__(self, portal: Portal, secrets: Secrets, leaks: list[str], name: str = "a stranger") -> None:
        self.secrets, self.leaks, self.name = secrets, leaks, name
        self.page = ""
        self.client = httpx.Client(base_url=portal.address, follow_redirects=True, timeout=60)
        self.client.event_hooks["response"] = [self._look]
        self._is_there_to_show = False

    def signs_in(self, email: str, password: str, seed: str = "") -> "Visitor":
        self.name = email
        self.post("/sign-in/", asks="/sign-in/", login=email, password=password)
        if seed:
            self.post("/sign-in/second-step/authenticate/", code=AuthenticatorApp(seed, email).code())
        assert self.get("/").url.path == "/", f"{email} is not signed in: {words(self.page)}"
        return self

    def get(self, address: str, *, status: int = 200, sees: str = "", shows: str = "") -> httpx.Response:
        return self._ask("GET", address, status, sees, shows)

    def post(
        self,
        address: str,
        *,
        asks: str = "",
        status: int = 200,
        sees: str = "",
        shows: str = "",
        makes: str = "",
        files: dict[str, tuple[str, bytes]] | None = None,
        **data: str,
    ) -> httpx.Response:
        """Send a form, which stands on the page `asks`, or else on the page that is open.

        `sees` are words of the page that comes. `shows` is the secret that it is there to show, any other page with
        one is a leak; `makes` says in which way the portal made the secret that it shows, which is learnt then.
        """
        if asks:
            self._ask("GET", asks, 0, "", "")
        token = TOKEN.search(self.page)
        assert token, f"{self.name} finds no form at {asks}: {words(self.page)}"
        sent = {"csrfmiddlewaretoken": token[1], **data}
        page = self.page
        answer = self._ask("POST", address, status, sees, shows, data=sent, files=files, may_show=bool(makes))
        if makes:
            shown = SHOWN.search(self.page)
            assert shown, f"POST {address} shows no secret: {words(self.page)}"
            self.secrets.keep(html.unescape(shown[1]).strip(), makes)
            self._may_not_be_kept(answer)
        if not TOKEN.search(self.page):
            self.page = page  # the answer was no page, and its form is still open
        return answer

    def _ask(
        self, method: str, address: str, status: int, sees: str, shows: str, *, may_show: bool = False, **more: Any
    ) -> httpx.Response:
        self._is_there_to_show = may_show or bool(shows)
        answer = self.client.request(method, address, **more)
        self.page = answer.text
        where = f"{method} {address} by {self.name}"
        assert status in (0, answer.status_code), f"{where}: {answer.status_code}: {words(self.page)}"
        for wanted in filter(None, (sees, shows)):
            assert wanted in html.unescape(self.page), f"{where} shows no “{wanted}”: {words(self.page)}"
        return answer

    def _look(self, answer: httpx.Response) -> None:
        where = f"{answer.request.method} {answer.request.url.path}, seen by {self.name}"
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
        self.leaks += [f"{where}, in its headers: {trace}" for trace in self.secrets.traces(head)]
        traces = self.secrets.traces(answer.read())
        if traces:
            self._may_not_be_kept(answer)
        if not self._is_there_to_show:
            self.leaks += [f"{where}: {trace}" for trace in traces]

    def _may_not_be_kept(self, answer: httpx.Response) -> None:
        kept = answer.headers.get("Cache-Control", "")
        if "no-store" not in kept:
            self.leaks.append(f"A browser may keep {answer.request.url.path}: Cache-Control is “{kept}”")


def words(page: str) -> str:
    """What a person would read of a page."""
    main = page.partition("<main")[2] or page
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())[:1500]
