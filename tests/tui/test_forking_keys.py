"""The menu of other runs, by its keys, over a real recording."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fake_run import support_desk
from forked_runs import Parent, made_parent
from screen_driver import ScreenDriver, shown
from textual.pilot import Pilot
from textual.widgets import TextArea

from agents_core.recording import ParentRun
from agents_core.recording.model_calls import read_model_calls
from tui.app import AgentTui
from tui.screens.choice_dialog import ChoiceDialog
from tui.screens.diff_screen import DiffScreen
from tui.screens.run_screen import RunScreen
from tui.sources.live_run import LiveRun
from tui.sources.recorded_run import RecordedRun


@pytest.fixture
async def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parent:
    monkeypatch.chdir(tmp_path)
    return await made_parent(tmp_path)


class Replay:
    """A replay of the parent on a screen, at its end."""

    def __init__(self, parent: Parent, pilot: Pilot[None], app: AgentTui) -> None:
        self.parent = parent
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def top(self) -> RunScreen:
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, RunScreen))

    async def select(self, name: str) -> None:
        """Pick an item out by its name, as a click on it does."""
        history = self.top.source.history
        names = [item.name for item in history.items(len(history))]
        await self.press("2", "g", *["j"] * names.index(name))

    async def choose(self, text: str) -> None:
        """Open the menu and take an answer."""
        await self.press("r")
        assert isinstance(self.app.screen, ChoiceDialog)
        options = [choice.text for choice in self.app.screen._choices]
        await self.press(*["j"] * options.index(text), "enter")

    async def child(self) -> LiveRun:
        """Wait for the new run on its own screen, for its end, and for the comparison."""
        while not isinstance(self.app.screen, DiffScreen):
            await self.pilot.pause(0.01)
        source = self.top.source
        assert isinstance(source, LiveRun)
        assert self.app.screen.sources[1] is source
        return source


@asynccontextmanager
async def replayed(parent: Parent) -> AsyncIterator[Replay]:
    app = AgentTui(RunScreen(RecordedRun(parent.path), start_at="100%"))
    async with app.run_test(size=(120, 40)) as pilot:
        replay = Replay(parent, pilot, app)
        while not replay.top.is_read:
            await pilot.pause()
        yield replay


async def test_the_same_input_makes_a_new_run_from_the_start(parent: Parent) -> None:
    async with replayed(parent) as replay:
        await replay.choose("Same input again")
        child = await replay.child()
        assert child.history.event(0).data["input"] == "Where is order 3?"
        assert child.header.parent == ParentRun(parent.run.header.run_id, 0)
        assert sorted(parent.tools_run) == ["f", "s"]
        assert replay.top.deck.front_pane.TITLE == "Stream"
        await replay.press("q", "q")
        assert replay.top.source is not child


async def test_a_fork_begins_at_the_cursor(parent: Parent) -> None:
    async with replayed(parent) as replay:
        position = parent.after("item.create", "stamped")
        replay.top.seek(f"e{position - 1}")
        replay.top.playhead.pause()
        await replay.choose(f"Fork at event {position}")
        child = await replay.child()
        assert child.header.parent == ParentRun(parent.run.header.run_id, position)
        assert parent.tools_run == ""


async def test_an_output_is_edited_in_the_composer_and_sent_to_the_model(parent: Parent) -> None:
    async with replayed(parent) as replay:
        await replay.select("find")
        await replay.choose("Edit its output")
        while not replay.top.query(TextArea):
            await replay.pilot.pause()
        field = replay.top.query_one(TextArea)
        assert field.text == "found 3\n" or field.text == "found 3"
        field.text = "found nowhere"
        await replay.press("enter")
        child = await replay.child()
        (call, *_) = read_model_calls(child.history.event(seq) for seq in range(len(child.history)))
        assert "found nowhere" in [item.get("output") for item in call.input]
        assert child.header.parent is not None
        assert child.header.parent.edited == ("output of find",)


async def test_a_changed_configuration_is_asked_about(parent: Parent) -> None:
    file = parent.folder / "agents.toml"
    file.write_text(file.read_text() + "\n# later\n")
    async with replayed(parent) as replay:
        await replay.choose("Same input again")
        while not isinstance(replay.app.screen, ChoiceDialog):
            await replay.pilot.pause()
        assert "changed" in replay.app.screen._question
        await replay.press("escape")
        assert len(replay.app.screen_stack) == 1
        await replay.choose("Same input again")
        while not isinstance(replay.app.screen, ChoiceDialog):
            await replay.pilot.pause()
        await replay.press("enter")
        assert (await replay.child()).end["status"] == "finished"


async def test_a_run_of_unknown_origin_has_no_menu() -> None:
    async with shown(ScreenDriver(support_desk(), is_live=False)) as driver:
        await driver.press("r")
        assert not isinstance(driver.app.screen, ChoiceDialog)
