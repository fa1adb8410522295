"""`agent-tui import`: which format a file is in, what is told of it, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agents_core.recording import AnnotationFile, RunStore, read_run
from agents_core.recording.header import ImportedRun
from tui.cli import cli
from tui.cli.import_ import SOURCES
from tui.exports.exported_run import read_whole_run
from tui.exports.markdown import markdown
from tui.importing.formats import NAMES

CODEX = [
    {"type": "session_meta", "payload": {"id": "x1", "cwd": "/home/me/shop"}},
    {"type": "event_msg", "payload": {"type": "user_message", "message": "How \x1b[31m many?"}},
    {"type": "event_msg", "payload": {"type": "task_complete", "last_agent_message": "4"}},
]
SAVED = [json.dumps({"timestamp": "2026-10-29T10:00:00Z", **line}) for line in CODEX]
OTLP = {
    "resourceSpans": [
        {"scopeSpans": [{"spans": [{"traceId": "t", "spanId": "s", "startTimeUnixNano": "1"}]}]}
    ]
}


@pytest.fixture
def saved(tmp_path: Path, runs_dir: Path) -> Path:
    path = tmp_path / "rollout.jsonl"
    path.write_text("\n".join([SAVED[0], "garbage", *SAVED[1:], ""]))
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["import", *map(str, arguments)], prog_name="agent-tui")


def test_a_session_is_kept_as_a_run_that_says_where_it_is_from(saved: Path) -> None:
    result = call(saved)
    assert (result.exit_code, result.stderr) == (0, f"{saved}:2: not JSON; passed over.\n")
    [run] = RunStore().list()
    assert result.stdout == f"{run.run_id}  shop: 3 events\n"
    assert (run.title, run.status, run.created_at[:19]) == (
        "shop",
        "finished",
        "2026-10-29T10:00:00",
    )
    assert run.path.stat().st_mode & 0o777 == 0o600
    assert AnnotationFile(run.path).read().tags == ("imported", "codex")
    with read_run(run.path) as recording:
        assert recording.header.imported == ImportedRun("codex", "rollout.jsonl", "items")
    text = "\n".join(markdown(read_whole_run(run.path)))
    assert "Imported: codex, rollout.jsonl: times are of whole items" in text


def test_a_run_is_imported_once_unless_it_is_wanted_again(saved: Path) -> None:
    call(saved)
    [run] = RunStore().list()
    written = run.path.stat().st_ino
    assert "was imported before; --again replaces it" in call(saved).stdout
    assert run.path.stat().st_ino == written
    saved.write_text("\n".join(SAVED[:2]))
    assert call(saved, "--again", "--from", "codex").exit_code == 0
    assert [run.events for run in RunStore().list()] == [2]


def test_one_bad_file_of_several_is_told_and_the_others_are_imported(
    saved: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "notes.txt"
    bad.write_text("Dear diary,\n")
    result = call(bad, saved, tmp_path / "missing")
    assert result.exit_code == 2
    assert f"{bad}: in none of the formats known here" in result.stderr
    assert f"{bad}:1: not JSON" in result.stderr
    assert "there is no such" in result.stderr
    assert len(RunStore().list()) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty: there is no run in it"),
        (json.dumps(OTLP, indent=2), "no span of generative AI"),
        (SAVED[0][:40], "not JSON, perhaps cut off"),
        ('{"format":"agent-tui-run","version":1}\n', "a run file already. Watch it: agent-tui"),
        ("\x00\xff" * 1000, "in none of the formats"),
        ("SQLite format 3\x00 and then nothing", "cannot be read as an SQLite database"),
    ],
)
def test_what_is_no_saved_run_is_refused_in_plain_words(
    text: str, told: str, tmp_path: Path, runs_dir: Path
) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    result = call(path)
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr
    assert not runs_dir.exists()


def test_the_formats_of_the_option_are_those_there_are() -> None:
    assert SOURCES == NAMES
