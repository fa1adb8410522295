"""[guardrails.*]: checks on what an agent is asked, and on what it answers."""

from typing import Annotated, Literal

from pydantic import Field

from agents_core.config.schema.table import Name, PythonPath, Table


class PythonGuardrail(Table):
    """A check written in Python."""

    kind: Literal["python"]
    function: PythonPath
    """ "module:function" that takes (context, agent, text) and gives a GuardrailFunctionOutput."""
    run_in_parallel: bool = True
    """Whether the model is asked at once, while an input is still being checked."""


class RegexGuardrail(Table):
    """A check by regular expression: what it finds may not be said. Runs before the model."""

    kind: Literal["regex"]
    pattern: str
    """Python's syntax; found anywhere in the text. (?i) at the start ignores case."""
    message: str = "blocked by a pattern"
    """What is said about it."""


class AgentGuardrail(Table):
    """A check another agent makes."""

    kind: Literal["agent"]
    agent: Name
    """Who is asked; it must have an output_type or output_schema."""
    tripwire: str = "tripwire_triggered"
    """Field of its answer: true stops the run."""
    run_in_parallel: bool = True
    """Whether the model is asked at once, while an input is still being checked."""


Guardrail = Annotated[
    PythonGuardrail | RegexGuardrail | AgentGuardrail, Field(discriminator="kind")
]
