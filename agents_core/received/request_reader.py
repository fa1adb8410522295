"""RequestReader: the whole of what a model call received, put together from its run.

Law: a request is written as what it adds to the one before; so the input of a call is read off
the calls before it, each taken apart once. Nothing but entries is kept, and not too many of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from agents_core.history.run_data import object_or_empty
from agents_core.history.run_history import RunHistory
from agents_core.received.entries import (
    CONTINUES,
    Entry,
    Place,
    created_entry,
    instruction_entries,
    item_entries,
    offer_entries,
    setting_entries,
)

_KEPT: Final = 100_000
"""Entries remembered at most; more are read again when they are asked for."""


@dataclass(frozen=True, slots=True)
class Received:
    """All a model call received, in the order it is read in."""

    instructions: tuple[Entry, ...] = ()
    input: tuple[Entry, ...] = ()
    offers: tuple[Entry, ...] = ()
    """Tools, and the shape of the answer."""
    settings: tuple[Entry, ...] = ()
    is_continued: bool = False
    """The provider goes on from what it keeps itself: there is more than is shown here."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """The input one event adds to that of the call before."""

    kept: int
    """Items of the call before that are sent again."""
    items: tuple[Entry, ...]


class RequestReader:
    """Reads the requests of one run."""

    def __init__(self, history: RunHistory) -> None:
        """Read from `history`, which may still grow."""
        self._history = history
        self._sent: dict[int, _Sent] = {}
        self._count = 0
        self._latest: tuple[int, dict[str, Any]] = (-1, {})
        """The event decoded last: entries next to each other are often of the same."""

    def reads(self, history: RunHistory) -> bool:
        """Return whether it is `history` that is read."""
        return history is self._history

    def received(self, number: int) -> Received:
        """Return what call `number` received."""
        seq = self._history.call(number, 0).seq
        request = self._data(seq)
        return Received(
            instructions=tuple(instruction_entries(seq, request)),
            input=self._input(number),
            offers=tuple(offer_entries(seq, request)),
            settings=tuple(setting_entries(seq, request)),
            is_continued=any(request.get(name) is not None for name in CONTINUES),
        )

    def created(self, first: int, last: int) -> tuple[Entry, ...]:
        """Return what the run of two calls brought forth between them: answers, tools' outputs."""
        seqs = self._history.created_between(first, last)
        return _named([created_entry(seq, self._data(seq)) for seq in seqs])

    def whole(self, place: Place) -> Any:
        """Return all of an entry, as the event has it; None once the file lacks it."""
        value: Any = self._data(place.seq)
        try:
            for key in place.path:
                value = value[key]
        except (LookupError, TypeError):
            return None
        return value

    def _input(self, number: int) -> tuple[Entry, ...]:
        """Walk back through the calls that were sent what this one is sent again."""
        pieces: list[tuple[Entry, ...]] = []
        wanted: int | None = None
        call: int | None = number
        while call is not None and wanted != 0:
            sent, before = self._read(call), self._history.call(call, 0).before
            kept = 0 if before is None else sent.kept
            if wanted is None or wanted > kept:
                pieces.append(sent.items[: None if wanted is None else wanted - kept])
                wanted = kept
            call = before
        return _named(tuple(entry for piece in reversed(pieces) for entry in piece))

    def _read(self, number: int) -> _Sent:
        """Take the input of a call's event apart, unless that was done."""
        if (known := self._sent.get(number)) is not None:
            return known
        seq = self._history.call(number, 0).seq
        request = self._data(seq)
        kept = request.get("kept")
        sent = _Sent(max(0, kept) if isinstance(kept, int) else 0, item_entries(seq, request))
        if self._count > _KEPT:
            self._sent.clear()
            self._count = 0
        self._sent[number] = sent
        self._count += len(sent.items)
        return sent

    def _data(self, seq: int) -> dict[str, Any]:
        if self._latest[0] != seq:
            try:
                self._latest = (seq, object_or_empty(self._history.event(seq).data))
            except ValueError:  # the file was cut short under us
                return {}
        return self._latest[1]


def _named(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return entries in which outputs have the name of the tool that was called."""
    names = {
        entry.key.removeprefix("call "): entry.name for entry in entries if entry.label == "call"
    }
    return tuple(
        replace(entry, name=names.get(entry.key.removeprefix("output "), ""))
        if entry.label == "output"
        else entry
        for entry in entries
    )
