"""Tools that are servers, declared in agents.toml and called in a real run of the program."""

import json
import sys
from pathlib import Path

import pytest
from recorded_streams import ROOT, agent_tui
from sse_server import Reply, SseServer

HEAD = """
version = 1
[run]
model = "scripted/x"
input = "Go."
[agents.main]
"""


def test_a_tool_of_an_mcp_server_is_called(tmp_path: Path) -> None:
    pytest.importorskip("mcp", reason="the extra agent-tui[mcp] is not installed")
    server = ROOT / "examples" / "mcp_server.py"
    (tmp_path / "agents.toml").write_text(
        f"""{HEAD}mcp_servers = ["sums"]
[mcp_servers.sums]
command = {json.dumps(sys.executable)}
args = [{json.dumps(str(server))}]
[[providers.scripted.turns]]
tool_calls = [{{ name = "add", arguments = {{ first = 2, second = 3 }} }}]
[[providers.scripted.turns]]
text = "The sum is {{{{ tool.add }}}}."
[providers.scripted]
kind = "scripted"
"""
    )
    done = agent_tui("run", "agents.toml", cwd=tmp_path)
    assert (done.returncode, done.stdout.decode().strip()) == (0, "The sum is 5."), done.stderr


def test_an_http_tool_asks_its_server(tmp_path: Path) -> None:
    answer = Reply(b'{"stock": 7}', 200, {"content-type": "application/json"})
    with SseServer([answer]) as server:
        (tmp_path / "agents.toml").write_text(
            f"""{HEAD}tools = ["stock"]
[tools.stock]
kind = "http"
url = "http://127.0.0.1:{server.port}/stock/{{{{ thing }}}}"
env_headers = {{ authorization = "SHOP_TOKEN" }}
parameters = {{ type = "object", properties = {{ thing = {{ type = "string" }} }} }}
[[providers.scripted.turns]]
tool_calls = [{{ name = "stock", arguments = {{ thing = "red lamp" }} }}]
[[providers.scripted.turns]]
text = "There are {{{{ tool.stock.stock }}}}."
[providers.scripted]
kind = "scripted"
"""
        )
        token = {"SHOP_TOKEN": "token-of-the-shop"}
        done = agent_tui("run", "agents.toml", cwd=tmp_path, environment=token)
        (request,) = server.requests()
    assert (done.returncode, done.stdout.decode().strip()) == (0, "There are 7."), done.stderr
    assert request.path == "/stock/red%20lamp"
    assert request.headers["authorization"] == "token-of-the-shop"
    (recorded,) = (tmp_path / "runs").glob("*.jsonl")
    assert b"token-of-the-shop" not in recorded.read_bytes()
