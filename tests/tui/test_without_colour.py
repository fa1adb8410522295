"""Under NO_COLOR every state is told by characters, or by cells that are turned around."""

import pytest
from fake_run import Story, seq_of, support_desk
from rich.segment import Segment
from screen_driver import ScreenDriver, shown

from tui.drawing.item_words import LETTERS, MARKS

EVENTS = support_desk()
SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.fixture(autouse=True)
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def cells(driver: ScreenDriver) -> list[Segment]:
    """What is drawn."""
    strips = driver.app.screen._compositor.render_strips()
    filters = driver.app.get_line_filters()
    assert driver.app.no_color and filters
    return [segment for strip in strips for segment in strip]


def turned_around(driver: ScreenDriver) -> list[str]:
    return [each.text.strip() for each in cells(driver) if each.style and each.style.reverse]


def lightness(driver: ScreenDriver, text: str) -> int:
    """How light it is behind a text, 0 to 255."""
    style = next(each.style for each in cells(driver) if each.text.strip() == text)
    assert style is not None and style.bgcolor is not None
    return style.bgcolor.get_truecolor().red


async def test_nothing_drawn_has_a_hue() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS))) as driver:
        styles = [segment.style for segment in cells(driver) if segment.style]
        colours = {c.get_truecolor() for s in styles for c in (s.color, s.bgcolor) if c}
        assert len(colours) > 2
        assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_pane_with_the_keys_has_a_frame_of_its_own(size: tuple[int, int]) -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), *size) as driver:
        for number, title in enumerate(("Agents", "Events", "Stream", "Inspect"), 1):
            await driver.pass_time(1)  # quick digits are a count
            await driver.press(str(number))
            framed = [row for row in driver.text.split("\n") if "┏" in row]
            assert len(framed) == 1
            assert f"┏━ {number} {title}" in framed[0]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_selected_item_is_marked_in_every_list(size: tuple[int, int]) -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), *size) as driver:
        await driver.press("2", "g", "j")
        assert sum("▌0:" in row for row in driver.text.split("\n")) == 1
        await driver.press("3", "g")
        assert "▌" in driver.text


async def test_what_is_found_is_turned_around() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS))) as driver:
        assert "lamp" not in turned_around(driver)
        await driver.press("slash")
        await driver.type("lamp")
        assert "lamp" in turned_around(driver)


async def test_the_chosen_answer_of_a_dialog_is_dark_on_light() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS) - 8)) as driver:
        for chosen, other in (("After this turn", "Let it run"), ("Now", "After this turn")):
            await driver.press(*([] if "Cancel the run?" in driver.text else ["X"]))
            assert lightness(driver, chosen) > 100 > lightness(driver, other)
            await driver.press("j")


async def test_states_differ_by_their_signs() -> None:
    assert len({sign for sign, _ in MARKS.values()}) == len(MARKS)
    assert len(set(LETTERS.values())) == len(LETTERS)
    driver = ScreenDriver(upto=seq_of(EVENTS, "upstream 504") + 1)
    async with shown(driver, 200, 60):
        await driver.press("3")
        assert all(sign in driver.text for sign in ("● running", "✓ 1.2 s", "✗ 2.0 s", "● LIVE"))


@pytest.mark.parametrize(
    ("status", "word"),
    [("finished", "✓ FINISHED"), ("failed", "✗ FAILED"), ("cancelled", "CANCELLED")],
)
async def test_the_end_of_a_run_is_a_sign_and_a_word(status: str, word: str) -> None:
    story = Story()
    story.start_run("hello", [])
    story.end_run("", status)
    async with shown(ScreenDriver(story.events, is_live=False)) as driver:
        await driver.press("colon")
        await driver.type("100%")
        assert word in driver.text
