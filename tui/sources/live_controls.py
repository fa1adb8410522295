"""LiveControls: the controls of a run in this process, and whom that run asks."""

import asyncio
from typing import TYPE_CHECKING

from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from tui.sources.run_controls import CancelMode

if TYPE_CHECKING:
    from agents_core.running.result import RunResultStreaming


class LiveControls:
    """`RunControls` over the objects of the runner, in its event loop."""

    def __init__(self) -> None:
        """Control a run that is still to begin."""
        self._run: RunResultStreaming | None = None
        self._cancelled: CancelMode | None = None
        self._requests: dict[int, tuple[ApprovalRequest, asyncio.Future[ApprovalAnswer]]] = {}
        self._waiting: list[str] = []
        self._is_held = False

    def take_over(self, run: "RunResultStreaming") -> None:
        """Control `run` from now on; what was asked for before is done at once."""
        self._run = run
        if self._cancelled is not None:
            run.cancel(self._cancelled)

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
