"""`agent-tui diff`: what it prints, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from diverging_runs import LATE, refund_run, write_run

from agents_core.recording import AnnotationFile, RunStore
from tui.cli import cli

A, B = "2026-11-21T10-00-00-aaaa", "2026-11-22T10-00-00-bbbb"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path / "runs"))
    store = RunStore(tmp_path / "runs")
    write_run(store.path_of(A), refund_run())
    return store


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments], prog_name="agent-tui")


def test_a_run_and_itself_are_the_same(store: RunStore) -> None:
    result = diff(A, "last")
    assert result.exit_code == 0
    assert result.stdout.endswith("The runs said and did the same.\n")


def test_what_differs_is_told_from_the_first_divergence_on(store: RunStore) -> None:
    write_run(store.path_of(B), refund_run(output=LATE, extra=True, answer="Not yet paid."))
    result = diff(A, B)
    assert result.exit_code == 1
    head, _, rest = result.stdout.partition("= 3 items the same\n")
    assert "turns                  2               2\n" in head
    assert "tools                  1               2  +1\n" in head
    assert "~ T get_order · triage · turn 1: output\n" in rest
    assert '      -   "paid": true,\n      +   "paid": false,\n' in rest
    assert "> T get_customer · triage · turn 1: only B" in rest
    assert "- Paid back.\n      + Not yet paid.\n" in rest


def test_json_says_the_same_for_programs(store: RunStore) -> None:
    write_run(store.path_of(B), refund_run(extra=True))
    result = diff(A, B, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [pair["state"] for pair in found["pairs"]] == [*["same"] * 4, "right", "same"]
    assert (found["is_same"], found["first"]) == (False, 4)
    assert found["pairs"][4]["left"] is None
    assert found["pairs"][4]["right"]["name"] == "get_customer"
    assert (found["left"]["tools"], found["right"]["tools"]) == (1, 2)


def test_what_is_wrong_is_said_with_exit_code_2(store: RunStore, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for reference, words in (("nothing", "no run"), (str(tmp_path / "notes.txt"), "not a run")):
        result = diff(A, reference)
        assert result.exit_code == 2 and words in result.output


def test_hostile_text_is_made_visible(store: RunStore) -> None:
    write_run(store.path_of(B), refund_run(answer="\x1b]0;owned\x07 [red]paid"))
    result = diff(A, B)
    assert "\x1b" not in result.stdout and "[red]paid" in result.stdout


def test_show_tells_marks_and_notes(store: RunStore) -> None:
    file = AnnotationFile(store.path_of(A))
    file.change(lambda kept: kept.with_mark(4, "odd\x1b").with_note_on(2, "why?").with_tags(["a"]))
    result = CliRunner().invoke(cli, ["show", A], prog_name="agent-tui")
    kept = result.stdout.partition("Marks and notes\n")[2]
    assert "(event 3)" in kept and "why? (on event 2)\n  #a\n" in kept and "\x1b" not in kept
