"""LiveRun: agents.toml made to run, and everything that happens kept; a source for any view.

Law: how a run fails is its last event. `run` returns then as it does after a success; it raises
for a bug alone, after writing that down too.
"""

import asyncio
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents_core.config import LoadedConfig
from agents_core.errors import ConfigError, RecordingError
from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal, JournalScope
from agents_core.outputs.output_files import OutputFolder
from agents_core.outputs.printing import captured_prints
from agents_core.recording import Redactor, RunHeader, RunRecorder, RunStore, new_run_id
from agents_core.run_events import RunEvent
from tui.sources.live_controls import LiveControls
from tui.sources.recorded_run import is_ended

if TYPE_CHECKING:
    from agents_core.config.build import RunPlan
    from agents_core.running.result import RunResultStreaming

Subscriber = Callable[[RunEvent], None]

MAX_TOOL_OUTPUT = 1_000_000
"""Characters of one tool's output a model is given; no model reads more."""


class LiveRun:
    """A `RunSource` that runs agents now, in this process."""

    def __init__(
        self, loaded: LoadedConfig, *, store: RunStore | None = None, argv: Iterable[str] = ()
    ) -> None:
        """Get ready; nothing is imported, built or created before `run`.

        Args:
            loaded: the configuration.
            store: where to record the run; None records nothing.
            argv: the command line, for the header; secrets in it are masked.
        """
        self.history = RunHistory()
        self.title = Path(loaded.document.file).name
        self.problems: list[str] = []
        self.is_live = True
        self.controls = LiveControls()
        self.failure: ConfigError | None = None
        """Why the run could not even begin."""
        self._loaded = loaded
        self._store = store
        self._redactor = Redactor(
            loaded.environ[name] for name in loaded.secret_env if name in loaded.environ
        )
        self.header = self._new_header(argv)
        self._subscribers: list[Subscriber] = [self.history.append]
        self._recorder: RunRecorder | None = None
        self._result: RunResultStreaming | None = None

    @property
    def is_recording(self) -> bool:
        """Whether events are being written to a run file."""
        return self._recorder is not None and self.is_live

    @property
    def recorded_at(self) -> Path | None:
        """The run file, once there is one."""
        return None if self._recorder is None else self._recorder.path

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
        waiting = () if self._result is None else self._result.interruptions
        return tuple(call.name or "a tool" for call in waiting)

    def subscribe(self, subscriber: Subscriber) -> None:
        """Hand every event to `subscriber` as well; to be called before `run`."""
        self._subscribers.append(subscriber)

    async def run(self) -> None:
        """Run to the end.

        Raises:
            Exception: a bug, in the program or in the user's code outside of tools.
        """
        try:
            plan = await asyncio.to_thread(_plan, self._loaded)
        except ConfigError as error:
            self.failure = error
            self._journal().append("run.end", _end_of(error, "user"))
            self.is_live = False
            return
        if self._store is not None:
            self._start_recording(self._store)
        try:
            await self._drive(plan, self._journal())
        finally:
            self.is_live = False
            if self._recorder is not None:
                await asyncio.to_thread(self._recorder.close)
            await plan.close()

    async def _drive(self, plan: "RunPlan", scope: JournalScope) -> None:
        """Run the plan; what goes wrong becomes its last event."""
        try:
            with captured_prints():
                await self._stream(plan, scope.journal)
        except Exception as error:
            if not is_ended(self.history):
                scope.append("run.end", _end_of(error, "bug"))
            if (self.end.get("error") or {}).get("fault") == "bug":
                raise
        finally:
            if not is_ended(self.history):
                scope.append("run.end", {"status": "cancelled", "final_output": None})

    async def _stream(self, plan: "RunPlan", journal: Journal) -> None:
        # Imported here because the screen is up by now, and building the plan loaded openai.
        from agents_core.running.runner import Runner

        self._result = Runner.run_streamed(
            plan.agent,
            plan.input,
            max_turns=plan.max_turns,
            **plan.memory.options(),
            run_config=replace(
                plan.run_config,
                journal=journal,
                outputs=self._outputs(),
                max_tool_output=MAX_TOOL_OUTPUT,
            ),
        )
        self.controls.take_over(self._result)
        try:
            async for _ in self._result.stream_events():
                pass
        finally:  # whoever stopped it, the run writes its own end before its file is closed
            if (task := self._result.run_loop_task) is not None:
                await asyncio.wait([task])

    def _outputs(self) -> OutputFolder | None:
        """Return where long outputs are kept: beside the run file, if there is one."""
        if self._recorder is None:
            return None
        return OutputFolder(self._recorder.path.with_suffix(".outputs"), self._redactor.text)

    def _journal(self) -> JournalScope:
        """Open the journal of the run, everybody who watches it subscribed."""
        journal = Journal(run_id=self.header.run_id, redact=self._redactor)
        for subscriber in self._subscribers:
            journal.subscribe(subscriber)
        return JournalScope(journal)

    def _start_recording(self, store: RunStore) -> None:
        try:
            path = store.path_of(self.header.run_id)
            self._recorder = RunRecorder(path, self.header, self.problems.append)
        except RecordingError as error:
            self.problems.append(f"This run is not recorded. {error}")
        else:
            self._subscribers.append(self._recorder.record)

    def _new_header(self, argv: Iterable[str]) -> RunHeader:
        now = datetime.now(UTC)
        loaded = self._loaded
        return RunHeader(
            run_id=new_run_id(now),
            created_at=now.isoformat(timespec="microseconds"),
            title=self.title,
            agent=loaded.config.run.agent,
            config_path=str(Path(loaded.document.file).resolve()),
            config_hash=loaded.text_hash,
            argv=tuple(map(self._redactor.text, argv)),
        )


def _plan(loaded: LoadedConfig) -> "RunPlan":
    # Imported here, in a thread, because it takes a second or two and the screen is up already.
    from agents_core.config.build import build_run

    return build_run(loaded)


def _end_of(error: Exception, fault: str) -> dict[str, Any]:
    """Return the `run.end` of a run that ended outside of the runner."""
    return {
        "status": "failed",
        "final_output": None,
        "error": {
            "fault": fault,
            "type": type(error).__name__,
            "message": str(error),
            "hint": "",
            "traceback": "".join(traceback.format_exception(error)) if fault == "bug" else "",
        },
    }
