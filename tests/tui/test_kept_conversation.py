"""A conversation goes on from run to run, by `--session` or [run] session."""

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agents_core import SQLiteSession
from agents_core.config import ConfigError, Overrides, load_config
from agents_core.config.build import build_run
from tui.cli import cli

CONFIG = """
version = 1
[run]
input = "Hello."
[agents.a]
model = "scripted/x"
[providers.scripted]
kind = "scripted"
turns = [{ text = "Hi." }]
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where conversations are kept, in a folder that does not exist yet."""
    file = tmp_path / "state" / "sessions.sqlite"
    monkeypatch.setenv("AGENT_TUI_SESSIONS", str(file))
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path / "runs"))
    return file


def run(folder: Path, *options: str, config: str = CONFIG) -> Any:
    (folder / "agents.toml").write_text(config)
    arguments = ["run", str(folder / "agents.toml"), "--format", "text", *options]
    return CliRunner().invoke(cli, arguments)


def said(file: Path, name: str) -> list[str]:
    """Return the roles of a kept conversation."""
    session = SQLiteSession(name, file)
    items = asyncio.run(session.get_items())
    session.close()
    return [str(dict(item)["role"]) for item in items]


def test_a_run_goes_on_with_the_conversation_of_that_name(kept: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(tmp_path, "--session", "trip").exit_code == 0
    assert said(kept, "trip") == ["user", "assistant"] * 2
    assert said(kept, "other") == []


def test_the_file_can_name_the_conversation(kept: Path, tmp_path: Path) -> None:
    config = CONFIG.replace("[run]", '[run]\nsession = "trip"')
    assert run(tmp_path, config=config).exit_code == 0
    assert said(kept, "trip") == ["user", "assistant"]


def test_conversations_can_be_read_by_their_owner_alone(kept: Path, tmp_path: Path) -> None:
    run(tmp_path, "--session", "trip")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_dry_run_leaves_the_conversation_as_it_is(kept: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "--session", "trip", "--dry-run").exit_code == 0
    assert not kept.exists()


def test_a_file_that_holds_no_conversations_is_one_clear_error(kept: Path, tmp_path: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("this is no database, and long enough to be looked at as one")
    result = run(tmp_path, "--session", "trip")
    assert result.exit_code == 2
    assert "cannot be used: file is not a database" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "key",
    ['conversation_id = "c"', 'previous_response_id = "r"', "auto_previous_response_id = true"],
)
def test_only_one_place_keeps_a_conversation(key: str, tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text(CONFIG.replace("[run]", f"[run]\n{key}"))
    with pytest.raises(ConfigError, match="both keep the conversation: leave one out"):
        load_config(file, overrides=Overrides(session="trip"))


def test_the_file_can_name_what_the_provider_keeps(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text(CONFIG.replace("[run]", '[run]\nconversation_id = "conv"'))
    assert build_run(load_config(file)).memory.options()["conversation_id"] == "conv"
