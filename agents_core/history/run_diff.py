"""RunDiff: two runs held against each other, turn by turn and item by item.

Law: pure; two histories go in, values come out. A run held against itself has no difference, and
the other way round gives the same pairs. Times, token counts and ids are no differences: they are
never the same twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from agents_core.costs import Cost
from agents_core.history.alignment import align
from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView, RunStatus, TokenCount
from agents_core.json_text import decode_json

Difference = Literal["text", "output", "status", "error"]
"""What may differ about two items; the text of a tool call is its arguments."""

PairState = Literal["same", "changed", "left", "right"]
"""same · changed: `differences` says in what · left, right: only that run has it."""

_ROWS = ("retry",)
"""Kinds of items that say nothing about what the run did."""


@dataclass(frozen=True, slots=True)
class ItemPair:
    """An item of one run, and the item of the other that takes its place."""

    left: ItemView | None
    right: ItemView | None
    differences: tuple[Difference, ...] = ()

    @property
    def state(self) -> PairState:
        """How the two relate."""
        if self.left is None:
            return "right"
        if self.right is None:
            return "left"
        return "changed" if self.differences else "same"

    @property
    def shown(self) -> ItemView:
        """The item that is there; of two, the right one."""
        item = self.left if self.right is None else self.right
        assert item is not None, "a pair has at least one item"
        return item


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What a run came to."""

    status: RunStatus
    events: int
    turns: int
    items: int
    tools: int
    """Calls of tools, those of nested runs included."""
    errors: int
    tokens: TokenCount
    cost: Cost
    seconds: float
    final_output: str | None


@dataclass(frozen=True, slots=True)
class RunDiff:
    """How two runs differ."""

    pairs: tuple[ItemPair, ...]
    """All items of both, in the order of their turns."""
    left: RunTotals
    right: RunTotals

    @property
    def first(self) -> int | None:
        """Index of the first pair that is not the same."""
        return next((i for i, pair in enumerate(self.pairs) if pair.state != "same"), None)

    @property
    def is_same(self) -> bool:
        """Whether both runs did and said the same."""
        ends = (self.left.status, self.right.status)
        outputs = (self.left.final_output, self.right.final_output)
        return self.first is None and ends[0] == ends[1] and is_alike(*outputs)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The items of one turn of one agent in one run, nested or not."""

    depth: int
    agent: str
    items: tuple[ItemView, ...]


def diff_runs(left: RunHistory, right: RunHistory) -> RunDiff:
    """Hold two runs against each other, as far as they have come."""
    turns = _turns_of(left), _turns_of(right)
    pairs: list[ItemPair] = []
    for a, b in align(*turns, (_words_of_turn, _shape_of_turn, _agent_of_turn)):
        ours = turns[0][a].items if a is not None else ()
        theirs = turns[1][b].items if b is not None else ()
        pairs += _pairs_of(ours, theirs)
    return RunDiff(tuple(pairs), totals_of(left), totals_of(right))


def totals_of(history: RunHistory) -> RunTotals:
    """Return what a run has come to."""
    view = history.view(len(history))
    return RunTotals(
        status=view.status,
        events=view.position,
        turns=view.turn,
        items=view.items,
        tools=len(history.marks("tool")),
        errors=view.errors,
        tokens=view.tokens,
        cost=view.cost,
        seconds=view.at,
        final_output=view.final_output,
    )


def is_alike(left: str | None, right: str | None) -> bool:
    """Tell whether two texts say the same; JSON does so however it is written."""
    if left == right:
        return True
    if left is None or right is None or left[:1] not in ("{", "[") or left[:1] != right[:1]:
        return False
    try:
        return bool(decode_json(_bytes(left)) == decode_json(_bytes(right)))
    except ValueError:
        return False


def _pairs_of(left: Sequence[ItemView], right: Sequence[ItemView]) -> list[ItemPair]:
    pairs: list[ItemPair] = []
    for a, b in align(left, right, (_words_of, _name_of)):
        ours = None if a is None else left[a]
        theirs = None if b is None else right[b]
        pairs.append(ItemPair(ours, theirs, _differences(ours, theirs)))
    return pairs


def _differences(left: ItemView | None, right: ItemView | None) -> tuple[Difference, ...]:
    if left is None or right is None:
        return ()
    found: list[Difference] = []
    if not is_alike(left.text, right.text):
        found.append("text")
    if not is_alike(left.output, right.output):
        found.append("output")
    if left.status != right.status:
        found.append("status")
    if _error_of(left) != _error_of(right):
        found.append("error")
    return tuple(found)


def _turns_of(history: RunHistory) -> list[_Turn]:
    """Return the turns in the order they began; those of parallel runs stay whole."""
    items: dict[tuple[int | None, str | None, int], list[ItemView]] = {}
    for item in history.items(len(history)):
        if item.kind not in _ROWS:
            items.setdefault((item.parent, item.agent, item.turn), []).append(item)
    return [_Turn(turn[0].depth, turn[0].agent or "", tuple(turn)) for turn in items.values()]


# Likenesses


def _name_of(item: ItemView) -> tuple[Any, ...]:
    return item.kind, item.name


def _words_of(item: ItemView) -> tuple[Any, ...]:
    return *_name_of(item), item.text, item.output or "", item.status, _error_of(item)


def _words_of_turn(turn: _Turn) -> tuple[Any, ...]:
    return turn.depth, turn.agent, tuple(map(_words_of, turn.items))


def _shape_of_turn(turn: _Turn) -> tuple[Any, ...]:
    return turn.depth, turn.agent, tuple(map(_name_of, turn.items))


def _agent_of_turn(turn: _Turn) -> tuple[Any, ...]:
    return turn.depth, turn.agent


def _error_of(item: ItemView) -> tuple[str, str]:
    return ("", "") if item.error is None else (item.error.type, item.error.message)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
