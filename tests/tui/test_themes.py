"""Every theme can be read, and the one that suits the terminal is found."""

import os
import pty
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from screen_driver import ScreenDriver, shown
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tui.terminal_background import PATIENCE_S, is_light, says_light
from tui.themes import OURS, contrast, shades_of

PAINTED = [theme for theme in (*BUILTIN_THEMES.values(), *OURS) if not theme.ansi]
BLACK, WHITE = Color.parse("#000000"), Color.parse("#ffffff")


def test_contrast_is_counted_as_the_guideline_does() -> None:
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == 21
    assert round(contrast(Color.parse("#777777"), WHITE), 2) == 4.48


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_words_can_be_read_in_every_theme(theme: Theme) -> None:
    colours = {**shades_of(theme), **theme.to_color_system().generate(), **theme.variables}
    ground, text = Color.parse(colours["background"]), Color.parse(colours["foreground"])
    full = contrast(ground, text)
    assert contrast(ground, Color.parse(colours["quiet"])) >= min(4.5, full * 0.74)
    assert contrast(ground, Color.parse(colours["hint"])) >= min(2.4, full * 0.4)
    assert contrast(Color.parse(colours["row"]), text) >= min(4.5, full * 0.6)


@pytest.mark.parametrize("name", ["agent-tui-light", "gruvbox", "ansi-dark"])
async def test_a_theme_can_be_changed_while_a_run_is_shown(name: str) -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        driver.app.theme = name
        await driver.frame()
        assert (
            driver.app.theme_variables["quiet"]
            == {
                **shades_of(driver.app.current_theme),
                **driver.app.current_theme.variables,
            }["quiet"]
        )


@contextmanager
def terminal_that_answers(answer: bytes) -> Iterator[int]:
    """A pty whose other end answers the first thing it is asked."""
    master, slave = pty.openpty()

    def reply() -> None:
        if b"\x1b]11;?" in os.read(master, 100):
            os.write(master, answer)

    thread = threading.Thread(target=reply)
    thread.start()
    yield slave
    thread.join()
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        (b"\x1b]11;rgb:ffff/ffff/dddd\x1b\\\x1b[?62;c", True),
        (b"\x1b]11;rgb:10/13/17\x07\x1b[?1;2c", False),
        (b"\x1b[?62;c", False),
        (b"", False),
    ],
)
def test_a_terminal_is_asked_for_its_background(answer: bytes, light: bool) -> None:
    with terminal_that_answers(answer) as terminal:
        assert says_light(terminal) is light


@pytest.mark.parametrize(
    ("told", "light"), [("15;0", False), ("0;15", True), ("0;default;7", True)]
)
def test_colorfgbg_is_believed_without_asking(told: str, light: bool) -> None:
    assert is_light({"COLORFGBG": told}) is light


def test_an_unanswered_question_costs_little() -> None:
    assert PATIENCE_S <= 0.5
