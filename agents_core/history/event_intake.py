"""EventIntake: how events get into the indexes of a history, one by one or whole blocks of lines.

Law: an event costs O(1). A plain delta like the one before it costs an append to its item's words.
"""

import math
from array import array

from agents_core.history.deltas import match_delta, split_lines, text_or_none
from agents_core.history.journal_index import JournalIndex
from agents_core.history.lines import FileLines
from agents_core.history.run_index import Moment, RunIndex
from agents_core.history.wire_index import Target, WireIndex
from agents_core.json_text import decode_json
from agents_core.run_events import RunEvent, read_event

NO_ITEM = -1
"""The owner of an event that belongs to no item."""


class EventIntake:
    """Takes the events of one run, in order."""

    def __init__(self) -> None:
        """Begin with no event."""
        self.times = array("d")
        """When each event happened, in seconds, never decreasing."""
        self.owners = array("i")
        """The index of the item each event belongs to, or `NO_ITEM`."""
        self.strays = array("I")
        """The events that belong to no item."""
        self.index = RunIndex(self.times)
        self.now = 0.0
        """When the latest event happened."""
        self.skipped = 0
        """Lines that held no event, the header not counted."""
        self._journal = JournalIndex(self.index)
        self._wire = WireIndex(self.index)
        self._targets: dict[tuple[int | None, str | None, bytes, bytes], Target | None] = {}
        self._latest: Target | None = None

    def take(self, event: RunEvent) -> None:
        """Take one event."""
        if self.now < event.at < math.inf:
            self.now = event.at
        seq = len(self.times)
        self.times.append(self.now)
        payload = event.payload
        if event.type == "model.event" and (delta := match_delta(payload)) is not None:
            kind, address, scanned = delta.groups()
            if (text := text_or_none(scanned)) is not None:
                self._grow(seq, event, (event.parent, event.agent, kind, address), text)
                return
        self._apply(seq, event)

    def _grow(
        self,
        seq: int,
        event: RunEvent,
        key: tuple[int | None, str | None, bytes, bytes],
        text: str,
    ) -> None:
        """Append a plain delta to the item it belongs to."""
        targets = self._targets
        target = targets[key] if key in targets else self._find_target(seq, event, key)
        if target is None:
            self._apply(seq, event)
        elif target is self._latest:
            target.item.words.grow(seq, text)
            self.owners.append(target.item.index)
        else:
            self._wire.grow(self._moment(seq, event), target, text)
            self._latest = target if text else None
            self.owners.append(target.item.index)

    def _find_target(
        self, seq: int, event: RunEvent, key: tuple[int | None, str | None, bytes, bytes]
    ) -> Target | None:
        name = key[2].decode().removeprefix("response.").removesuffix(".delta")
        target = self._wire.target(self._moment(seq, event), name, key[3])
        self._targets[key] = target
        return target

    def _apply(self, seq: int, event: RunEvent) -> None:
        """Let any other event have its effect; it may change where deltas go."""
        self._targets.clear()
        self._latest = None
        moment = self._moment(seq, event)
        try:
            data = event.data
        except ValueError:
            data = None
        if event.type == "model.event":
            item = self._wire.apply(moment, data)
        else:
            item = self._journal.apply(moment, event.type, data)
        self.owners.append(NO_ITEM if item is None else item.index)
        if item is None:
            self.strays.append(seq)

    def _moment(self, seq: int, event: RunEvent) -> Moment:
        scope = self.index.scope_of(seq, event.parent)
        return Moment(seq, self.now, event.agent, event.turn, scope, event.seq)

    def take_lines(self, lines: FileLines, block: bytes) -> None:
        """Take whole lines; a plain delta like the one before it is not even made an event.

        Opening a file spends its time here, which is why the steps of `take` are written out.
        """
        first, taken = lines.end, 0
        times, owners, starts = self.times, self.owners, lines.starts
        latest: tuple[bytes, bytes, bytes] | None = None
        target: Target | None = None
        for match in split_lines(block):
            start, taken = taken, match.end()
            time, head, kind, address, scanned = match.groups()
            is_alike = (head, kind, address) == latest
            if target and is_alike and (text := text_or_none(scanned)) is not None:
                self.now = max(self.now, float(time))
                target.item.words.grow(len(times), text)
                times.append(self.now)
                owners.append(target.item.index)
                starts.append(first + start)
                continue
            lines.end = first + start
            self._take_line(lines, block[start : taken - 1], taken - start)
            latest, target = (head, kind, address), self._latest if kind else None
        lines.end = first + taken

    def _take_line(self, lines: FileLines, line: bytes, length: int) -> None:
        try:
            event = read_event(line)
        except ValueError:
            self.skipped += bool(line) and lines.end > 0
            lines.skip(length)
        else:
            lines.add(length)
            self.take(event)

    def take_last_line(self, lines: FileLines) -> None:
        """Take a last line that lacks its line break but nothing else."""
        line = lines.rest()
        try:
            decode_json(line)
        except ValueError:
            return
        self._take_line(lines, line, len(line))
