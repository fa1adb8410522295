"""What the screen looks like, at three sizes. Update only after looking at snapshot_report.html."""

from collections.abc import Callable

import pytest
from fake_run import seq_of, support_desk
from pilot_steps import Text
from screen_driver import ScreenDriver, press
from textual.pilot import Pilot

from tui.sources.origin import Origin

SIZES = [(80, 24), (120, 40), (200, 60)]
EVENTS = support_desk()
ALL = len(EVENTS)

Compare = Callable[..., bool]
States = dict[str, tuple[Callable[[], ScreenDriver], tuple[str, ...]]]


def live(upto: int) -> Callable[[], ScreenDriver]:
    return lambda: ScreenDriver(upto=upto)


def replay() -> ScreenDriver:
    return ScreenDriver(is_live=False)


def of_known_origin() -> ScreenDriver:
    driver = ScreenDriver(upto=ALL)
    driver.run.origin = Origin("r1", "support.toml", None, (), None, None)
    return driver


STATES: States = {
    "empty_run": (live(0), ()),
    "live_mid_stream": (live(ALL - 8), ()),
    "arguments_half_built": (live(seq_of(EVENTS, "fc_c2", 4)), ()),
    "failed_tool": (live(seq_of(EVENTS, "upstream 504") + 1), ()),
    "handoff": (live(seq_of(EVENTS, '"from":"triage"')), ()),
    "unfolded_raw_events": (live(ALL), ("2", "g", "j", "o", "j", "j")),
    "replay_stepped_back": (replay, ("colon", Text("60%"), "enter", "space", "less_than_sign")),
    "lanes_by_steps": (replay, ("space", "e", "5", "plus", "t", "t")),
    "filter": (live(ALL), ("f", Text("kind:tool & (dur>2s | is:error)"), "enter", "n")),
    "search": (live(ALL), ("slash", Text("lamp"), "enter", "n")),
    "composer": (live(ALL - 8), ("i", Text("Please also"), "ctrl+j", Text("be brief."))),
    "fork_menu": (of_known_origin, ("2", "g", *"jjjjjj", "r")),
    "cancel_menu": (live(ALL - 8), ("X",)),
    "help": (live(ALL - 8), ("question_mark",)),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_looks(state: str, size: tuple[int, int], snap_compare: Compare) -> None:
    make, keys = STATES[state]
    driver = make()
    assert snap_compare(driver.app, terminal_size=size, run_before=press(driver, *keys))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks_paused_behind_live(size: tuple[int, int], snap_compare: Compare) -> None:
    driver = ScreenDriver(upto=90)

    async def pause_and_go_on(pilot: Pilot[None]) -> None:
        await press(driver, "space")(pilot)
        driver.now += 18
        await driver.feed(ALL - 8)

    assert snap_compare(driver.app, terminal_size=size, run_before=pause_and_go_on)


@pytest.mark.parametrize("size", [(40, 10), (58, 18)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks_small(size: tuple[int, int], snap_compare: Compare) -> None:
    driver = ScreenDriver(upto=ALL - 8)
    assert snap_compare(driver.app, terminal_size=size, run_before=press(driver))
