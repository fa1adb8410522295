"""A real browser for the pages of the project: headless Chromium, and what it sees."""

import base64
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyte
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

needs_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver"
)

PATIENCE_S = 30.0

_FLAGS = (
    *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
    "window-size=1200,800",
)


@contextmanager
def browser() -> Iterator[Chrome]:
    """Open a browser that writes down its network and its console."""
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in _FLAGS:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield chrome
    finally:
        chrome.quit()


def log_of(chrome: Chrome, kind: str) -> list[dict[str, str]]:
    """Return what was written down since the latest call: `browser` or `performance`."""
    entries: list[dict[str, str]] = chrome.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


class PageTerminal:
    """The terminal of a page, as far as the page was sent it."""

    def __init__(self, chrome: Chrome) -> None:
        """Read what `chrome` gets through the page's socket."""
        self._chrome = chrome
        self._screen = pyte.Screen(200, 60)
        self._stream = pyte.ByteStream(self._screen)
        self.requests: list[str] = []
        """Addresses the page has asked for."""

    @property
    def text(self) -> str:
        """The screen, row by row."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, is_so: Callable[[str], bool]) -> None:
        """Read until the screen is as wanted, or fail with the screen as it is."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so(self.text):
            self._read()
            assert time.monotonic() < deadline, self.text

    def _read(self) -> None:
        for entry in log_of(self._chrome, "performance"):
            message = json.loads(entry["message"])["message"]
            match message["method"]:
                case "Network.webSocketFrameReceived":
                    self._take(message["params"]["response"])
                case "Network.requestWillBeSent":
                    self.requests.append(message["params"]["request"]["url"])

    def _take(self, frame: dict[str, object]) -> None:
        if frame["opcode"] == 2:
            self._stream.feed(base64.b64decode(str(frame["payloadData"])))
