"""Agents: what they refuse, offer and say."""

from typing import Any

import pytest

from agents_core import (
    Agent,
    AgentHooks,
    ModelSettings,
    RunContextWrapper,
    function_tool,
    handoff,
)
from agents_core.agents.agent_cards import agent_card
from agents_core.errors import UserError

CONTEXT: RunContextWrapper[Any] = RunContextWrapper("ann")


@function_tool
async def ping() -> str:
    """Answer."""
    return "pong"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", 1, "Agent name must be a string, got int"),
        ("name", None, "Agent name must be a string, got NoneType"),
        ("tools", (), "Agent tools must be a list, got tuple"),
        ("handoffs", "x", "Agent handoffs must be a list, got str"),
        ("instructions", 1, "Agent instructions must be a string, callable, or None, got int"),
        ("tool_use_behavior", "stop", "Agent tool_use_behavior must be"),
        ("model", 1, "Agent model must be a string, Model, or None, got int"),
        (
            "model_settings",
            1,
            "Agent model_settings must be a ModelSettings instance or a dict, got int",
        ),
        ("output_type", 1, "Agent output_type must be a type"),
        ("hooks", 1, "Agent hooks must be an AgentHooks instance or None, got int"),
        ("reset_tool_choice", 1, "Agent reset_tool_choice must be a boolean, got int"),
    ],
)
def test_what_is_no_agent_is_refused_where_it_is_written(field: str, value: Any, told: str) -> None:
    fields: dict[str, Any] = {"name": "a", field: value}
    with pytest.raises(TypeError, match=told):
        Agent(**fields)


def test_a_function_that_is_no_tool_is_refused_with_a_hint() -> None:
    tools: list[Any] = [len]
    with pytest.raises(UserError, match="Decorate it with @function_tool"):
        Agent(name="a", tools=tools)


def test_a_handoff_to_what_is_no_agent_is_refused() -> None:
    handoffs: list[Any] = ["b"]
    with pytest.raises(UserError, match=r"handoffs\[0\] of agent 'a'"):
        Agent(name="a", handoffs=handoffs)


@pytest.mark.parametrize(
    "behavior",
    ["run_llm_again", "stop_on_first_tool", {"stop_at_tool_names": ["x"]}, lambda ctx, res: None],
)
def test_every_tool_use_behaviour_is_taken(behavior: Any) -> None:
    assert Agent(name="a", tool_use_behavior=behavior).tool_use_behavior == behavior


def test_model_settings_may_be_a_dict() -> None:
    settings: Any = {"temperature": 0.5}
    assert Agent(name="a", model_settings=settings).model_settings == ModelSettings(temperature=0.5)


def test_generic_types_and_hooks_are_taken() -> None:
    agent = Agent(name="a", output_type=list[int], hooks=AgentHooks())
    assert agent.output_type == list[int]


def test_a_clone_shares_its_lists_unless_they_are_replaced() -> None:
    agent = Agent(name="a", tools=[ping])
    assert agent.clone(name="b").tools is agent.tools
    assert agent.clone(tools=[]).tools == []


async def test_instructions_may_be_a_text_or_nothing() -> None:
    assert await Agent(name="a", instructions="Be kind.").get_system_prompt(CONTEXT) == "Be kind."
    assert await Agent(name="a").get_system_prompt(CONTEXT) is None


async def test_instructions_may_be_a_plain_or_async_function() -> None:
    def plain(context: RunContextWrapper[Any], agent: Agent[Any]) -> str:
        return f"{agent.name} helps {context.context}"

    async def later(context: RunContextWrapper[Any], agent: Agent[Any]) -> str:
        return plain(context, agent)

    for instructions in (plain, later):
        agent = Agent(name="bob", instructions=instructions)
        assert await agent.get_system_prompt(CONTEXT) == "bob helps ann"


async def test_instructions_with_other_parameters_are_refused() -> None:
    instructions: Any = lambda context: ""  # noqa: E731 - the shortest wrong one
    with pytest.raises(TypeError, match="exactly 2 arguments"):
        await Agent(name="a", instructions=instructions).get_system_prompt(CONTEXT)


async def test_a_disabled_tool_is_not_offered() -> None:
    asked: list[Any] = []

    async def is_enabled(context: RunContextWrapper[Any], agent: Any) -> bool:
        asked.append((context, agent))
        return False

    @function_tool(is_enabled=is_enabled)
    async def hidden() -> None: ...

    @function_tool(is_enabled=False)
    async def off() -> None: ...

    agent = Agent(name="a", tools=[hidden, ping, off])
    assert await agent.get_all_tools(CONTEXT) == [ping]
    assert asked == [(CONTEXT, agent)]


async def test_a_tool_added_later_is_offered() -> None:
    agent = Agent(name="a")
    agent.tools.append(ping)
    assert await agent.get_all_tools(CONTEXT) == [ping]


async def test_a_disabled_handoff_is_not_offered() -> None:
    agent = Agent(
        name="a",
        handoffs=[
            Agent(name="b"),
            handoff(Agent(name="c"), is_enabled=lambda context, agent: False),
        ],
    )
    assert [each.agent_name for each in await agent.get_handoffs(CONTEXT)] == ["b"]


def test_a_card_says_what_is_known_before_the_run() -> None:
    agent = Agent(
        name="a",
        instructions="Be kind.",
        model="gpt-x",
        handoff_description="Kind.",
        handoffs=[Agent(name="b")],
        tools=[ping],
        output_type=list[int],
    )
    card = agent_card(agent)
    assert card["output_schema"]["required"] == ["response"]
    assert card["tools"] == [
        {"name": "ping", "description": "Answer.", "parameters": ping.params_json_schema}
    ]
    names = ("name", "instructions", "model", "handoff_description", "handoffs")
    assert [card[name] for name in names] == ["a", "Be kind.", "gpt-x", "Kind.", ["b"]]


def test_agents_may_hand_off_in_circles() -> None:
    a, b = Agent(name="a"), Agent(name="b")
    a.handoffs.append(b)
    b.handoffs.append(a)
    assert agent_card(a)["handoffs"] == ["b"]
    assert agent_card(b)["handoffs"] == ["a"]


def test_agents_in_circles_can_be_compared_and_be_keys() -> None:
    a, twin = Agent(name="a"), Agent(name="a")
    a.handoffs.append(twin)
    twin.handoffs.append(a)
    assert a != twin
    assert {a: 1, twin: 2}[a] == 1
