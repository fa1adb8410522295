"""Running the guardrails of a run: those on its input, and those on its final output.

Law: the first that trips stops the others and the run; what the others had found by then is kept,
in the order they answered.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents_core.agents.guardrails import InputGuardrail, OutputGuardrail
from agents_core.errors import (
    InputGuardrailTripwireTriggered,
    OutputGuardrailTripwireTriggered,
)
from agents_core.running.result import RunResultStreaming
from agents_core.running.run_log import GuardrailBehavior, RunLog
from agents_core.running.side_by_side import side_by_side
from agents_core.running.steps import nesting


@dataclass(slots=True)
class InputChecks:
    """The guardrails on what a run begins with."""

    guardrails: Sequence[InputGuardrail[Any]]
    result: RunResultStreaming
    log: RunLog
    task: asyncio.Task[None] | None = None
    """Those that run beside the first turn."""

    async def run_blocking(self) -> None:
        """Run those that must answer before the model is asked.

        Raises:
            InputGuardrailTripwireTriggered: one of them stops the run.
        """
        await self._run([each for each in self.guardrails if not each.run_in_parallel])

    def start_parallel(self, group: asyncio.TaskGroup) -> None:
        """Start those that may answer later; a trip cancels whoever opened `group`."""
        if parallel := [each for each in self.guardrails if each.run_in_parallel]:
            self.task = group.create_task(self._run(parallel))

    def raise_if_tripped(self) -> None:
        """Stop the run now when a trip is already known.

        Raises:
            InputGuardrailTripwireTriggered: one of them stops the run.
        """
        if self.task is not None and self.task.done():
            self.task.result()

    async def settled(self) -> None:
        """Wait until all have answered.

        Raises:
            InputGuardrailTripwireTriggered: one of them stops the run.
        """
        if self.task is not None:
            await self.task

    async def _run(self, guardrails: Sequence[InputGuardrail[Any]]) -> None:
        """Run some at once."""
        await side_by_side(self._check(each) for each in guardrails)

    async def _check(self, guardrail: InputGuardrail[Any]) -> None:
        """Run one."""
        result, name = self.result, guardrail.get_name()
        with nesting(self.log.guardrail_started(name, "input")):
            found = await guardrail.run(result.current_agent, result.input, result.context_wrapper)
        result.input_guardrail_results.append(found)
        tripped = found.output.tripwire_triggered
        self.log.guardrail_answered(
            name, "input", found.output.output_info, behavior=_behavior(tripped)
        )
        if tripped:
            raise InputGuardrailTripwireTriggered(found)


async def check_output(
    guardrails: Sequence[OutputGuardrail[Any]],
    output: Any,
    result: RunResultStreaming,
    log: RunLog,
) -> None:
    """Run the guardrails on the final output, at once.

    Raises:
        OutputGuardrailTripwireTriggered: one of them stops the run.
    """

    async def check(guardrail: OutputGuardrail[Any]) -> None:
        name = guardrail.get_name()
        with nesting(log.guardrail_started(name, "output")):
            found = await guardrail.run(result.context_wrapper, result.current_agent, output)
        result.output_guardrail_results.append(found)
        tripped = found.output.tripwire_triggered
        log.guardrail_answered(
            name, "output", found.output.output_info, behavior=_behavior(tripped)
        )
        if tripped:
            raise OutputGuardrailTripwireTriggered(found)

    await side_by_side(check(each) for each in guardrails)


def _behavior(tripped: bool) -> GuardrailBehavior:
    """Say what follows from a verdict on a run's input or output."""
    return "raise_exception" if tripped else "allow"
