"""LiveRun: a target made to run, and everything that happens kept; a source for any view.

Law: how a run fails is its last event. `run` returns then as it does after a success; it raises
for a bug alone, after writing that down too.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents_core.errors import ConfigError, RecordingError, UserError
from agents_core.fault import Fault, FaultKind
from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal, JournalScope
from agents_core.outputs.output_files import OutputFolder
from agents_core.outputs.printing import captured_prints
from agents_core.recording import (
    ParentRun,
    Redactor,
    RunHeader,
    RunRecorder,
    RunStore,
    new_run_id,
)
from agents_core.run_events import RunEvent
from tui.sources.conversation import Conversation, Said, Stage
from tui.sources.origin import Origin
from tui.sources.recorded_run import is_ended
from tui.sources.run_target import RunTarget

if TYPE_CHECKING:
    from tui.attaching.run_server import RunServer

Subscriber = Callable[[RunEvent], None]


class LiveRun:
    """A `RunSource` that runs agents now, in this process."""

    is_remote = False

    def __init__(
        self,
        target: RunTarget,
        *,
        store: RunStore | None = None,
        argv: Iterable[str] = (),
        first: Said | None = None,
        parent: ParentRun | None = None,
        has_watcher: bool = False,
        is_shared: bool = False,
        title: str | None = None,
    ) -> None:
        """Get ready; nothing is imported, built or created before `run`.

        Args:
            target: what is to run; without an input, the run waits for something to be said.
            store: where to record the run; None records nothing.
            argv: the command line, for the header; secrets in it are masked.
            first: what to begin with, in place of the target's input.
            parent: the run this one is forked from.
            has_watcher: somebody sees the run and answers through `controls` what it asks; without,
                it stops at the first call that needs an approval.
            is_shared: other processes of the user may watch it, and steer it if it has a watcher.
            title: what to call the run; the name of the target if None.
        """
        self.history = RunHistory()
        self.title = title or target.title
        self.named_filters = target.filters
        self.problems: list[str] = []
        self.controls = target.controls(self.history, self.named_filters)
        self.failure: ConfigError | None = None
        """Why the run could not even begin."""
        self.target = target
        self._store = store
        self._redactor = Redactor(target.secrets)
        self.header = self._new_header(argv, parent)
        self._subscribers: list[Subscriber] = [self.history.append]
        self._has_watcher = has_watcher
        self._is_shared = is_shared
        self.server: RunServer | None = None
        """Where others watch, once that is open."""
        self._first = target.input if first is None else first
        self._is_running = False
        self._scope: JournalScope | None = None
        self._recorder: RunRecorder | None = None
        self._conversation: Conversation | None = None

    @property
    def is_live(self) -> bool:
        """Whether the run goes on, or is about to."""
        return self._is_running or self._first is not None or self.controls.is_ready

    @property
    def is_recording(self) -> bool:
        """Whether events are being written to a run file."""
        return self._recorder is not None and self.is_live

    @property
    def recorded_at(self) -> Path | None:
        """The run file, once there is one."""
        return None if self._recorder is None else self._recorder.path

    @property
    def origin(self) -> Origin:
        """What this run is made of."""
        return Origin(
            run_id=self.header.run_id,
            place=self.target.place,
            text_hash=self.target.text_hash,
            argv=self.header.argv,
            overrides=self.target.overrides,
            store=self._store,
            fork_refusal=self.target.fork_refusal,
        )

    @property
    def end(self) -> dict[str, Any]:
        """What the last event says about how the run ended; empty while it goes on."""
        if not is_ended(self.history):
            return {}
        data: dict[str, Any] = self.history.event(len(self.history) - 1).data
        return data

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The tools whose calls nobody approved or turned down; the run ended waiting for that."""
        return () if self._conversation is None else self._conversation.unanswered

    def subscribe(self, subscriber: Subscriber) -> None:
        """Hand every event to `subscriber` as well; to be called before `run`."""
        self._subscribers.append(subscriber)

    async def run(self) -> None:
        """Have all answered that was said, one thing after the other, each to its end.

        What is left when a run does not finish waits until something more is said. May be awaited
        again once there is something more.

        Raises:
            Exception: a bug, in the program or in the user's code outside of tools.
        """
        await self.share()
        while self.is_live:
            self._is_running = True
            try:
                await self._answer(self._next())
            finally:
                self._is_running = False
                self.controls.settle(is_finished=self.end.get("status") == "finished")
                if self.server is not None:
                    self.server.nudge()

    async def close(self) -> None:
        """Let go of what further runs would need; to be awaited once there will be none."""
        if self.server is not None:
            await self.server.close()
        if self._conversation is not None:
            await self._conversation.close()

    async def share(self) -> None:
        """Open the socket for other processes, if the run is to be shared and is not yet."""
        if not self._is_shared or self.server is not None:
            return
        # Imported here because runs that are not shared do without.
        from tui.attaching.run_server import RunServer

        self._is_shared = False
        try:
            server = RunServer(self, self.header)
            await server.open()
        except OSError as error:
            self.problems.append(f"No other process can watch this run: {error}")
        else:
            self.server = server
            self.subscribe(server.take)

    def _next(self) -> Said:
        """Take what is to be answered next."""
        first, self._first = self._first, None
        return self.controls.next_text() if first is None else first

    async def _answer(self, said: Said) -> None:
        """Run once, and record it."""
        try:
            conversation = await self._open_conversation()
        except ConfigError as error:
            self.failure = error
            self._journal_scope().append("run.end", _end_of(error, "user"))
            return
        self._start_recording()
        try:
            await self._drive(said, conversation, self._journal_scope())
        finally:
            if self._recorder is not None:
                await asyncio.to_thread(self._recorder.close)

    async def _drive(self, said: Said, conversation: Conversation, scope: JournalScope) -> None:
        """Make one run; what goes wrong becomes its last event."""
        began = len(self.history)
        try:
            with captured_prints():
                await conversation.answer(said, self._stage(scope.journal))
        except Exception as error:
            if not self._has_ended(began):
                fault: FaultKind = "user" if isinstance(error, UserError) else "bug"
                scope.append("run.end", _end_of(error, fault))
            if (self.end.get("error") or {}).get("fault") == "bug":
                raise
        finally:
            if not self._has_ended(began):
                scope.append("run.end", {"status": "cancelled", "final_output": None})

    def _has_ended(self, began: int) -> bool:
        """Say whether the run is over that began after so many events."""
        return len(self.history) > began and is_ended(self.history)

    def _stage(self, journal: Journal) -> Stage:
        return Stage(journal, self.controls, self._has_watcher, self._outputs())

    async def _open_conversation(self) -> Conversation:
        """Build what answers, the first time.

        Raises:
            ConfigError: it cannot be built.
        """
        if self._conversation is None:
            self._conversation = await asyncio.to_thread(self.target.open)
        return self._conversation

    def _outputs(self) -> OutputFolder | None:
        """Return where long outputs are kept: beside the run file, if there is one."""
        if self._recorder is None:
            return None
        return OutputFolder(self._recorder.path.with_suffix(".outputs"), self._redactor.text)

    def _journal_scope(self) -> JournalScope:
        """Open the journal the first time, everybody who watches it subscribed."""
        if self._scope is None:
            journal = Journal(run_id=self.header.run_id, redact=self._redactor)
            for subscriber in [*self._subscribers, self._record]:
                journal.subscribe(subscriber)
            self._scope = JournalScope(journal)
        return self._scope

    def _record(self, event: RunEvent) -> None:
        if self._recorder is not None:
            self._recorder.record(event)

    def _start_recording(self) -> None:
        """Create the run file, or go on in it."""
        if self._store is None:
            return
        header = self.header if self._recorder is None else None
        try:
            path = self._store.path_of(self.header.run_id)
            self._recorder = RunRecorder(path, header, self.problems.append)
        except RecordingError as error:
            self._store = None
            self._recorder = None
            self.problems.append(f"This run is not recorded. {error}")

    def _new_header(self, argv: Iterable[str], parent: ParentRun | None) -> RunHeader:
        now, target = datetime.now(UTC), self.target
        return RunHeader(
            run_id=new_run_id(now),
            created_at=now.isoformat(timespec="microseconds"),
            title=self.title,
            agent=target.agent,
            config_path=target.place,
            config_hash=target.text_hash,
            argv=tuple(map(self._redactor.text, argv)),
            parent=parent,
        )


def _end_of(error: Exception, fault: FaultKind) -> dict[str, Any]:
    """Return the `run.end` of a run that ended outside of the runner."""
    error_data = Fault.of(error, fault).as_data()
    return {"status": "failed", "final_output": None, "error": error_data}
