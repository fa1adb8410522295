"""Guardrails of agents.toml as input and output guardrails; one table may be used as both."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, assert_never

from agents_core.agents.agent import Agent, output_schema_of
from agents_core.agents.guardrails import (
    GuardrailFunctionOutput,
    InputGuardrail,
    OutputGuardrail,
)
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import MaybeAwaitable
from agents_core.config import schema
from agents_core.config.building.context import BuildContext
from agents_core.errors import UserError
from agents_core.item_helpers import ItemHelpers
from agents_core.json_text import encode_json

Check = Callable[[Any, Any, Any], MaybeAwaitable[GuardrailFunctionOutput]]
"""Takes the context, the agent, and what is checked: a run's input, or its final output."""

Made = TypeVar("Made", InputGuardrail[Any], OutputGuardrail[Any])
"""What one table becomes."""


def input_guardrails(
    context: BuildContext, names: Sequence[str], agents: Mapping[str, Agent[Any]]
) -> Iterator[InputGuardrail[Any]]:
    """Yield the checks of an agent's input; what cannot be made is in the report."""
    for name in names:
        table = context.loaded.config.guardrails[name]
        made = _made(context, name, agents, InputGuardrail)
        if made is None:
            continue
        if isinstance(made, InputGuardrail):
            yield made
        else:
            in_parallel = not isinstance(table, schema.RegexGuardrail) and table.run_in_parallel
            yield InputGuardrail(made, name, in_parallel)


def output_guardrails(
    context: BuildContext, names: Sequence[str], agents: Mapping[str, Agent[Any]]
) -> Iterator[OutputGuardrail[Any]]:
    """Yield the checks of an agent's final output; what cannot be made is in the report."""
    for name in names:
        made = _made(context, name, agents, OutputGuardrail)
        if made is not None:
            yield made if isinstance(made, OutputGuardrail) else OutputGuardrail(made, name)


def _made(
    context: BuildContext, name: str, agents: Mapping[str, Agent[Any]], wanted: type[Made]
) -> Check | Made | None:
    """Return the check of a table, or the guardrail a module has made of it already."""
    table = context.loaded.config.guardrails[name]
    match table:
        case schema.PythonGuardrail():
            return _python_check(context, name, table, wanted)
        case schema.RegexGuardrail():
            return _regex_check(table)
        case schema.AgentGuardrail() if context.loaded.overrides.dry_run != "off":
            return None  # a made-up verdict is none
        case schema.AgentGuardrail():
            _check_tripwire(context, name, agents[table.agent], table)
            return _agent_check(agents[table.agent], table.tripwire)
        case _:
            assert_never(table)


def _python_check(
    context: BuildContext, name: str, table: schema.PythonGuardrail, wanted: type[Made]
) -> Check | Made | None:
    """Return the function of a table, as it stands in its module."""
    path = ("guardrails", name, "function")
    found = context.load(path, table.function)
    if found is None or isinstance(found, wanted):
        return found
    if isinstance(found, InputGuardrail | OutputGuardrail):
        stage = "output" if wanted is InputGuardrail else "input"
        message = f'"{table.function}" is a guardrail for the {stage} only'
        context.report.error(path, "bad-value", message)
        return None
    if not callable(found):
        message = f'"{table.function}" is of type {type(found).__name__}, not a function'
        context.report.error(path, "bad-value", message)
        return None
    return found


def _regex_check(table: schema.RegexGuardrail) -> Check:
    """Return a check that objects to what the pattern finds."""
    pattern = re.compile(table.pattern)

    def check(context: Any, agent: Any, said: Any) -> GuardrailFunctionOutput:
        found = pattern.search(_words(said)) is not None
        return GuardrailFunctionOutput(table.message if found else None, found)

    return check


def _check_tripwire(
    context: BuildContext, name: str, judge: Agent[Any], table: schema.AgentGuardrail
) -> None:
    """Report an agent whose answer has no such boolean, which only its type can tell."""
    answer = output_schema_of(judge)
    if answer is None or answer.is_plain_text():  # its type could not be made, and was reported
        return
    field = answer.json_schema().get("properties", {}).get(table.tripwire)
    if not isinstance(field, dict) or field.get("type") != "boolean":
        message = f'"{table.tripwire}" is not a boolean field of what "{table.agent}" answers'
        context.report.error(("guardrails", name, "agent"), "bad-value", message)


def _agent_check(judge: Agent[Any], tripwire: str) -> Check:
    """Return a check that another agent makes; its run hangs under the check."""

    async def check(
        context: RunContextWrapper[Any], agent: Any, said: Any
    ) -> GuardrailFunctionOutput:
        # Imported here because this module is loaded before a run is wanted.
        from agents_core.running.runner import Runner

        asked = said if isinstance(said, str | list) else _words(said)
        nested = RunContextWrapper(context.context)
        try:
            result = await Runner.run(judge, asked, context=nested)
        finally:
            context.usage.add(nested.usage)
        verdict = result.final_output
        tripped = verdict.get(tripwire) if isinstance(verdict, dict) else None
        tripped = getattr(verdict, tripwire, tripped)
        if not isinstance(tripped, bool):
            raise UserError(f"{judge.name} gave no verdict: its answer has no boolean {tripwire}")
        return GuardrailFunctionOutput(verdict, tripped)

    return check


def _words(said: Any) -> str:
    """Return the text of what is checked: an input, or a final output of any type."""
    if isinstance(said, str):
        return said
    if not isinstance(said, list):
        return encode_json(said).decode()
    contents = [item.get("content") for item in ItemHelpers.input_to_new_input_list(said)]
    return "\n".join(text for content in contents for text in _texts(content))


def _texts(content: Any) -> Iterator[str]:
    """Yield the texts of a message's content."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, dict))
        yield from (text for text in parts if isinstance(text, str))
