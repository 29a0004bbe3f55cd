"""Looks at a page as people do: by screen reader, on a phone and on a desk, by day and by night."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

Scheme = Literal["light", "dark"]
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
# The colours by day and by night, and what is only there on one of the two screens: enough to judge a page by.
JUDGED: tuple[tuple[Scheme, ViewportSize], ...] = (("light", DESK), ("dark", PHONE))
# For people to look at, where somebody asked for pictures.
PICTURED: tuple[tuple[Scheme, ViewportSize], ...] = (("dark", DESK), ("light", PHONE))

# What can be pressed is at least 24 pixels large (WCAG 2.2, 2.5.8), a rule that axe leaves out unless asked.
ALL_RULES = "rules: {'target-size': {enabled: true}}"
# The same page once more, in the other colours and on the other screen: what may be right there and wrong here.
RULES_OF_LOOKS = "runOnly: " + json.dumps(
    ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable", "button-name", "link-name"]
)
AXE_OPTIONS = "{reporter: 'no-passes', preload: false, iframes: false, %s}"  # no page of ours has a frame

# Against the screen's own width: a phone makes its window wider when the page is.
TOO_WIDE = """(width) => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
        (element) => element.getBoundingClientRect().right > width + 1);
    return [`${page.scrollWidth} of ${width}`,
            ...wide.slice(0, 8).map((element) => element.outerHTML.slice(0, 120))];
}"""

# The browser's own console line names no element; this one says what was refused where.
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) => console.error(
    `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""

STATUS_LINE = re.compile(r"the server responded with a status of (\d+)")


class Eyes:
    """Keeps what was wrong with the pages of one journey, so that one run tells of every fault."""

    def __init__(self, folder: Path, journey: str, judged: Path | None = None) -> None:
        """Screenshots go to a folder of their journey, in SCREENSHOTS where that is set, else in `folder`.

        `judged` is a folder in which all journeys of one run note what they looked at, so that none looks again.
        """
        self.takes_pictures = bool(os.environ.get("SCREENSHOTS"))
        self.folder = Path(os.environ.get("SCREENSHOTS") or folder) / journey
        self.folder.mkdir(parents=True, exist_ok=True)
        self.faults: list[str] = []
        self.seen: list[str] = []
        self._pages: list[Page] = []
        self._expected_status: set[str] = set()
        self._judged = None if self.takes_pictures else judged

    def watch(self, page: Page) -> None:
        """Take note of whatever the page complains about."""
        self._pages.append(page)
        page.add_init_script(TELL_VIOLATIONS)
        page.on("console", lambda message: self._heard(page, message))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: script failed: {error}"))

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """Within the block an answer with this status is what should happen."""
        self._expected_status.add(str(status))
        try:
            yield
        finally:
            self._expected_status.discard(str(status))

    def look(self, page: Page, name: str, *, scripts: bool = True) -> None:
        """Judge a page, once for each name, and keep pictures of it where SCREENSHOTS is set or it has a fault.

        Without scripts axe cannot run: it is one itself.
        """
        if name in self.seen:
            return
        self.seen.append(name)
        if scripts and not self._is_first(name):
            return
        page.wait_for_load_state()
        before = page.viewport_size
        if scripts:
            page.evaluate(AXE_SCRIPT)
        for (scheme, size), rules in zip(JUDGED, (ALL_RULES, RULES_OF_LOOKS), strict=True):
            faults = len(self.faults)
            self._show(page, scheme, size)
            if scripts:
                self._judge(page, f"{name} ({scheme}, {size['width']})", rules)
            if size is PHONE and (wide := page.evaluate(TOO_WIDE, size["width"])):
                self.faults.append(f"{name}: wider than a phone: {wide}")
            if self.takes_pictures or len(self.faults) > faults:
                self._photograph(page, name, scheme, size)
        for scheme, size in PICTURED if self.takes_pictures else ():
            self._show(page, scheme, size)
            self._photograph(page, name, scheme, size)
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)

    def close(self) -> None:
        """Keep where everybody was in the end. Raises AssertionError naming every fault that was seen."""
        for number, page in enumerate(self._pages, start=1):
            page.screenshot(path=self.folder / f"end-{number}.png")
        assert not self.faults, "\n".join([f"{len(self.faults)} faults:", *self.faults])

    def _is_first(self, name: str) -> bool:
        """Whether nobody else of this run has looked at the page."""
        if self._judged is None:
            return True
        try:
            (self._judged / name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _show(self, page: Page, scheme: Scheme, size: ViewportSize) -> None:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)

    def _photograph(self, page: Page, name: str, scheme: Scheme, size: ViewportSize) -> None:
        page.evaluate("window.scrollTo(0, 0)")  # what sticks to the screen's edge stands where it belongs
        number = self.seen.index(name) + 1
        photograph = self.folder / f"{number:02}-{name}-{size['width']}-{scheme}.png"
        page.screenshot(path=photograph, full_page=True)

    def _judge(self, page: Page, where: str, rules: str) -> None:
        # On a screen as tall as the page: what sticks to an edge then stands where it belongs, and covers nothing.
        size = page.viewport_size or DESK
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
        results = AxeResults(page.evaluate(f"axe.run({AXE_OPTIONS % rules})"))
        page.set_viewport_size(size)
        for violation in results.response["violations"]:
            places = "; ".join(f"{' '.join(node['target'])}: {node['html'][:160]}" for node in violation["nodes"][:4])
            self.faults.append(f"{where}: {violation['id']}: {violation['help']}: {places}")

    def _heard(self, page: Page, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        status = STATUS_LINE.search(message.text)
        if status and status.group(1) in self._expected_status:
            return
        self.faults.append(f"{page.url}: {message.type}: {message.text}")
