"""The registry of keys, and what users make of it."""

import inspect
import pkgutil
import re
import tomllib
from collections import defaultdict
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from screen_driver import ScreenDriver, shown
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from tui.app import AgentTui
from tui.keymap.contexts import CONTEXTS
from tui.keymap.key_names import label_of, split_keys
from tui.keymap.registry import all_actions, clashes
from tui.screens.run_screen import RunScreen
from tui.settings import Settings

MEANT = {
    frozenset({"run.pause", "run.play"}),
    frozenset({"app.free_mouse", "app.take_mouse"}),
}
"""One key for two actions of which one works at a time."""


class Remapped(ScreenDriver):
    """A live run, watched with other keys."""

    keymap: dict[str, str] = {}  # noqa: RUF012 - each test has its own

    def app_of(self, run: Any) -> AgentTui:
        settings = Settings(keymap=self.keymap)
        return AgentTui(RunScreen(run), clock=lambda: self.now, settings=settings)


def remapped(keymap: dict[str, str], **options: Any) -> ScreenDriver:
    class Driver(Remapped):
        pass

    Driver.keymap = keymap
    return Driver(**options)


def is_ours_with_keys(part: type) -> bool:
    return part.__module__.startswith("tui.") and bool(part.__dict__.get("BINDINGS"))


def parts_with_bindings() -> set[type[DOMNode]]:
    """Every class of ours that has keys."""
    found: set[type[DOMNode]] = set()
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name.startswith(("tui.screens", "tui.widgets")):
            for _, part in inspect.getmembers(import_module(module.name), inspect.isclass):
                if issubclass(part, DOMNode) and is_ours_with_keys(part):
                    found.add(part)
    return found


def test_every_part_with_keys_is_in_the_registry() -> None:
    known = {owner for context in CONTEXTS for part in context.parts for owner in part.__mro__}
    assert [part.__name__ for part in parts_with_bindings() if part not in known] == []


def test_every_key_has_an_id_and_says_what_it_does() -> None:
    for part in parts_with_bindings():
        for binding in Binding.make_bindings(part.__dict__["BINDINGS"]):
            assert binding.id and binding.tooltip, (part.__name__, binding.key)


def test_an_id_has_the_same_keys_wherever_it_is_listed() -> None:
    keys = defaultdict(set)
    for action in all_actions():
        keys[action.id].add(action.keys)
    assert {id: found for id, found in keys.items() if len(found) > 1} == {}


@pytest.mark.parametrize("part", sorted({c.parts[-1] for c in CONTEXTS}, key=str))
def test_no_two_actions_of_one_part_share_a_key(part: type[DOMNode]) -> None:
    owners = defaultdict(set)
    for owner in part.__mro__:
        if owner.__module__.startswith("tui."):
            for binding in Binding.make_bindings(owner.__dict__.get("BINDINGS", ())):
                owners[binding.key].add(str(binding.id))
    pairs = {frozenset(pair) for ids in owners.values() for pair in combinations(ids, 2)}
    assert pairs <= MEANT


def test_two_actions_on_one_key_in_one_place_are_a_clash_and_named() -> None:
    (clash,) = clashes({"run.export": "b"})
    assert (clash.key, clash.ids) == ("b", ("break.here", "run.export"))


def test_the_keys_shown_in_the_readme_are_free() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    (example,) = re.findall(r"```toml\n(\[tui\]\n.*?)```", readme.read_text(), re.DOTALL)
    assert clashes(tomllib.loads(example)["tui"]["keymap"]) == []


def test_a_key_that_begins_a_sequence_clashes_with_it() -> None:
    assert ("pane.first", "seek.turn_on") in {c.ids for c in clashes({"seek.turn_on": "gt"})}


def test_what_shares_a_key_by_itself_may_share_another() -> None:
    assert clashes({"run.pause": "f12", "run.play": "f12"}) == []


def test_keys_are_written_as_signs_or_as_names() -> None:
    keys = split_keys("?, ctrl+x, ]t, comma, F")
    assert keys == ["question_mark", "ctrl+x", "]t", "comma", "F"]
    assert [label_of(key) for key in keys] == ["?", "ctrl+x", "]t", ",", "F"]
    with pytest.raises(ValueError, match="spcae"):
        split_keys("spcae")


async def test_another_key_works_in_place_of_the_first_one() -> None:
    async with shown(remapped({"run.pause": "f9"}, upto=60)) as driver:
        modes = []
        for key in ("space", "f9", "space"):
            await driver.press(key)
            modes.append(driver.screen.playhead.mode)
        assert modes == ["live", "paused", "live"], "play kept the key it shared with pause"


async def test_footer_and_help_show_the_keys_there_are() -> None:
    async with shown(remapped({"run.pause": "f9"}, upto=60), 200, 60) as driver:
        assert "f9 pause" in driver.text
        await driver.press("question_mark", *"run.pause")
        assert "f9" in driver.text and "space" not in driver.text


async def test_sequences_can_begin_with_other_keys() -> None:
    driver = remapped({"seek.tool_back": "\\t"}, is_live=False)
    async with shown(driver, 200, 60):
        await driver.press("space", "F", "backslash")
        assert "tool" in driver.text.splitlines()[-1], "the footer shows what can follow"
        before = driver.position
        await driver.press("t")
        assert driver.position < before


async def test_an_action_takes_a_key_from_another_part_without_losing_its_neighbours() -> None:
    async with shown(remapped({"search.ask": "x", "run.export": "f2"}, upto=60)) as driver:
        await driver.press("x")
        assert driver.screen.is_typing
