"""SdkRun: one run that the OpenAI Agents SDK makes in this process, written down as it goes on.

Law: all of it is one run in the journal. Where the SDK stops for decisions and begins anew from its
state, we wait in between. Whatever the SDK or the user's code raises is how the run ends.
"""

import asyncio
import time
from types import ModuleType
from typing import Any

from agents_core.agents.approvals import ApprovalAnswer, Approver
from agents_core.awaiting import settled
from agents_core.errors import RunTimeoutError
from agents_core.journal import JournalScope
from agents_core.outputs.printing import outside_of_calls, prints_told_by
from agents_core.work_limit import WorkLimit, waiting_for_a_person
from tui.sources.conversation import Stage
from tui.sources.run_controls import CancelMode
from tui.watch.loop_spans import loop_spans
from tui.watch.noted_hooks import NotedHooks
from tui.watch.run_beginning import Beginning, Request
from tui.watch.sdk_data import asked_approval
from tui.watch.told_prints import ToldPrints
from tui.watch.watched_run import WatchedRun


class SdkRun:
    """From what the user says to the end of the run that answers it."""

    def __init__(
        self, sdk: ModuleType, beginning: Beginning, approver: Approver | None, stage: Stage
    ) -> None:
        """Get ready.

        Args:
            sdk: its module.
            beginning: with what.
            approver: decides about calls in place of whoever watches.
            stage: where it is written down.
        """
        self._sdk = sdk
        self._beginning = beginning
        self._stage = stage
        self._approver = approver or (stage.controls.approve if stage.is_watched else None)
        self._is_cancelled = False
        self._deciding: asyncio.Future[list[ApprovalAnswer]] | None = None
        self._written = WatchedRun(JournalScope(stage.journal), time.monotonic, beginning)
        self.result: Any = None
        """The SDK's own, of the latest part of the run."""

    @property
    def is_finished(self) -> bool:
        """Whether it came to its answer."""
        return self.result is not None and self.result.final_output is not None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The tools whose calls it ended waiting with."""
        waiting = () if self.result is None or self._is_cancelled else self.result.interruptions
        return tuple(item.tool_name or "a tool" for item in waiting)

    def cancel(self, mode: CancelMode) -> None:
        """Stop, at once or when the turn is over; a turn that waits for decisions is over."""
        self._is_cancelled = True
        if self._deciding is not None:
            self._deciding.cancel()
        elif self.result is not None:
            self.result.cancel(mode)

    async def drive(self, timeout_s: float | None, used: Any) -> None:
        """Let it happen, to its end, and write that down.

        Args:
            timeout_s: how long it may work.
            used: the SDK's `Usage` of the conversation before.
        """
        self._stage.controls.take_over(self)
        limit, error = WorkLimit(timeout_s), None
        try:
            async with limit:
                await self._go_on()
        except Exception as raised:  # noqa: BLE001  the SDK's doing or the user's: the run's end
            is_late = timeout_s is not None and limit.expired()
            error = RunTimeoutError(timeout_s) if is_late and timeout_s is not None else raised
        finally:
            self._end(error, used)

    async def _go_on(self) -> None:
        """Make the run part by part; each but the first begins with decisions."""
        input = [*self._beginning.before, {"role": "user", "content": self._beginning.input}]
        with prints_told_by(ToldPrints(self._written.tools)):
            if not self._is_cancelled:
                await self._part(input)
            while self.result is not None and self.result.interruptions:
                state = None if self._is_cancelled else await self._decided()
                if state is None:
                    return
                await self._part(state)

    async def _part(self, input: Any) -> None:
        """Have the SDK run from `input`, items or a state, and write down what it tells."""
        begun = self._beginning
        hooks = NotedHooks(self._sdk.RunHooks(), self._note_request)
        self.result = result = self._sdk.Runner.run_streamed(
            begun.agent, input, max_turns=begun.max_turns, hooks=hooks
        )
        loop_spans().follow(result.run_loop_task, self._written)
        try:
            with outside_of_calls():
                async for event in result.stream_events():
                    self._written.take_event(event)
        except BaseException:
            result.cancel()
            raise
        finally:
            if (task := result.run_loop_task) is not None:
                await asyncio.wait([task])
            await asyncio.sleep(0)  # what the last spans say is read by now

    def _note_request(self, _: Any, agent: Any, instructions: str | None, input: Any) -> None:
        """Have written down what a model is about to be asked, after the spans before it."""
        request = Request(instructions, list(input) if isinstance(input, list) else input)
        asyncio.get_running_loop().call_soon(self._written.take_request, agent, request)

    async def _decided(self) -> Any:
        """Return the SDK's state with a decision about each call that waits, None without them."""
        if (approver := self._approver) is None:
            return None
        state, asked = self.result.to_state(), list(self.result.interruptions)
        self._deciding = asyncio.gather(*(self._decide(item, approver) for item in asked))
        try:
            answers = await self._deciding
        except asyncio.CancelledError:
            if self._is_cancelled:
                return None
            raise
        finally:
            self._deciding = None
        for item, answer in zip(asked, answers, strict=True):
            if answer.approved:
                state.approve(item, always_approve=answer.always)
            else:
                state.reject(item, always_reject=answer.always, rejection_message=answer.message)
        return state

    async def _decide(self, item: Any, approver: Approver) -> ApprovalAnswer:
        """Ask about one call."""
        request = self._written.ask(asked_approval(item))
        with outside_of_calls(), waiting_for_a_person():
            answer = await settled(approver(request))
        assert answer is not None, "policies and people both decide"
        self._written.answer(request, answer)
        return answer

    def _end(self, error: Exception | None, used: Any) -> None:
        """Write down how it ended."""
        usage = None if self.result is None else self.result.context_wrapper.usage
        if usage is not None and used is not None:
            usage.add(used)
        is_left = self._is_cancelled and self.result is not None and self.result.interruptions
        if is_left:
            self._written.end(None, asyncio.CancelledError())
        else:
            self._written.end(self.result, error)
