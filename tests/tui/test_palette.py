"""The palette, and actions by their names."""

from pilot_steps import Text
from screen_driver import ScreenDriver, shown

from tui.screens.palette import Command, Palette, matching


def command(id: str, title: str, does: str = "") -> Command:
    return Command(id, title, does, "", lambda: None)


def test_names_match_better_than_descriptions() -> None:
    commands = [command("a.b", "Other", "to export"), command("run.export", "Export")]
    assert [each.id for each in matching(commands, "export")] == ["run.export", "a.b"]
    assert matching(commands, "zzz") == []


async def test_enter_does_what_is_chosen() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("ctrl+p", Text("pause"), "enter")
        await driver.frame()
        assert driver.screen.playhead.mode == "paused"


async def test_only_what_works_now_is_offered() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("ctrl+p")
        assert isinstance(driver.app.screen, Palette)
        ids = {each.id for each in driver.app.screen._commands}
        assert "run.pause" in ids and "run.play" not in ids


async def test_escape_does_nothing() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("ctrl+p", Text("pause"), "escape")
        assert driver.app.screen is driver.screen and driver.screen.playhead.mode == "live"


async def test_arrows_choose_another() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("ctrl+p", Text("theme"), "down", "up", "down", "enter")
        await driver.frame()
        assert driver.app.theme != "agent-tui-dark"
        assert driver.app.kept.theme == driver.app.theme, "it is remembered"


async def test_a_word_after_a_colon_does_the_one_thing_of_that_name() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("colon", Text("zoom"), "enter")
        await driver.frame()
        assert driver.deck.extent == "full"


async def test_a_prompt_that_is_asked_for_by_name_keeps_the_keyboard() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("colon", Text("search.ask"), "enter")
        await driver.frame()
        assert driver.screen.is_typing


async def test_a_word_that_means_several_things_offers_them() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("colon", Text("handoff"), "enter")
        await driver.frame()
        assert isinstance(driver.app.screen, Palette) and "seek.handoff_on" in driver.text


async def test_a_word_nothing_is_called_is_refused_under_the_prompt() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("colon", Text("qqqqz"), "enter")
        assert "nothing that can be done now is called" in driver.text
