"""What is remembered: the hint for beginners, and how the room is parted."""

import stat
from pathlib import Path

import pytest
from screen_driver import ScreenDriver, shown

from tui.app import AgentTui
from tui.kept_look import KeptLook
from tui.screens.run_screen import RunScreen


def remembering(path: Path) -> ScreenDriver:
    class Driver(ScreenDriver):
        def app_of(self, run: object) -> AgentTui:
            return AgentTui(RunScreen(self.run), clock=lambda: self.now, kept=KeptLook(path))

    return Driver(upto=60)


def test_what_is_kept_is_the_users_alone_and_nothing_is_worth_an_error(tmp_path: Path) -> None:
    path = tmp_path / "state" / "look.json"
    kept = KeptLook(path)
    kept.theme = "nord"
    kept.keep_size("-wide", "outline.width", 40)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeptLook(path).theme == "nord"
    assert KeptLook(path).sizes("-wide") == {"outline.width": 40}
    path.write_text('{"theme": 3, "sizes": {"-wide": {"outline.width": "no"}}}')
    assert KeptLook(path).theme is None and KeptLook(path).sizes("-wide") == {}
    path.write_text("[")
    assert not KeptLook(path).has_seen_hint


async def test_the_hint_goes_after_five_keys_and_does_not_come_again(tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    async with shown(remembering(path)) as driver:
        assert "pauses the view" in driver.text
        await driver.press("j", "k", "j", "k")
        assert "pauses the view" in driver.text
        await driver.press("j")
        assert "pauses the view" not in driver.text
    async with shown(remembering(path)) as driver:
        assert "pauses the view" not in driver.text


@pytest.mark.parametrize(
    ("pane", "key", "part", "side", "change"),
    [
        ("2", "right_parenthesis", "outline", "width", 4),
        ("2", "left_parenthesis", "outline", "width", -4),
        ("3", "right_parenthesis", "outline", "width", -4),
        ("1", "equals_sign", "agents", "height", 1),
        ("5", "equals_sign", "lanes", "height", 1),
        ("3", "minus", "lens", "height", 1),
    ],
)
async def test_keys_part_the_room_and_that_is_remembered(
    tmp_path: Path, pane: str, key: str, part: str, side: str, change: int
) -> None:
    path = tmp_path / "look.json"
    async with shown(remembering(path)) as driver:
        before = getattr(driver.screen.query_one(f"#{part}").outer_size, side)
        await driver.press(pane, key)
        await driver.frame()
        after = getattr(driver.screen.query_one(f"#{part}").outer_size, side)
        assert after - before == change
    async with shown(remembering(path)) as driver:
        await driver.frame()
        assert getattr(driver.screen.query_one(f"#{part}").outer_size, side) == after


async def test_a_pane_alone_has_all_the_room_whatever_is_remembered(tmp_path: Path) -> None:
    async with shown(remembering(tmp_path / "look.json")) as driver:
        await driver.press("2", "right_parenthesis", "z")
        await driver.frame()
        assert driver.screen.query_one("#outline").outer_size.width == 120


async def test_keys_in_one_burst_all_count(tmp_path: Path) -> None:
    async with shown(remembering(tmp_path / "look.json")) as driver:
        await driver.press("2", *["right_parenthesis"] * 3)
        assert driver.app.kept.sizes("-wide") == {"outline.width": 36 + 3 * 4}
