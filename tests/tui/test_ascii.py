"""Frames and signs in ASCII, cell by cell."""

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from screen_driver import ScreenDriver, press, shown
from textual.color import Color

from tui.app import AgentTui
from tui.ascii_filter import AsciiFilter
from tui.screens.run_screen import RunScreen
from tui.settings import Settings
from tui.terminal import shows_unicode

GROUND = Color.parse("black")


class PlainDriver(ScreenDriver):
    """A run drawn in ASCII."""

    def app_of(self, run: object) -> AgentTui:
        settings = Settings(is_ascii=True)
        return AgentTui(RunScreen(self.run), clock=lambda: self.now, settings=settings)


def filtered(text: str, *, keeps_words: bool) -> str:
    (segment,) = AsciiFilter(keeps_words=keeps_words).apply([Segment(text)], GROUND)
    return segment.text


def test_lanes_folds_and_frames_have_their_signs() -> None:
    assert filtered("░▓█▒· ▸▾ ╭─╮│", keeps_words=True) == ":=#~. >v +-+|"


def test_what_models_write_is_kept_where_it_can_be_shown() -> None:
    assert filtered("Grüße 你好", keeps_words=True) == "Grüße 你好"
    assert filtered("Grüße 你好", keeps_words=False) == "Gr??e ????"


@pytest.mark.parametrize("text", ["你好", "e\u0301", "🙂", "─━╋✓", "plain"])
def test_a_line_stays_as_wide_as_it_was(text: str) -> None:
    assert cell_len(filtered(text, keeps_words=False)) == cell_len(text)


async def test_the_whole_screen_is_in_ascii() -> None:
    async with shown(PlainDriver(upto=195)) as driver:
        assert driver.text.isascii()
        await driver.press("question_mark", *"5s_back")
        (row,) = (line for line in driver.text.split("\n") if "seek.5s_back" in line)
        assert "  left " in row


def test_looks_in_ascii(snap_compare: Callable[..., bool]) -> None:
    driver = PlainDriver(upto=187)
    assert snap_compare(driver.app, terminal_size=(80, 24), run_before=press(driver))


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, False),
        ({"LC_CTYPE": "C.utf8", "LANG": "C"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({}, True),
    ],
)
def test_the_locale_tells_what_can_be_shown(environ: dict[str, str], shown: bool) -> None:
    assert shows_unicode(environ) is shown
