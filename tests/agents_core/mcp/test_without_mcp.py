"""Without the mcp package: everything else works, and what does not says what to install."""

import sys

import pytest

from agents_core import Agent, Runner
from agents_core.errors import UserError
from agents_core.mcp.servers import MCPServerStdio
from agents_core.testing import ScriptedModel, assistant_message


async def test_a_server_without_the_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    model = ScriptedModel([[assistant_message("done")]])
    agent = Agent("a", model=model, mcp_servers=[MCPServerStdio({"command": "x"}, name="files")])
    with pytest.raises(UserError, match=r"'files' needs .* pip install 'agent-tui\[mcp\]'"):
        await Runner.run(agent, "go")
