"""A run that stops for approvals nobody can give, watched in a real terminal."""

from pathlib import Path

import pytest
from terminal import Terminal

CONFIG = """
version = 1
[run]
agent = "clerk"
model = "scripted/demo"
input = "Give the money back."
approval_policy = "ask"
[agents.clerk]
tools = ["refund"]
[tools.refund]
kind = "command"
command = ["{{ python }}", "-c", "print('paid')"]
needs_approval = true
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
tool_calls = [{ name = "refund" }]
[[providers.scripted.turns]]
text = "Done."
"""


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_header_and_the_last_words_ask_for_the_approval(
    tmp_path: Path, columns: int, rows: int
) -> None:
    (tmp_path / "agents.toml").write_text(CONFIG)
    with Terminal("run", "agents.toml", cwd=tmp_path, columns=columns, rows=rows) as terminal:
        screen = terminal.wait_for("NEEDS APPROVAL", "P refund")
        assert "? NEEDS APPROVAL" in screen.split("\n")[0]
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (5, set())
        said = terminal.printed
    assert "calls of refund need an approval; answer with --approve all" in said
    assert "Traceback" not in said and "paid" not in screen
