"""`agent-tui fork`: the same as on the screen, without one."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from forked_runs import Parent, made_parent

from agents_core.recording import ParentRun, RunHeader, RunStore, read_run
from agents_core.recording.model_calls import RecordedCall, read_model_calls
from tui.cli import cli


@pytest.fixture
async def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parent:
    monkeypatch.chdir(tmp_path)
    return await made_parent(tmp_path)


def fork(parent: Parent, *options: str) -> Result:
    directory = str(parent.store.directory)
    arguments = ["fork", parent.run.header.run_id, "--runs-dir", directory, "--no-tui", *options]
    return CliRunner().invoke(cli, arguments)


def child_of(parent: Parent) -> tuple[RunHeader, list[RecordedCall]]:
    """Return the header and the model calls of the only run beside the parent."""
    ids = [run_id for run_id in RunStore(parent.store.directory).ids()]
    (child,) = [run_id for run_id in ids if run_id != parent.run.header.run_id]
    with read_run(parent.store.path_of(child)) as run:
        return run.header, read_model_calls(run)


def test_a_fork_at_a_turn_asks_the_model_of_that_turn(parent: Parent) -> None:
    result = fork(parent, "--at", "t3")
    assert (result.exit_code, result.stdout.strip()) == (0, "Answer: found 3")
    header, calls = child_of(parent)
    assert header.parent is not None
    assert (header.parent.run_id, header.parent.edited) == (parent.run.header.run_id, ())
    assert [call.agent for call in calls] == ["desk"]
    listed = CliRunner().invoke(cli, ["runs", "--runs-dir", str(parent.store.directory)])
    assert f"fork of {parent.run.header.run_id}" in listed.stdout
    assert parent.tools_run == ""


def test_more_can_be_said_at_the_end_and_keys_be_set(parent: Parent) -> None:
    result = fork(parent, "-i", "And order 5?", "--set", "run.max_turns=5")
    assert result.exit_code == 0
    header, calls = child_of(parent)
    assert calls[0].input[-1] == {"role": "user", "content": "And order 5?"}
    assert header.parent is not None
    assert header.parent.edited == ("more said", "run.max_turns=5")


def test_instructions_are_those_of_the_agent_that_goes_on(parent: Parent) -> None:
    assert fork(parent, "--at", "t3", "--instructions", "Be kind.").exit_code == 0
    assert child_of(parent)[1][0].instructions == "Be kind."


def test_the_same_input_is_given_again(parent: Parent) -> None:
    assert fork(parent, "--again").exit_code == 0
    header, calls = child_of(parent)
    assert header.parent == ParentRun(parent.run.header.run_id, 0)
    assert [call.agent for call in calls] == ["triage", "desk", "desk"]


def test_a_changed_configuration_is_told(parent: Parent) -> None:
    file = parent.folder / "agents.toml"
    file.write_text(file.read_text() + "\n# later\n")
    result = fork(parent, "--at", "t3")
    assert (result.exit_code, "has changed since this run" in result.stderr) == (0, True)


@pytest.mark.parametrize(
    ("place", "words"), [("nowhere", "cannot seek"), ("0%", "had not begun there")]
)
def test_a_place_that_is_none_is_one_clear_error(parent: Parent, place: str, words: str) -> None:
    result = fork(parent, "--at", place)
    assert result.exit_code != 0
    assert words in str(result.exception) + result.output


def test_a_configuration_that_is_gone_is_one_clear_error(parent: Parent) -> None:
    (parent.folder / "agents.toml").unlink()
    result = fork(parent)
    assert result.exit_code != 0
    assert "no such file" in str(result.exception) + result.output
