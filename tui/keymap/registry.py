"""The registry: every action there is, with its keys, made from the bindings of the parts.

Law: nothing is listed twice by hand. Help, palette, `agent-tui keys` and the check for conflicts
all read this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from tui.keymap.action import Action
from tui.keymap.contexts import CONTEXTS, PROGRAM_SECTION, SECTIONS, Context
from tui.keymap.key_names import is_sequence, split_keys
from tui.program_keys import PROGRAM

Keymap = Mapping[str, str]
"""Ids of actions, and their keys separated by commas."""

NO_KEYMAP: Final[Keymap] = {}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two actions on one key."""

    key: str
    ids: tuple[str, str]
    where: str
    """The name of a context."""


def all_actions(keymap: Keymap = NO_KEYMAP) -> list[Action]:
    """Return every action, by section, with the keys it has under `keymap`."""
    found: dict[tuple[str, str], Action] = {}
    for context in CONTEXTS:
        for section, binding in _listed(context):
            if binding.id is None:
                continue
            before = found.get((section, binding.id))
            default = (*(before.keys if before else ()), binding.key)
            found[section, binding.id] = Action(
                binding.id,
                tuple(dict.fromkeys(default)),
                binding.description or binding.tooltip,
                binding.tooltip,
                section,
                (before.places if before else frozenset()) | {context.place},
            )
    order = [*dict.fromkeys(SECTIONS.values())]
    rank = {section: number for number, section in enumerate(order)}
    rank[PROGRAM_SECTION] = len(order) + 1
    actions = sorted(found.values(), key=lambda action: rank.get(action.section, len(order)))
    return [_remapped(action, keymap) for action in actions]


def actions_of(screen: type[Screen[Any]], keymap: Keymap = NO_KEYMAP) -> list[Action]:
    """Return the actions of one screen, with those of prompts and dialogs."""
    place = next((c.place for c in CONTEXTS if screen in c.parts), "dialog")
    return [action for action in all_actions(keymap) if {place, "dialog"} & action.places]


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """Return `keymap` with all that Textual would lose when it applies it.

    Textual drops whatever else is on a key that is taken or left, so everything that shares a key
    with a changed action is named as well, with the keys it has.
    """
    ids = {action.id: action.keys for action in all_actions()}
    now = {action.id: action.keys for action in all_actions(keymap)}
    named = {id for id in keymap if id in ids}
    while True:
        touched = {key for id in named for key in (*ids[id], *now[id])}
        more = {id for id in ids if touched.intersection((*ids[id], *now[id]))}
        if more <= named:
            return {id: ",".join(now[id]) for id in named}
        named |= more


def clashes(keymap: Keymap) -> list[Clash]:
    """Return the actions that `keymap` puts on one key where one of them hides the other.

    What shares a key by itself (pause and play, say) is meant to.
    """
    if not keymap:
        return []
    meant = {clash.ids for clash in _sharing(NO_KEYMAP)}
    fresh = {(clash.key, clash.ids): clash for clash in _sharing(keymap) if clash.ids not in meant}
    return list(fresh.values())


def _sharing(keymap: Keymap) -> Iterator[Clash]:
    for context in CONTEXTS:
        keys: dict[str, tuple[str, ...]] = {}
        for _, binding in _listed(context):
            if binding.id is not None:
                keys[binding.id] = (*keys.get(binding.id, ()), binding.key)
        for id, text in keymap.items():
            if id in keys:
                keys[id] = tuple(split_keys(text))
        for one, other in combinations(sorted(keys), 2):
            for key in _both(keys[one], keys[other]):
                yield Clash(key, (one, other), context.name)


def _both(some: tuple[str, ...], others: tuple[str, ...]) -> Iterator[str]:
    """Yield keys that are in both, or that begin a sequence in the other."""
    for key in some:
        for other in others:
            if key == other or (is_sequence(key) and key[0] == other):
                yield key
            elif is_sequence(other) and other[0] == key:
                yield other


def _remapped(action: Action, keymap: Keymap) -> Action:
    text = keymap.get(action.id)
    return action if text is None else replace(action, keys=tuple(split_keys(text)))


def _listed(context: Context) -> Iterator[tuple[str, Binding]]:
    """Yield the bindings a context hears, each with its section."""
    for part in context.parts:
        for owner in reversed(part.__mro__):
            if issubclass(owner, DOMNode) and owner.__module__.startswith("tui."):
                section = SECTIONS.get(owner, owner.__name__)
                for binding in Binding.make_bindings(owner.__dict__.get("BINDINGS", ())):
                    yield section, binding
    if context.place != "dialog":
        for binding in Binding.make_bindings(PROGRAM):
            yield PROGRAM_SECTION, binding
