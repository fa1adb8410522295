"""AttachedRun: a live run of another process, seen and steered through its socket."""

import asyncio
import json
import os
from asyncio import StreamReader, StreamWriter
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from agents_core.errors import RecordingError
from agents_core.filters import parse_filter
from agents_core.history.run_history import RunHistory
from agents_core.recording import LineSplitter, RunHeader, read_header, read_run
from agents_core.recording.summary import is_being_written
from agents_core.run_events import RunEvent, read_event
from tui.attaching.commands import (
    Answer,
    Cancel,
    CancelCall,
    Command,
    Release,
    RemoveBreakpoint,
    Resume,
    Send,
    SetBreakpoint,
    TakeBack,
)
from tui.named_filters import filters_here
from tui.sources.origin import Origin
from tui.sources.recorded_run import is_ended
from tui.sources.run_controls import CancelMode

CHUNK = 1 << 17
"""Bytes read at a time: some hundred events."""

LOOK_S = 0.05
LOOKS = 20
"""How often, and how many times, is looked whether a program that tells nothing more is gone."""

_REPLIES = (b'{"controls"', b'{"refused"', b'{"obeyed"')
"""How lines begin that are no events."""


class RemoteControls:
    """`RunControls` that sends what it is told to the process that has the run."""

    def __init__(self, named_filters: Mapping[str, str]) -> None:
        """Know nothing of the run yet; `named_filters` may stand in breakpoints."""
        self._named_filters = named_filters
        self.writer: StreamWriter | None = None
        self.breakpoints: tuple[str, ...] = ()
        self.waiting: tuple[str, ...] = ()
        self.obeyed = 0
        """How many commands were obeyed so far."""

    def cancel(self, mode: CancelMode) -> None:
        """Stop the run."""
        self._send(Cancel(mode=mode))

    def answer(self, request: int, answer: ApprovalAnswer) -> None:
        """Decide about a call that waits."""
        self._send(Answer(request=request, answer=answer))

    def resume(self, stop: int, answer: GateAnswer) -> None:
        """Let the run go on from a breakpoint."""
        self._send(Resume(stop=stop, answer=answer))

    def cancel_call(self, call_id: str) -> None:
        """Stop one tool call."""
        self._send(CancelCall(call_id=call_id))

    def set_breakpoint(self, expression: str) -> None:
        """Hold the run where a filter matches.

        Raises:
            FilterError: the expression is no filter.
        """
        parse_filter(expression, named=self._named_filters)
        self._send(SetBreakpoint(expression=expression))

    def remove_breakpoint(self, expression: str) -> None:
        """Hold it there no more."""
        self._send(RemoveBreakpoint(expression=expression))

    def send(self, text: str) -> None:
        """Say something in the conversation."""
        self._send(Send(text=text))

    def release(self) -> None:
        """Let what waits be asked."""
        self._send(Release())

    def take_back(self) -> None:
        """Unsay what was said last."""
        self._send(TakeBack())

    def _send(self, command: Command) -> None:
        if self.writer is not None and not self.writer.is_closing():
            self.writer.write(command.model_dump_json().encode() + b"\n")


class AttachedRun:
    """A `RunSource` over the socket of a live run; leaving it leaves the run alone."""

    is_remote = True
    origin: Origin | None = None

    def __init__(self, path: Path, recorded_at: Path | None = None) -> None:
        """Watch the run whose socket is at `path`; `recorded_at` is its file, if it has one."""
        self.history = RunHistory()
        self.header: RunHeader | None = None
        self.title = path.stem
        self.problems: list[str] = []
        self.recorded_at = recorded_at
        self.named_filters = filters_here()
        self.controls = RemoteControls(self.named_filters)
        self.is_live = True
        self.left_out = 0
        """How many lines were no events."""
        self.caught_up = asyncio.Event()
        """Set once all that had happened when it was attached is in the history."""
        self._path = path
        self._reader: StreamReader

    @property
    def is_recording(self) -> bool:
        """Whether the process that has the run writes its events to a file."""
        return self.is_live

    async def run(self) -> None:
        """Take what happens until the run, or the process that has it, is gone."""
        try:
            self._reader, self.controls.writer = await asyncio.open_unix_connection(
                os.fspath(self._path), limit=CHUNK
            )
            await self._take_all()
        except (OSError, ValueError, RecordingError) as error:
            self.problems.append(f"The run can be watched no longer: {error}")
        if not is_ended(self.history):
            await self._take_rest()
        self.is_live = False

    async def close(self) -> None:
        """Let go of the socket."""
        if (writer := self.controls.writer) is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _take_all(self) -> None:
        """Read lines until there are no more.

        Raises:
            OSError: the connection broke.
            ValueError: the first line has no end.
            RecordingError: whoever is there speaks something else.
        """
        self.header = read_header(await self._reader.readline(), self._path.name)
        self.title = self.header.title or self.title
        splitter = LineSplitter()
        while data := await self._reader.read(CHUNK):
            before, lines = splitter.too_long, splitter.lines_of(data)
            for line in lines:
                self._take(line)
            if splitter.too_long > before:
                self._leave_out()
            await asyncio.sleep(0)  # the screen gets a turn

    async def _take_rest(self) -> None:
        """Take from the file of the run what the socket had no time to tell; say what happened."""
        file = self.recorded_at
        goes_on = file is not None and await _goes_on(file)
        if file is not None and not self.left_out:  # else nobody knows how far it was told
            for event in await asyncio.to_thread(_events_after, file, len(self.history)):
                self.history.append(event)
        if goes_on:
            self.problems.append("The run goes on, but tells nothing more here; watch it anew.")
        elif not is_ended(self.history):
            self.problems.append("The program that ran this is gone. All that it told is here.")

    def _take(self, line: bytes) -> None:
        """Take an event, or what the server says; leave out what is neither."""
        try:
            if line.startswith(_REPLIES):
                self._take_reply(json.loads(line))
            else:
                self.history.append(read_event(line))
        except ValueError:
            self._leave_out()

    def _take_reply(self, reply: dict[str, Any]) -> None:
        """Take what a server says of itself.

        Raises:
            ValueError: no server says so.
        """
        match reply:
            case {"refused": str(why)}:
                self.problems.append(f"The run refused: {why}")
            case {"obeyed": True}:
                self.controls.obeyed += 1
            case {"controls": {"breakpoints": list(), "waiting": list(), "is_live": bool()} as now}:
                self.controls.breakpoints = tuple(map(str, now["breakpoints"]))
                self.controls.waiting = tuple(map(str, now["waiting"]))
                self.is_live = now["is_live"]
            case {"controls": None}:
                pass
            case _:
                raise ValueError("not a reply")
        if "controls" in reply:
            self.caught_up.set()

    def _leave_out(self) -> None:
        """Leave out a line, and say so of the first one; a flood of them costs no memory."""
        if not self.left_out:
            self.problems.append("Lines that are no events are left out.")
        self.left_out += 1


async def _goes_on(file: Path) -> bool:
    """Tell whether a run is still being written; a program that dies lets go of it bit by bit."""
    for _ in range(LOOKS):
        if not await asyncio.to_thread(is_being_written, file):
            return False
        await asyncio.sleep(LOOK_S)
    return True


def _events_after(file: Path, known: int) -> list[RunEvent]:
    """Return the events of a run file that come after so many; none if it cannot be read."""
    try:
        with read_run(file) as recording:
            return list(islice(recording, known, None))
    except (OSError, RecordingError):
        return []
