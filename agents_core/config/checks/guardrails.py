"""[guardrails.*]: can each check be made?"""

import re
from typing import assert_never

from agents_core.config.checks.context import CheckContext
from agents_core.config.diagnostics import suggest
from agents_core.config.positions import KeyPath
from agents_core.config.schema import (
    AgentGuardrail,
    JsonSchema,
    PythonGuardrail,
    RegexGuardrail,
)


def check_guardrails(context: CheckContext) -> None:
    """Check each guardrail by its kind."""
    for name, table in context.config.guardrails.items():
        path = ("guardrails", name)
        match table:
            case PythonGuardrail():
                context.check_python((*path, "function"), table.function)
            case RegexGuardrail():
                _check_pattern(context, (*path, "pattern"), table.pattern)
            case AgentGuardrail():
                _check_verdict(context, path, table)
            case _:
                assert_never(table)


def _check_pattern(context: CheckContext, path: KeyPath, pattern: str) -> None:
    """Report a pattern that is none."""
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"not a regular expression: {error.msg}"
        context.report.error(path, "bad-regex", message, 'single quotes keep "\\" as it is')


def _check_verdict(context: CheckContext, path: KeyPath, table: AgentGuardrail) -> None:
    """Check that the agent answers with the field that decides."""
    if not context.check_agent((*path, "agent"), table.agent):
        return
    agent = context.config.agents[table.agent]
    if agent.output_type is None and agent.output_schema is None:
        message = f'"{table.agent}" answers in plain text, so it cannot give a verdict'
        hint = f"give [agents.{table.agent}] an output_schema with a boolean {table.tripwire}"
        context.report.error((*path, "agent"), "bad-value", message, hint)
    if isinstance(agent.output_schema, dict):
        _check_tripwire(context, path, table, agent.output_schema)


def _check_tripwire(
    context: CheckContext, path: KeyPath, table: AgentGuardrail, schema: JsonSchema
) -> None:
    """Report a tripwire that is not among the boolean fields of the agent's answer."""
    fields = schema.get("properties")
    booleans = [
        name
        for name, field in (fields.items() if isinstance(fields, dict) else ())
        if isinstance(field, dict) and field.get("type") == "boolean"
    ]
    if table.tripwire not in booleans:
        message = f'"{table.tripwire}" is not a boolean field of what "{table.agent}" answers'
        place = (*path, "tripwire") if "tripwire" in table.model_fields_set else (*path, "agent")
        context.report.error(place, "bad-value", message, suggest(table.tripwire, booleans))
