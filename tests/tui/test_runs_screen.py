"""The Runs screen: every key, and runs that come, grow and go while it is looked at."""

from pathlib import Path

import pytest
from pilot_steps import Text
from recordings import header, record
from runs_driver import AGENTS, A, B, C, RunsDriver, browsed

from agents_core.recording import RunRecorder
from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.trash import FOLDER
from tui.screens.help_screen import HelpScreen
from tui.screens.run_screen import RunScreen
from tui.sources.live_run import LiveRun
from tui.sources.run_source import RunSource


@pytest.fixture
def driver(tmp_path: Path) -> RunsDriver:
    return RunsDriver(tmp_path)


def kept(driver: RunsDriver, run_id: str) -> tuple[bool, tuple[str, ...], str]:
    found = AnnotationFile(driver.store.path_of(run_id)).read()
    return (found.is_pinned, found.tags, found.note)


def rows(driver: RunsDriver) -> list[str]:
    """The rows of the list, without the scrollbar."""
    return [line[:-3] for line in driver.text.splitlines() if line.startswith(("│ ✓", "│▌✓"))]


async def test_the_latest_run_stands_first_and_has_the_cursor(driver: RunsDriver) -> None:
    async with browsed(driver):
        assert driver.ids == [C, B, A]
        assert driver.selected == C
        assert "✗" in driver.text and "billing.toml" in driver.text and "3 runs" in driver.text


async def test_moving_shows_all_about_the_run_under_the_cursor(driver: RunsDriver) -> None:
    async with browsed(driver, 200, 40):
        await driver.press("G")
        assert driver.selected == A
        assert "Refund for order A-1042" in driver.text and "good demo" in driver.text


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_enter_opens_a_run_at_its_end_and_leaving_it_comes_back(
    driver: RunsDriver, key: str
) -> None:
    async with browsed(driver):
        await driver.press("j", "j", "enter")
        opened = driver.app.screen
        assert isinstance(opened, RunScreen)
        await opened.workers.wait_for_complete()
        assert opened.source.title == "support.toml"
        assert opened.playhead.is_at_end and not opened.source.is_live
        await driver.press(key)
        assert driver.app.screen is driver.screen
        assert driver.selected == A


async def test_a_file_that_cannot_be_opened_is_said(driver: RunsDriver) -> None:
    async with browsed(driver):
        driver.store.path_of(C).write_text("no run")
        await driver.pilot.press("enter")
        await driver.pilot.pause()
        assert driver.app.screen is driver.screen
        assert "its first line is no agent-tui-run header" in driver.text


async def test_a_pinned_run_stands_first_until_it_is_let_go(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("j", "P")
        assert driver.ids == [B, C, A]
        assert (driver.selected, kept(driver, B)[0]) == (B, True)
        await driver.press("P")
        assert driver.ids == [C, B, A]
        assert (driver.selected, kept(driver, B)[0]) == (B, False)


async def test_tags_are_typed_over_those_there_are(driver: RunsDriver) -> None:
    async with browsed(driver, 160):
        await driver.press("G", "T")
        await driver.press("end", Text(", slow"), "enter")
        assert kept(driver, A)[1] == ("good", "demo", "slow")
        assert "#good #demo" in driver.text


async def test_a_note_is_kept_and_shown(driver: RunsDriver) -> None:
    async with browsed(driver, 160):
        await driver.press("N", Text("look again"), "enter")
        assert kept(driver, C)[2] == "look again"
        assert "look again" in driver.text


async def test_a_removed_run_comes_back_with_u(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("G", "D")
        assert driver.ids == [C, B]
        assert not driver.store.path_of(A).exists()
        await driver.press("u")
        assert driver.ids == [C, B, A]
        assert kept(driver, A)[1] == ("good", "demo")


async def test_what_was_removed_is_gone_with_the_program(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("D")
        assert (driver.store.directory / FOLDER / C).exists()
    assert not (driver.store.directory / FOLDER).exists()
    assert driver.store.ids() == [B, A]


async def test_a_run_that_is_being_written_is_never_removed(driver: RunsDriver) -> None:
    run_id = "2026-11-23T10-00-00-dddd"
    with RunRecorder(driver.store.path_of(run_id), header(run_id)) as recorder:
        recorder.sync(timeout_s=10)
        async with browsed(driver):
            await driver.press("g", "D")
            assert driver.ids[0] == run_id
            assert "still going on" in driver.text
        assert driver.store.path_of(run_id).exists()


async def test_search_narrows_the_list_and_escape_widens_it(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("slash", Text("good SUPPORT"))
        assert "1 of 3 runs" in driver.text
        await driver.press("enter")
        assert driver.ids == [A]
        await driver.press("escape")
        assert driver.ids == [C, B, A]


@pytest.mark.parametrize(
    ("presses", "column", "order"),
    [
        (0, "when▾", [C, B, A]),
        (1, "took▾", [A, C, B]),
        (2, "turns▾", [A, C, B]),
        (3, "tokens▾", [A, B, C]),
        (4, "cost▾", [C, B, A]),
        (5, "▾   when", [B, C, A]),
        (6, "when▾", [C, B, A]),
    ],
)
async def test_s_sorts_by_the_next_column(
    driver: RunsDriver, presses: int, column: str, order: list[str]
) -> None:
    async with browsed(driver):
        await driver.press(*["s"] * presses)
        assert column in driver.text
        assert driver.ids == order


async def test_capital_s_sorts_the_other_way_round(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("S")
        assert (driver.ids, driver.selected) == ([A, B, C], C)
        assert "when▴" in driver.text


async def test_a_new_run_appears_and_the_cursor_stays_with_its_run(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("j")
        record(driver.store.path_of("2026-11-23T10-00-00-dddd"))
        await driver.settled()
        assert len(driver.ids) == 4
        assert driver.selected == B
        driver.store.remove(C)
        await driver.settled()
        assert driver.selected == B


async def test_a_list_that_was_scrolled_stands_still_when_runs_come(driver: RunsDriver) -> None:
    for number in range(40):
        record(driver.store.path_of(f"2026-10-01T10-00-{number:02}-eeee"))
    async with browsed(driver, 80, 24):
        await driver.press("G", "k")
        before = rows(driver)
        record(driver.store.path_of("2026-11-23T10-00-00-dddd"))
        await driver.settled()
        assert len(driver.ids) == 44
        assert rows(driver) == before


async def test_nothing_is_looked_at_under_another_screen(driver: RunsDriver) -> None:
    async with browsed(driver):
        timer = driver.screen._looks
        assert timer is not None and timer._active.is_set()
        await driver.press("enter")
        assert not timer._active.is_set()
        await driver.press("q")
        assert timer._active.is_set()


async def test_panes_are_reached_by_number_and_tab_at_any_size(driver: RunsDriver) -> None:
    async with browsed(driver, 80, 12):
        for key, pane in (("1", 0), ("2", 1), ("3", 2), ("tab", 0), ("shift+tab", 2)):
            await driver.press(key)
            shown = driver.screen.panes[pane]
            assert shown.region.area and shown.view.has_focus
        assert "interrupted" in driver.text
        await driver.press("escape")
        assert driver.screen.runs.list.has_focus
        await driver.press("3", "enter")
        assert isinstance(driver.app.screen, RunScreen)


async def test_an_agent_is_asked_and_its_run_goes_on_when_it_is_left(tmp_path: Path) -> None:
    driver = RunsDriver(tmp_path, AGENTS)
    async with browsed(driver):
        assert "▸ triage" in driver.text and "Writes letters." in driver.text
        await driver.press("1", "j", "enter")
        assert "enter asks: My lamp arrived broken." in driver.text
        await driver.press(Text("write"), "enter")
        opened = driver.app.screen
        assert isinstance(opened, RunScreen) and isinstance(opened.source, LiveRun)
        await driver.press("q")
        await driver.app.runs.begin(opened.source).wait()
        await driver.settled()
        assert opened.source.end["final_output"] == "We send a new lamp."
        assert opened.source.header.agent == "writer"
        run = driver.screen.runs.rows.entries[0].run
        assert (run.status, run.input) == ("finished", "write")
        await driver.press("2", "g", "enter")
        assert isinstance(driver.app.screen, RunScreen)
        assert driver.app.screen.source is opened.source


async def test_r_asks_the_same_again_as_a_new_run(tmp_path: Path) -> None:
    driver = RunsDriver(tmp_path, AGENTS)
    async with browsed(driver):
        await driver.press("1", "enter", Text("a new lamp?"), "enter")
        first = driver.app.screen
        assert isinstance(first, RunScreen)
        await driver.app.runs.begin(first.source).wait()
        await driver.press("q", "2", "g", "r")
        again = driver.app.screen
        assert isinstance(again, RunScreen) and again is not first
        await driver.app.runs.begin(again.source).wait()
        await driver.press("q")
        runs = [entry.run for entry in driver.screen.runs.rows.entries[:2]]
        assert [run.input for run in runs] == ["a new lamp?"] * 2
        assert {run.parent for run in runs} == {
            None,
            first.source.header and first.source.header.run_id,
        }


async def test_a_run_without_a_configuration_is_not_run_again(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("r")
        assert driver.app.screen is driver.screen
        assert "it is of" in driver.text


async def test_d_marks_a_run_and_on_another_compares_the_two(
    driver: RunsDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def note(left: RunSource, right: RunSource) -> None:
        headers = (side.header for side in (left, right))
        compared.extend(header.run_id for header in headers if header is not None)

    monkeypatch.setattr(driver.app, "open_diff", note)
    async with browsed(driver):
        await driver.press("d")
        assert "■d" in driver.text
        await driver.press("d")
        assert "■d" not in driver.text and compared == []
        await driver.press("d", "G", "d")
        assert compared == [C, A]


async def test_an_empty_answer_asks_what_the_file_asks(tmp_path: Path) -> None:
    driver = RunsDriver(tmp_path, AGENTS)
    async with browsed(driver):
        await driver.press("1", "enter", "enter")
        opened = driver.app.screen
        assert isinstance(opened, RunScreen)
        await driver.app.runs.begin(opened.source).wait()
        await driver.press("q")
        assert driver.screen.runs.rows.entries[0].run.input == "My lamp arrived broken."


async def test_a_wrong_file_is_explained_in_place_of_its_agents(tmp_path: Path) -> None:
    driver = RunsDriver(tmp_path, AGENTS.replace('"writer"', '"riter"'))
    async with browsed(driver, 200):
        assert 'agents.toml:8:13: error: unknown agent "riter"' in driver.text
        await driver.press("1", "enter")
        assert driver.app.screen is driver.screen


async def test_help_names_the_keys_of_this_screen(driver: RunsDriver) -> None:
    async with browsed(driver):
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        assert "Remove the run; u brings it back." in driver.text


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_quitting_leaves_the_program(driver: RunsDriver, key: str) -> None:
    async with browsed(driver):
        await driver.pilot.press(key)
        await driver.pilot.pause()
        assert driver.app._exit


async def test_hostile_words_of_a_run_reach_no_terminal(driver: RunsDriver) -> None:
    path = driver.store.path_of("2026-11-23T10-00-00-dddd")
    record(path, title="evil\x1b]0;title\x07[bold]")
    AnnotationFile(path).change(lambda kept: kept.with_tags(["\x1b[2J"]).with_note("\x07"))
    async with browsed(driver, 200, 40):
        assert "\x1b" not in driver.text and "\x07" not in driver.text
        assert "␛]0;title␇[bold]" in driver.text
