"""Tables become agents, models and tools; what cannot be made is said at its place."""

import textwrap
from pathlib import Path
from typing import Any

import pytest

from agents_core.agents.agent import Agent
from agents_core.config import ConfigError, Overrides, load_config
from agents_core.config.build import RunPlan, build_run
from agents_core.costs import ModelCard, Prices
from agents_core.models.responses import OpenAIResponsesModel
from agents_core.tools.function_tool import FunctionTool, invoke_function_tool
from agents_core.tools.local_tool import CustomTool
from agents_core.tools.tool_context import ToolContext

HEAD = """
version = 1
[run]
agent = "a"
model = "scripted/x"
input = "hello"
"""

ENVIRON = {"OPENAI_API_KEY": "key-of-openai", "TEAM": "red"}


def build(folder: Path, text: str, tools: str = "", **overrides: Any) -> RunPlan:
    (folder / "agents.toml").write_text(HEAD + textwrap.dedent(text))
    (folder / "tools.py").write_text(textwrap.dedent(tools))
    loaded = load_config(
        folder / "agents.toml", environ=ENVIRON, overrides=Overrides(**overrides), for_run=True
    )
    return build_run(loaded)


def complaint(folder: Path, text: str, tools: str = "") -> str:
    with pytest.raises(ConfigError) as caught:
        build(folder, text, tools)
    (found,) = caught.value.diagnostics
    assert "Traceback" not in str(found)
    return f"{found.line}:{found.column} [{found.code}] {found.message}"


async def call(tool: FunctionTool, arguments: str) -> Any:
    context: ToolContext[None] = ToolContext(
        context=None, tool_name=tool.name, tool_call_id="c1", tool_arguments=arguments
    )
    return await invoke_function_tool(tool, context, arguments)


def only_tool(plan: RunPlan) -> FunctionTool:
    (tool,) = plan.agent.tools
    assert isinstance(tool, FunctionTool)
    return tool


def target(agent: Agent[Any], place: int = 0) -> Any:
    way: Any = agent.handoffs[place]
    return way.target


def openai_model(agent: Agent[Any]) -> OpenAIResponsesModel:
    assert isinstance(agent.model, OpenAIResponsesModel)
    return agent.model


def test_agents_may_hand_off_in_circles(tmp_path: Path) -> None:
    plan = build(
        tmp_path,
        """
        [agents.a]
        handoffs = ["b"]
        [agents.b]
        name = "Bea"
        handoffs = [{ agent = "a", tool_name = "back", tool_description = "Go back." }]
        """,
    )
    bea = target(plan.agent)
    assert bea.name == "Bea"
    assert target(bea) is plan.agent
    assert (bea.handoffs[0].tool_name, bea.handoffs[0].tool_description) == ("back", "Go back.")


def test_agents_nobody_comes_to_are_not_built(tmp_path: Path) -> None:
    plan = build(
        tmp_path, '[agents.a]\n[agents.b]\ntools = ["./tools.py:f"]', "def f(): ...\n1 / 0"
    )
    assert list(plan.models) == ["a"]


def test_instructions_come_from_the_file_with_variables_filled(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("You work for {{ vars.shop }}.\n")
    plan = build(tmp_path, '[vars]\nshop = "Nord"\n[agents.a]\ninstructions_file = "a.md"')
    assert plan.agent.instructions == "You work for Nord."


def test_settings_of_an_agent_go_before_those_of_its_model(tmp_path: Path) -> None:
    plan = build(
        tmp_path,
        """
        [models.m]
        model = "openai/gpt/5"
        settings = { temperature = 1.0, top_p = 0.5, reasoning = { effort = "low" } }
        input_price = 0.25
        context_window = 1000
        [agents.a]
        model = "m"
        model_settings = { temperature = 0.0 }
        """,
    )
    settings = plan.agent.model_settings
    assert (settings.temperature, settings.top_p) == (0.0, 0.5)
    assert settings.reasoning == {"effort": "low"}
    assert openai_model(plan.agent).model == "gpt/5"
    card = plan.models["a"]
    assert card == ModelCard("openai/gpt/5", Prices(input_price=0.25), 1000)
    assert openai_model(plan.agent).card == card


def test_a_provider_has_one_client_with_its_settings(tmp_path: Path) -> None:
    plan = build(
        tmp_path,
        """
        [providers.p]
        kind = "openai"
        base_url = "http://localhost:9/v1"
        headers = { x-one = "1" }
        env_headers = { x-team = "TEAM" }
        query = { version = "2" }
        timeout = 7
        max_retries = 5
        [agents.a]
        model = "p/x"
        handoffs = ["b"]
        [agents.b]
        model = "p/y"
        """,
    )
    client = openai_model(plan.agent)._client
    assert openai_model(target(plan.agent))._client is client
    assert str(client.base_url) == "http://localhost:9/v1/"
    assert client.api_key == "key-of-openai"
    assert (client.timeout, client.max_retries) == (7, 5)
    assert client.default_headers["x-team"] == "red"
    assert client.default_query == {"version": "2"}
    assert set(plan.secret_env) == {"OPENAI_API_KEY", "TEAM"}


async def test_closing_the_plan_closes_its_clients(tmp_path: Path) -> None:
    plan = build(tmp_path, "[agents.a]")
    client = openai_model(plan.agent)._client
    await plan.close()
    assert client.is_closed()


async def test_a_python_tool_takes_its_words_from_the_table(tmp_path: Path) -> None:
    plan = build(
        tmp_path,
        """
        [agents.a]
        tools = ["weather"]
        [tools.weather]
        kind = "python"
        function = "./tools.py:get"
        description = "Say the weather."
        """,
        """
        def get(city: str) -> str:
            "Ignored."
            return f"{city}: sunny"
        """,
    )
    tool = only_tool(plan)
    assert (tool.name, tool.description) == ("weather", "Say the weather.")
    assert await call(tool, '{"city": "Rome"}') == "Rome: sunny"


async def test_a_tool_may_be_named_by_its_function_alone(tmp_path: Path) -> None:
    source = "import beside\ndef f() -> str:\n    'Doc.'\n    return beside.WORD"
    (tmp_path / "beside.py").write_text("WORD = 'from beside'")
    tool = only_tool(build(tmp_path, '[agents.a]\ntools = ["./tools.py:f"]', source))
    assert (tool.name, tool.description) == ("f", "Doc.")
    assert await call(tool, "{}") == "from beside"


def test_a_tool_that_is_made_already_is_taken(tmp_path: Path) -> None:
    source = "from agents_core import function_tool\n@function_tool\ndef f() -> str:\n    return ''"
    assert only_tool(build(tmp_path, '[agents.a]\ntools = ["./tools.py:f"]', source)).name == "f"


def test_a_file_is_run_once_for_all_its_tools(tmp_path: Path) -> None:
    source = f"""
        with open({str(tmp_path / "runs")!r}, "a") as file:
            file.write("x")
        def f() -> str: ...
        def g() -> str: ...
    """
    build(tmp_path, '[agents.a]\ntools = ["./tools.py:f", "./tools.py:g"]', source)
    assert (tmp_path / "runs").read_text() == "x"


async def test_a_plain_function_times_out_as_well(tmp_path: Path) -> None:
    source = """
        import threading
        def f() -> str:
            threading.Event().wait(0.3)
            return "late"
    """
    text = """
        [agents.a]
        tools = ["f"]
        [tools.f]
        kind = "python"
        function = "./tools.py:f"
        timeout = 0.01
    """
    assert "timed out" in await call(only_tool(build(tmp_path, text, source)), "{}")


COMMAND = """
    [agents.a]
    tools = ["say"]
    [tools.say]
    kind = "command"
    command = ["{{ python }}", "-c", "import os,sys; print(sys.argv[1], os.getcwd())", "{{ word }}"]
    needs_approval = true
    [tools.say.parameters]
    type = "object"
    properties.word.type = "string"
"""


async def test_a_command_runs_beside_the_file_with_its_arguments(tmp_path: Path) -> None:
    tool = only_tool(build(tmp_path, COMMAND, approve="all"))
    assert await call(tool, '{"word": "$(id); hi"}') == f"$(id); hi {tmp_path}"


async def test_a_dry_run_calls_no_tool(tmp_path: Path) -> None:
    tool = only_tool(build(tmp_path, COMMAND, approve="all", dry_run="stubbed"))
    assert await call(tool, '{"word": "x"}') == "Dry run: say was not called."


async def test_a_dry_run_with_tools_calls_them(tmp_path: Path) -> None:
    tool = only_tool(build(tmp_path, COMMAND, approve="all", dry_run="tools"))
    assert (await call(tool, '{"word": "x"}')).startswith("x ")


def test_an_agent_may_be_a_tool_even_of_itself(tmp_path: Path) -> None:
    text = '[agents.a]\ntools = ["again"]\n[tools.again]\nkind = "agent"\nagent = "a"\ntimeout = 3'
    tool = only_tool(build(tmp_path, text))
    assert (tool.name, tool.timeout_seconds) == ("again", 3)


def test_tools_that_end_the_run_are_named(tmp_path: Path) -> None:
    text = '[agents.a]\ntools = ["json:dumps"]\ntool_use_behavior = ["dumps"]'
    loose = '[tools.dumps]\nkind = "python"\nfunction = "json:loads"\nstrict = false'
    plan = build(tmp_path, text.replace("json:dumps", "dumps") + "\n" + loose)
    assert plan.agent.tool_use_behavior == {"stop_at_tool_names": ["dumps"]}


def test_an_output_may_be_a_type_or_a_schema(tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text('{"type": "object", "properties": {}}')
    source = "import dataclasses\n@dataclasses.dataclass\nclass Answer:\n    text: str"
    plan = build(
        tmp_path,
        """
        [agents.a]
        output_type = "./tools.py:Answer"
        handoffs = ["b"]
        [agents.b]
        output_schema = "answer.json"
        """,
        source,
    )
    by_type: Any = plan.agent.output_type
    by_schema: Any = target(plan.agent).output_type
    assert by_type.validate_json('{"response": {"text": "x"}}').text == "x"
    assert by_schema.validate_json("{}") == {}


def test_handoffs_are_filtered_by_a_function_or_by_ours(tmp_path: Path) -> None:
    plan = build(
        tmp_path,
        """
        [agents.a]
        handoffs = [
            { agent = "b", input_filter = "remove_all_tools" },
            { agent = "c", input_filter = "./tools.py:keep" },
        ]
        [agents.b]
        [agents.c]
        """,
        "def keep(data):\n    return data",
    )
    names = [way.input_filter.__name__ for way in plan.agent.handoffs if way.input_filter]  # type: ignore[union-attr]  # all are Handoffs
    assert names == ["remove_all_tools", "keep"]


ONE_TOOL = '[agents.a]\ntools = ["./tools.py:f"]'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f(): ...\n1 / 0", 'importing "./tools.py" failed: ZeroDivisionError: division by'),
        ("import nothing_like_it\ndef f(): ...", "failed: ModuleNotFoundError: No module named"),
        ("import sys\ndef f(): ...\nsys.exit(3)", 'importing "./tools.py" failed: SystemExit: 3'),
        ("f = 3", '"./tools.py:f" is of type int, not a function'),
        ("def f(x: dict[str, int]): ...", '"./tools.py:f" cannot be a tool: '),
        ("def f(x: 'Nothing'): ...", '"./tools.py:f" cannot be a tool: '),
    ],
)
def test_a_tool_that_cannot_be_made_is_said_at_its_place(
    tmp_path: Path, source: str, said: str
) -> None:
    found = complaint(tmp_path, ONE_TOOL, source)
    assert found.startswith("8:10 [")
    assert said in found


def test_a_failed_import_names_file_and_line(tmp_path: Path) -> None:
    found = complaint(tmp_path, ONE_TOOL, "def f(): ...\n\n1 / 0")
    assert found.endswith(f"({tmp_path.resolve() / 'tools.py'}:3)")


def test_an_output_that_is_no_type_is_said_at_its_place(tmp_path: Path) -> None:
    found = complaint(tmp_path, '[agents.a]\noutput_type = "./tools.py:x"', "x = 3")
    assert found.startswith('8:15 [bad-value] "./tools.py:x" cannot be an output type')


def test_a_loose_schema_that_is_called_strict_is_said_at_its_place(tmp_path: Path) -> None:
    text = '[agents.a.output_schema]\ntype = "object"\nadditionalProperties = true'
    assert complaint(tmp_path, text).startswith("7:11 [bad-value] not a strict schema")


def test_a_missing_key_is_said_before_any_request(tmp_path: Path) -> None:
    (tmp_path / "agents.toml").write_text(HEAD + '[agents.a]\nmodel = "openai/x"')
    loaded = load_config(tmp_path / "agents.toml", environ={})
    with pytest.raises(ConfigError, match="OPENAI_API_KEY is not set"):
        build_run(loaded)


def test_a_tool_of_the_providers_own_format_may_be_named_like_a_function(tmp_path: Path) -> None:
    source = """
        from agents_core import CustomTool
        shout = CustomTool("shout", "Says it louder.", lambda context, words: words.upper())
    """
    plan = build(tmp_path, '[agents.a]\ntools = ["./tools.py:shout"]', source)
    (tool,) = plan.agent.tools
    assert isinstance(tool, CustomTool)
    assert tool.name == "shout"
