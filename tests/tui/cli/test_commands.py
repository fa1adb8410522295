"""Every command, called in this process: what it prints, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from recordings import record

from agents_core.recording import RunStore
from tui.cli import cli

A, B = "2026-11-21T10-00-00-aaaa", "2026-11-22T10-00-00-bbbb"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path / "runs"))
    store = RunStore(tmp_path / "runs")
    record(store.path_of(A))
    record(store.path_of(B), status=None, title="evil\x1b]0;title\x07.toml")
    return store


def call(*arguments: object, **options: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="agent-tui")


COMMANDS = (
    "run",
    "replay",
    "browse",
    "fork",
    "watch",
    "cancel",
    "approve",
    "runs",
    "show",
    "diff",
    "export",
    "import",
    "serve",
    "validate",
    "tools",
    "graph",
    "init",
    "keys",
    "doctor",
    "schema",
    "completion",
)


def test_help_begins_with_two_examples_and_names_every_command() -> None:
    for result in (call(), call("--help")):
        assert result.exit_code == 0
        head, _, rest = result.stdout.partition("Commands:")
        assert head.index("Examples:") < head.index("Watch AI agents")
        assert "agent-tui run agents.toml" in head and "agent-tui replay last" in head
        assert [line.split()[0] for line in rest.splitlines() if line.strip()] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_begins_with_examples(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2] == "Examples:"


def test_a_mistyped_command_or_option_is_corrected() -> None:
    assert "Did you mean 'replay'?" in call("repaly").stderr
    assert "--model" in call("run", "x.toml", "--modl", "a/b").stderr
    assert call("repaly").exit_code == 2


def test_runs_are_listed_with_hostile_titles_made_visible(store: RunStore) -> None:
    result = call("runs")
    head, latest, earliest = result.stdout.splitlines()
    assert head.split() == ["ID", "WHEN", "STATUS", "TOOK", "TURNS", "TOKENS", "COST", "TITLE"]
    assert latest.startswith(B) and "interrupted" in latest and "␛" in latest
    assert earliest.startswith(A) and "finished" in earliest and "support.toml · triage" in earliest
    assert "\x1b" not in result.stdout


def test_runs_are_listed_as_json(store: RunStore) -> None:
    listed = json.loads(call("runs", "--json", "--limit", "1").stdout)
    assert [run["run_id"] for run in listed] == [B]
    assert listed == json.loads(call("runs", "list", "--json", "--limit", 1).stdout)


def test_no_runs_is_no_error_and_says_how_to_make_one(tmp_path: Path) -> None:
    result = call("runs", "--runs-dir", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "agent-tui run agents.toml" in result.stderr


def test_a_run_is_located_and_removed(store: RunStore) -> None:
    assert call("runs", "path", "last").stdout == f"{store.path_of(B)}\n"
    assert call("runs", "rm", "last").exit_code == 0
    assert store.ids() == [A]
    assert call("runs", "rm", "last", "--runs-dir", store.directory).exit_code == 0
    assert store.ids() == []


def test_an_unknown_run_is_bad_input(store: RunStore) -> None:
    for command in (("show", "nope"), ("replay", "nope"), ("runs", "path", "nope")):
        result = call(*command)
        assert result.exit_code == 2
        assert 'no run "nope" in' in result.stderr


def test_a_run_is_shown_as_text(store: RunStore) -> None:
    result = call("show", A)
    assert result.stdout == (
        "support.toml  (2026-11-21T10:00:00.000000+00:00)\n\n"
        " 0:00.0               ▸ hello\n"
        " 0:00.0  triage       finished in 0 ms, 1 turns, 42 tokens\n"
        "\nword word word\n"
    ).replace("0 ms", result.stdout.split("finished in ")[1].split(",")[0])
    assert call("show", B).stdout.endswith("(interrupted: the file has no end)\n")


def test_replayed_lines_are_the_lines_of_the_file(store: RunStore) -> None:
    result = call("replay", A, "--json")
    assert result.stdout_bytes == store.path_of(A).read_bytes()


@pytest.mark.parametrize(("at", "first"), [("2", 2), ("e4", 4), ("0s", 0), ("1h", None), ("t1", 1)])
def test_a_replay_begins_where_it_is_told_to(store: RunStore, at: str, first: int | None) -> None:
    _, *lines = call("replay", A, "--json", "--at", at).stdout.splitlines()
    assert [json.loads(line)["seq"] for line in lines[:1]] == ([] if first is None else [first])


@pytest.mark.parametrize("at", ["soon", "--", "150%"])
def test_a_place_that_means_nothing_is_bad_input(store: RunStore, at: str) -> None:
    result = call("replay", A, "--json", f"--at={at}")
    assert result.exit_code == 2 and "--at" in result.stderr


CONFIG = """
version = 1
[run]
input = "hello"
[agents.a]
instructions = "x"
model = "scripted/x"
{extra}
"""


def test_a_good_configuration_is_nothing_to_complain_about(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text(CONFIG.format(extra=""))
    result = call("validate", file)
    assert (result.exit_code, result.stdout) == (0, "")


def test_what_is_wrong_is_said_with_its_place_in_text_and_json(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text(CONFIG.format(extra='tols = ["x"]'))
    result = call("validate", file)
    assert result.exit_code == 2
    assert f'{file}:8:1: error: unknown key "tols"' in result.stdout
    found = json.loads(call("validate", file, "--json").stdout)
    assert [(each["line"], each["code"]) for each in found] == [(8, "unknown-key")]


def test_warnings_fail_only_when_that_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text(CONFIG.format(extra='[tools.t]\nkind = "command"\ncommand = ["true"]'))
    assert "[unused-tool]" in call("validate", file).stdout
    assert call("validate", file).exit_code == 0
    assert call("validate", file, "--strict").exit_code == 2


@pytest.mark.parametrize("option", [("--var", "x"), ("--max-turns", "0"), ("--timeout", "0")])
def test_a_bad_option_of_run_is_bad_input(tmp_path: Path, option: tuple[str, str]) -> None:
    result = call("run", tmp_path / "agents.toml", *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion(shell: str) -> None:
    script = call("completion", shell).stdout
    assert "_AGENT_TUI_COMPLETE" in script and "agent-tui" in script


def completed(words: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    result = CliRunner().invoke(
        cli, [], prog_name="agent-tui", env={"_AGENT_TUI_COMPLETE": "bash_complete"}
    )
    return [line.partition(",")[2] for line in result.stdout.splitlines()]


def test_commands_options_and_run_ids_are_completed(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed("agent-tui ru", monkeypatch) == ["run", "runs"]
    assert completed("agent-tui replay 2026-11-22", monkeypatch) == [B]
    assert completed("agent-tui show ", monkeypatch) == ["last", B, A]
    assert completed("agent-tui runs rm la", monkeypatch) == ["last"]
    assert "--speed" in completed("agent-tui replay --s", monkeypatch)
