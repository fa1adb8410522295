"""Tools the provider runs, declared in agents.toml: what a request says of them."""

from pathlib import Path
from typing import Any

import pytest

from agents_core.config import ConfigError, load_config
from agents_core.config.build import build_run
from agents_core.models.request import response_request

AGENT = "[agents.a]\nmodel = 'scripted/x'\ntools = ['t']\n"
HEAD = f"version = 1\n[run]\ninput = 'Go.'\n{AGENT}[tools.t]\n"
MCP = "kind = 'hosted_mcp'\nserver_label = 'dice'\nserver_url = 'https://dice.example/mcp'\n"


def plan_of(folder: Path, table: str, environ: dict[str, str] | None = None, run: str = "") -> Any:
    file = folder / "agents.toml"
    file.write_text(HEAD.replace("[agents.a]", f"{run}\n[agents.a]") + table)
    return build_run(load_config(file, environ=environ or {}, for_run=True))


def declared(plan: Any) -> dict[str, Any]:
    """Return the tool as the request has it, and `include` with it."""
    agent = plan.agent
    request = response_request(
        "m",
        None,
        "hi",
        agent.model_settings,
        agent.tools,
        None,
        [],
        previous_response_id=None,
        conversation_id=None,
        prompt=None,
    )
    tool: dict[str, Any] = request["tools"][0]
    return tool | ({"include": request["include"]} if "include" in request else {})


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "kind = 'web_search'\nallowed_domains = ['example.com']\nlive = false",
            {
                "type": "web_search",
                "filters": {"allowed_domains": ["example.com"]},
                "user_location": None,
                "search_context_size": "medium",
                "external_web_access": False,
            },
        ),
        (
            "kind = 'file_search'\nvector_store_ids = ['vs_1']\ninclude_results = true",
            {
                "type": "file_search",
                "vector_store_ids": ["vs_1"],
                "include": ["file_search_call.results"],
            },
        ),
        (
            "kind = 'code_interpreter'",
            {"type": "code_interpreter", "container": {"type": "auto"}},
        ),
        (
            "kind = 'code_interpreter'\ncontainer = 'cntr_1'",
            {"type": "code_interpreter", "container": "cntr_1"},
        ),
        (
            "kind = 'image_generation'\nsize = '1024x1024'\npartial_images = 2",
            {"type": "image_generation", "size": "1024x1024", "partial_images": 2},
        ),
        (
            "kind = 'shell'\nmemory_limit = '1g'",
            {"type": "shell", "environment": {"type": "container_auto", "memory_limit": "1g"}},
        ),
        (
            MCP + "authorization_env = 'DICE'\nallowed_tools = ['roll']",
            {
                "type": "mcp",
                "server_label": "dice",
                "server_url": "https://dice.example/mcp",
                "authorization": "d20",
                "allowed_tools": ["roll"],
                "require_approval": "always",
            },
        ),
    ],
)
def test_a_request_declares_what_the_table_says(
    table: str, wanted: dict[str, Any], tmp_path: Path
) -> None:
    assert declared(plan_of(tmp_path, table, {"DICE": "d20"})) == wanted


def test_the_token_of_a_hosted_server_is_kept_out_of_recordings(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, MCP + "authorization_env = 'DICE'", {"DICE": "d20"})
    assert "DICE" in plan.secret_env


def test_a_token_that_is_not_set_is_an_error_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="DICE is not set") as caught:
        plan_of(tmp_path, MCP + "authorization_env = 'DICE'")
    assert caught.value.diagnostics[-1].code == "missing-env"


def test_a_hosted_server_has_one_address(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="set either server_url or connector_id"):
        plan_of(tmp_path, MCP + "connector_id = 'c'")


@pytest.mark.parametrize(("policy", "approves"), [("approve", True), ("reject", False)])
def test_the_policy_of_the_run_answers_for_hosted_servers(
    policy: str, approves: bool, tmp_path: Path
) -> None:
    (tool,) = plan_of(tmp_path, MCP, run=f"approval_policy = '{policy}'").agent.tools
    assert tool.on_approval_request(None)["approve"] is approves


def test_where_a_person_is_asked_nobody_answers_for_them(tmp_path: Path) -> None:
    (tool,) = plan_of(tmp_path, MCP).agent.tools
    assert tool.on_approval_request is None
