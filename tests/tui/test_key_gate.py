from pytest import MonkeyPatch
from screen_driver import ScreenDriver, shown
from textual._compositor import CompositorUpdate
from textual.events import Key
from textual.keys import _character_to_key
from textual.widgets import Input

from tui.key_gate import KeyGate

ENTER, BACKSPACE, ESCAPE = "\r", "\b", "\x1b"
NAMED = {ENTER: "enter", BACKSPACE: "backspace", ESCAPE: "escape"}


async def burst(driver: ScreenDriver, text: str) -> None:
    """Send keys as a terminal does that has them all at once."""
    for character in text:
        name = NAMED.get(character) or _character_to_key(character)
        driver.app.post_message(Key(name, None if character in NAMED else character))
    for _ in range(3 * len(text)):
        await driver.pilot.pause()


async def test_a_prompt_opened_by_a_burst_gets_the_rest_of_it() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await burst(driver, f":e10{ENTER}")
        assert driver.position == 11
        assert not isinstance(driver.app.focused, Input)


async def test_keys_after_a_prompt_in_a_burst_are_commands_again() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await burst(driver, f":e10{ENTER}..")
        assert driver.position == 13


async def test_a_count_in_a_burst_counts_the_key_after_it() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await burst(driver, f":e10{ENTER}12.")
        assert driver.position == 23


async def test_a_burst_is_corrected_in_the_order_it_was_typed() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await burst(driver, f":e19{BACKSPACE}0{ENTER}")
        assert driver.position == 11


async def test_what_is_searched_in_a_burst_is_found_and_left() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await burst(driver, f"/lamp{ENTER}n?{ESCAPE}2")
        assert driver.app.screen is driver.screen
        assert driver.deck.front == 1


async def test_all_that_a_key_does_is_painted_in_one_frame(monkeypatch: MonkeyPatch) -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "k")
        frames: list[CompositorUpdate] = []

        def note(_screen: object, painted: object) -> None:
            if isinstance(painted, CompositorUpdate):
                frames.append(painted)

        monkeypatch.setattr(driver.app, "_display", note)
        before = driver.deck.selection
        await driver.press("k")
        assert driver.deck.selection != before
        assert len(frames) == 1


async def test_keys_that_come_when_the_program_has_ended_are_nobodys() -> None:
    app = ScreenDriver().app
    assert not app.is_running
    assert not KeyGate(app).admits(Key("j", "j"))
