"""LiveControls: the controls of a run in this process, and whom that run asks."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.agents.gates import GateAnswer, GateStep
from agents_core.agents.running_calls import RunningCalls
from agents_core.history.run_history import RunHistory
from tui.sources.breakpoints import Breakpoints
from tui.sources.run_controls import CancelMode

if TYPE_CHECKING:
    from agents_core.agents.run_config import RunConfig


class Stoppable(Protocol):
    """A run as far as it can be stopped: a `RunResultStreaming`, say."""

    def cancel(self, mode: CancelMode) -> None:
        """Stop, at once or when the turn is over."""
        ...


class LiveControls:
    """`RunControls` over the objects of the runner, in its event loop."""

    def __init__(self, history: RunHistory, named: Mapping[str, str] | None = None) -> None:
        """Control a run that is still to begin.

        Args:
            history: where its events go.
            named: the filters that breakpoints may name.
        """
        self._run: Stoppable | None = None
        self._cancelled: CancelMode | None = None
        self._requests: dict[int, tuple[ApprovalRequest, asyncio.Future[ApprovalAnswer]]] = {}
        self._stops: dict[int, asyncio.Future[GateAnswer]] = {}
        self._breakpoints = Breakpoints(history, named)
        self._waiting: list[str] = []
        self.running_calls = RunningCalls()
        """Filled by the run."""
        self._is_held = False

    def take_over(self, run: Stoppable) -> None:
        """Control `run` from now on; what was asked for before is done at once."""
        self._run = run
        if self._cancelled is not None:
            run.cancel(self._cancelled)

    def over(self, config: "RunConfig") -> "RunConfig":
        """Return the settings of a run that asks here what nobody else answers."""
        return replace(
            config,
            approver=config.approver or self.approve,
            gate=self,
            running_calls=self.running_calls,
        )

    def settle(self, *, is_finished: bool) -> None:
        """Let go of a run that has ended; what is said after one that did not finish must wait."""
        self._run = self._cancelled = None
        self._is_held = not is_finished

    # What the user says

    @property
    def waiting(self) -> tuple[str, ...]:
        """What was said and nobody was asked yet, oldest first."""
        return tuple(self._waiting)

    @property
    def is_ready(self) -> bool:
        """Whether something is to be asked as soon as nothing else goes on."""
        return bool(self._waiting) and not self._is_held

    def next_text(self) -> str:
        """Take what is to be asked next."""
        return self._waiting.pop(0)

    def send(self, text: str) -> None:
        """Say something, after all that was said before."""
        self._waiting.append(text)
        self._is_held = False

    def release(self) -> None:
        """Let what waits be asked."""
        self._is_held = False

    def take_back(self) -> None:
        """Unsay what was said last."""
        if self._waiting:
            self._waiting.pop()

    # What a watcher does

    def cancel(self, mode: CancelMode) -> None:
        """Stop the run, at once or when its turn is over."""
        self._cancelled = mode
        if self._run is not None:
            self._run.cancel(mode)

    def answer(self, request: int, answer: ApprovalAnswer) -> None:
        """Decide about a call that waits, and about others of the tool if it is always so."""
        if request not in self._requests:
            return
        name = self._requests[request][0].name
        for seq, (asked, decision) in self._requests.items():
            is_meant = seq == request or (answer.always and asked.name == name)
            if is_meant and not decision.done():
                decision.set_result(answer)

    def resume(self, stop: int, answer: GateAnswer) -> None:
        """Let the run go on from where it is held."""
        decision = self._stops.get(stop)
        if decision is not None and not decision.done():
            decision.set_result(answer)

    def cancel_call(self, call_id: str) -> None:
        """Stop one tool call that runs."""
        self.running_calls.cancel(call_id)

    @property
    def breakpoints(self) -> tuple[str, ...]:
        """The filters that hold the run."""
        return self._breakpoints.expressions

    def set_breakpoint(self, expression: str) -> None:
        """Hold the run before each step that the filter matches.

        Raises:
            FilterError: the expression is no filter.
        """
        self._breakpoints.set(expression)

    def remove_breakpoint(self, expression: str) -> None:
        """Hold the run there no more."""
        self._breakpoints.remove(expression)

    # What the run asks

    async def approve(self, request: ApprovalRequest) -> ApprovalAnswer:
        """Wait for a watcher's decision: an `Approver`."""
        assert request.seq is not None, "a run nobody watches has no approver"
        decision: asyncio.Future[ApprovalAnswer] = asyncio.get_running_loop().create_future()
        self._requests[request.seq] = (request, decision)
        try:
            return await decision
        finally:
            del self._requests[request.seq]

    def reason_to_stop(self, step: GateStep) -> str | None:
        """Return the breakpoint a step meets: with `hold`, a `Gate`."""
        return self._breakpoints.met_by_step(step)

    async def hold(self, step: GateStep) -> GateAnswer:
        """Wait until a watcher lets the run go on."""
        assert step.seq is not None, "a run nobody watches is not held"
        decision: asyncio.Future[GateAnswer] = asyncio.get_running_loop().create_future()
        self._stops[step.seq] = decision
        try:
            return await decision
        finally:
            del self._stops[step.seq]
