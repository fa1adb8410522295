"""Whose fault it was, and the words callers match on."""

import pytest

from agents_core.agents.guardrails import (
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailResult,
)
from agents_core.errors import (
    AgentsException,
    ConfigError,
    InputGuardrailTripwireTriggered,
    ModelRefusalError,
    ToolTimeoutError,
    UserError,
)


def test_a_config_error_is_the_users_and_carries_every_diagnostic() -> None:
    error = ConfigError(["a.toml:1:1: error: one", "a.toml:2:1: error: two"])
    assert isinstance(error, UserError)
    assert error.diagnostics == ("a.toml:1:1: error: one", "a.toml:2:1: error: two")
    assert "error: one" in str(error) and "error: two" in str(error)


def test_an_error_has_no_run_data_until_a_run_gives_it() -> None:
    assert AgentsException("x").run_data is None


def test_a_refusal_keeps_the_models_words() -> None:
    assert ModelRefusalError("No.").refusal == "No."


@pytest.mark.parametrize(("seconds", "told"), [(2.0, "2 seconds"), (0.5, "0.5 seconds")])
def test_a_tool_timeout_names_tool_and_limit(seconds: float, told: str) -> None:
    assert str(ToolTimeoutError("find", seconds)) == f"Tool 'find' timed out after {told}."


def test_a_tripwire_names_its_guardrail() -> None:
    guardrail = InputGuardrail[None](lambda *_: GuardrailFunctionOutput(None, True), name="polite")
    result = InputGuardrailResult(guardrail, GuardrailFunctionOutput("rude", True))
    error = InputGuardrailTripwireTriggered(result)
    assert "polite" in str(error)
    assert error.guardrail_result is result
