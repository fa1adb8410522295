"""[guardrails.*] and approval_policy: from the file to the run that stops."""

import textwrap
from pathlib import Path
from typing import Any

import pytest

from agents_core import (
    InputGuardrailTripwireTriggered,
    OutputGuardrailTripwireTriggered,
    Runner,
    UserError,
)
from agents_core.config import ConfigError, Overrides, load_config
from agents_core.config.build import RunPlan, build_run
from agents_core.journal import Journal
from agents_core.run_events import RunEvent

HEAD = """
version = 1
[run]
agent = "a"
model = "scripted/x"
input = "my card is 1234 5678"
"""

SAYS_FINE = """
[providers.scripted]
kind = "scripted"
tokens_per_second = 0
[[providers.scripted.turns]]
agent = "a"
text = "fine"
"""

CARDS = """
[guardrails.cards]
kind = "regex"
pattern = '\\d{4} \\d{4}'
message = "no card numbers"
"""

JUDGE = """
[agents.judge]
[agents.judge.output_schema]
type = "object"
properties.is_rude.type = "boolean"
[guardrails.polite]
kind = "agent"
agent = "judge"
tripwire = "is_rude"
"""


def build(folder: Path, text: str, module: str = "", **overrides: Any) -> RunPlan:
    (folder / "agents.toml").write_text(HEAD + textwrap.dedent(text))
    (folder / "checks.py").write_text(textwrap.dedent(module))
    loaded = load_config(
        folder / "agents.toml", environ={}, overrides=Overrides(**overrides), for_run=True
    )
    return build_run(loaded)


def complaint(folder: Path, text: str, module: str = "") -> str:
    with pytest.raises(ConfigError) as caught:
        build(folder, text, module)
    (found,) = caught.value.diagnostics
    return f"[{found.code}] {found.message}"


async def run(plan: RunPlan) -> tuple[Any, list[RunEvent]]:
    """Run a plan to its end; return the result and what was journaled."""
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    config = plan.run_config
    config.journal = journal
    try:
        result = await Runner.run(plan.agent, plan.input, run_config=config)
    except Exception as error:  # noqa: BLE001 - what ends the run is compared
        return error, events
    finally:
        await plan.close()
    return result, events


def of_type(events: list[RunEvent], type_: str) -> list[Any]:
    return [event.data for event in events if event.type == type_]


async def test_a_pattern_in_the_input_stops_the_run_before_the_model(tmp_path: Path) -> None:
    text = SAYS_FINE + CARDS + '[agents.a]\ninput_guardrails = ["cards"]'
    error, events = await run(build(tmp_path, text))
    assert isinstance(error, InputGuardrailTripwireTriggered)
    assert not of_type(events, "model.request")
    (verdict,) = of_type(events, "guardrail.result")
    assert (verdict["guardrail"], verdict["stage"], verdict["info"]) == (
        "cards",
        "input",
        "no card numbers",
    )
    assert events[-1].data["error"]["fault"] == "guardrail"


async def test_a_pattern_that_is_not_found_lets_the_run_pass(tmp_path: Path) -> None:
    text = SAYS_FINE + CARDS + '[agents.a]\ninput_guardrails = ["cards"]'
    result, events = await run(build(tmp_path, text, input="hello"))
    assert result.final_output == "fine"
    assert of_type(events, "guardrail.result")[0]["tripped"] is False


async def test_a_pattern_in_the_answer_stops_the_run(tmp_path: Path) -> None:
    text = SAYS_FINE + CARDS + '[agents.a]\noutput_guardrails = ["cards"]'
    error, _ = await run(build(tmp_path, text.replace('"fine"', '"it is 1111 2222"')))
    assert isinstance(error, OutputGuardrailTripwireTriggered)


@pytest.mark.parametrize("decorated", ["@output_guardrail", ""])
async def test_a_function_checks_the_answer(tmp_path: Path, decorated: str) -> None:
    module = f"""
        from agents_core import GuardrailFunctionOutput, output_guardrail
        {decorated}
        async def check(context, agent, output):
            return GuardrailFunctionOutput(agent.name, output == "fine")
    """
    text = """
        [agents.a]
        output_guardrails = ["mine"]
        [guardrails.mine]
        kind = "python"
        function = "./checks.py:check"
    """
    error, events = await run(build(tmp_path, SAYS_FINE + textwrap.dedent(text), module))
    assert isinstance(error, OutputGuardrailTripwireTriggered)
    assert of_type(events, "guardrail.result")[0]["info"] == "a"


def test_a_function_runs_beside_the_model_unless_told_otherwise(tmp_path: Path) -> None:
    text = """
        [agents.a]
        input_guardrails = ["beside", "before"]
        [guardrails.beside]
        kind = "python"
        function = "./checks.py:check"
        [guardrails.before]
        kind = "python"
        function = "./checks.py:check"
        run_in_parallel = false
    """
    plan = build(tmp_path, text, "def check(context, agent, text): ...")
    modes = {each.get_name(): each.run_in_parallel for each in plan.agent.input_guardrails}
    assert modes == {"beside": True, "before": False}


async def test_another_agent_checks_the_input_and_its_run_hangs_under_the_check(
    tmp_path: Path,
) -> None:
    verdict = '[[providers.scripted.turns]]\nagent = "judge"\noutput = { is_rude = true }\n'
    text = SAYS_FINE + verdict + JUDGE + '[agents.a]\ninput_guardrails = ["polite"]'
    error, events = await run(build(tmp_path, text))
    assert isinstance(error, InputGuardrailTripwireTriggered)
    assert of_type(events, "guardrail.result")[0]["info"] == {"is_rude": True}
    (start,) = [event for event in events if event.type == "guardrail.start"]
    nested = {event.parent for event in events if event.agent == "judge"}
    assert nested == {start.seq}


async def test_a_verdict_that_is_none_fails_the_run(tmp_path: Path) -> None:
    text = """
        [agents.a]
        input_guardrails = ["mine"]
        [guardrails.mine]
        kind = "python"
        function = "./checks.py:check"
    """
    module = "def check(context, agent, text):\n    return True"
    error, events = await run(build(tmp_path, SAYS_FINE + textwrap.dedent(text), module))
    assert isinstance(error, UserError)
    assert "mine must return GuardrailFunctionOutput, got bool" in str(error)
    assert events[-1].data["error"]["fault"] == "user"


def test_a_made_up_run_asks_no_agent_for_a_verdict(tmp_path: Path) -> None:
    text = JUDGE + '[agents.a]\ninput_guardrails = ["polite"]'
    assert build(tmp_path, text, dry_run="stubbed").agent.input_guardrails == []


MINE = """
    [agents.a]
    input_guardrails = ["mine"]
    [guardrails.mine]
    kind = "python"
    function = "./checks.py:check"
"""


@pytest.mark.parametrize(
    ("text", "module", "said"),
    [
        (MINE, "check = 3", '[bad-value] "./checks.py:check" is of type int, not a function'),
        (
            MINE,
            "from agents_core import output_guardrail\n"
            "check = output_guardrail(lambda c, a, o: None)",
            '[bad-value] "./checks.py:check" is a guardrail for the output only',
        ),
        (
            '[agents.a]\ninput_guardrails = ["polite"]\n'
            '[agents.judge]\noutput_type = "./checks.py:Verdict"\n'
            '[guardrails.polite]\nkind = "agent"\nagent = "judge"',
            "from pydantic import BaseModel\nclass Verdict(BaseModel):\n    is_rude: bool",
            '[bad-value] "tripwire_triggered" is not a boolean field of what "judge" answers',
        ),
    ],
)
def test_a_check_that_cannot_be_made_is_said_at_its_place(
    tmp_path: Path, text: str, module: str, said: str
) -> None:
    assert complaint(tmp_path, text, module) == said


# -- approvals -----------------------------------------------------------------------------------

ASKING = """
[providers.scripted]
kind = "scripted"
tokens_per_second = 0
[[providers.scripted.turns]]
tool_calls = [{ name = "pay", arguments = { amount = 3 } }]
[[providers.scripted.turns]]
text = "done"
[agents.a]
tools = ["pay"]
[tools.pay]
kind = "python"
function = "./checks.py:pay"
needs_approval = true
"""

PAY = """
    def pay(amount: int) -> str:
        return f"paid {amount}"
"""


async def test_without_anybody_to_ask_the_run_stops(tmp_path: Path) -> None:
    result, events = await run(build(tmp_path, ASKING, PAY))
    assert [item.name for item in result.interruptions] == ["pay"]
    assert events[-1].data["status"] == "needs_approval"


@pytest.mark.parametrize(
    ("approve", "output"),
    [
        ("all", "paid 3"),
        ("none", "Tool execution was not approved. Calls of this tool are refused in this run."),
    ],
)
async def test_a_policy_answers_in_place_of_a_person(
    tmp_path: Path, approve: str, output: str
) -> None:
    result, events = await run(build(tmp_path, ASKING, PAY, approve=approve))
    assert result.final_output == "done"
    assert [item.output for item in result.new_items if hasattr(item, "output")] == [output]
    (answer,) = of_type(events, "approval.answer")
    assert (answer["approved"], answer["by"]) == (approve == "all", "policy")
    assert len(of_type(events, "approval.request")) == 1


async def test_a_made_up_run_asks_for_no_approval(tmp_path: Path) -> None:
    result, _ = await run(build(tmp_path, ASKING, PAY, dry_run="stubbed"))
    assert not result.interruptions
