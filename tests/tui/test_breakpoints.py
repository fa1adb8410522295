"""Breakpoints: which steps of a live run they hold, and where a replay stops."""

import pytest
from fake_run import REFUND, Story, refund_desk, seq_of, support_desk
from screen_driver import ScreenDriver, shown

from agents_core.agents.gates import GateStage, GateStep
from agents_core.errors import FilterError
from agents_core.history.run_history import RunHistory
from tui.screens.choice_dialog import ChoiceDialog
from tui.sources.breakpoints import Breakpoints

EVENTS = support_desk()


def breakpoints(*expressions: str, upto: int) -> Breakpoints:
    history = RunHistory()
    for event in refund_desk()[:upto]:
        history.append(event)
    found = Breakpoints(history)
    for expression in expressions:
        found.set(expression)
    return found


def step(stage: GateStage, name: str = "issue_refund", call_id: str | None = "c1") -> GateStep:
    return GateStep(stage, name, call_id, REFUND, True, agent="research", turn=2)


BEFORE_THE_CALL = seq_of(refund_desk(), "approval.request")
AFTER_THE_CALL = seq_of(refund_desk(), "tool.end")


@pytest.mark.parametrize(
    ("expression", "is_met"),
    [
        ("tool:issue_refund", True),
        ("kind:tool & arg.amount>100", True),
        ("arg.amount>500", False),
        ("agent:triage", False),
        ("kind:request", False),
    ],
)
def test_a_call_is_held_by_what_it_is_and_what_it_is_called_with(
    expression: str, is_met: bool
) -> None:
    found = breakpoints(expression, upto=BEFORE_THE_CALL)
    assert found.met_by_step(step("tool_call")) == (expression if is_met else None)


def test_a_call_is_held_once() -> None:
    found = breakpoints("tool:issue_refund", upto=BEFORE_THE_CALL)
    assert found.met_by_step(step("tool_call"))
    assert found.met_by_step(step("tool_output")) is None
    assert found.met_by_step(step("tool_call", call_id="c2"))


def test_what_came_of_a_call_is_held_before_the_model_gets_it() -> None:
    found = breakpoints("body:paid", upto=AFTER_THE_CALL)
    assert found.met_by_step(step("tool_output")) == "body:paid"


def test_edited_arguments_are_looked_at_as_they_are_sent() -> None:
    found = breakpoints("arg.amount=50", upto=AFTER_THE_CALL)
    assert found.met_by_step(step("tool_call")) == "arg.amount=50"


@pytest.mark.parametrize(
    ("expression", "is_met"),
    [
        ("kind:request", True),
        ("model:gpt-*", True),
        ("kind:request & agent:research & turn>=2", True),
        ("kind:request & turn>2", False),
        ("agent:research", False),
        ("!kind:reasoning", False),
        ("kind:request & is:error", False),
    ],
)
def test_a_model_is_held_back_by_filters_that_ask_for_a_request(
    expression: str, is_met: bool
) -> None:
    found = breakpoints(expression, upto=BEFORE_THE_CALL)
    request = step("model_request", "gpt-5", None)
    assert found.met_by_step(request) == (expression if is_met else None)


def test_a_filter_that_is_none_is_refused_and_removed_ones_hold_nothing() -> None:
    found = breakpoints("tool:issue_refund", upto=BEFORE_THE_CALL)
    with pytest.raises(FilterError):
        found.set("durr>2s")
    found.remove("tool:issue_refund")
    assert found.expressions == ()
    assert found.met_by_step(step("tool_call")) is None


def test_a_replay_meets_an_item_where_it_becomes_what_is_meant() -> None:
    found = breakpoints("is:edited & kind:tool", upto=len(refund_desk()))
    met = [seq for seq in range(len(refund_desk())) if found.met_at(seq)]
    assert met == []  # the events of an edit belong to the question
    found = breakpoints("kind:tool & status:running", upto=len(refund_desk()))
    met = [seq for seq in range(len(refund_desk())) if found.met_at(seq)]
    assert met == [seq_of(refund_desk(), '"tool.start"') - 1]


# On the screen


async def test_b_sets_a_breakpoint_on_what_is_selected_and_takes_it_back() -> None:
    upto = seq_of(EVENTS, "upstream 504")
    async with shown(ScreenDriver(EVENTS, upto=upto)) as driver:
        await driver.press("b")
        assert driver.run.controls.breakpoints == ["tool:get_customer"]
        assert driver.screen.scene.breakpoints == 1  # type: ignore[union-attr]
        await driver.press("b")
        assert driver.run.controls.breakpoints == []
        assert driver.screen.scene.breakpoints == 0  # type: ignore[union-attr]


async def test_b_on_a_message_of_a_live_run_holds_the_next_request() -> None:
    story = Story()
    story.start_run("hello", [])
    story.start_turn()
    story.say("Hello.")
    async with shown(ScreenDriver(story.events, upto=len(story.events))) as driver:
        await driver.press("b")
        assert driver.run.controls.breakpoints == ["kind:request"]


async def test_capital_b_asks_for_an_expression_and_says_what_is_wrong_with_it() -> None:
    async with shown(ScreenDriver(EVENTS, upto=60)) as driver:
        await driver.press("B")
        await driver.type("durr>2s")
        assert "did you mean" in driver.text.lower()
        assert driver.run.controls.breakpoints == []
        await driver.press("escape", "B")
        await driver.type("dur>2s")
        assert driver.run.controls.breakpoints == ["dur>2s"]


async def test_capital_b_completes_and_knows_named_filters() -> None:
    driver = ScreenDriver(EVENTS, upto=60)
    driver.run.named_filters = {"dear": "cost>$1"}
    async with shown(driver):
        await driver.press("B", *"@d", "tab", "enter")
        await driver.pilot.pause()
        assert driver.run.controls.breakpoints == ["@dear"]


async def test_capital_b_with_nothing_lists_the_breakpoints_and_removes_one() -> None:
    async with shown(ScreenDriver(EVENTS, upto=60)) as driver:
        for text in ("tool:a", "tool:b"):
            await driver.press("B")
            await driver.type(text)
        await driver.press("B")
        await driver.type("")
        assert isinstance(driver.app.screen, ChoiceDialog)
        assert "tool:a" in driver.text and "tool:b" in driver.text
        await driver.press("j", "enter")
        await driver.pilot.pause()
        assert driver.run.controls.breakpoints == ["tool:b"]


async def test_a_replay_stops_where_a_matching_item_comes_and_goes_on_with_space() -> None:
    async with shown(ScreenDriver(EVENTS, is_live=False)) as driver:
        driver.screen.set_breakpoint("tool:get_order")
        await driver.pass_time(0)
        await driver.pass_time(60)
        assert driver.screen.playhead.mode == "paused"
        assert driver.position == seq_of(EVENTS, "fc_c2")
        assert "stopped at tool:get_order" in driver.text
        await driver.press("space")
        await driver.pass_time(0)
        await driver.pass_time(60)
        assert driver.position > seq_of(EVENTS, "fc_c2")
