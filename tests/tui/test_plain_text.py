"""`run --plain`: messages are told line by line as they are written, and once."""

import sys
from typing import Any

import pytest

from agents_core.journal import Journal, JournalScope
from tui.plain_text import PlainText

HEAD, MORE = " 0:00.0  desk         ", " " * 22


@pytest.fixture
def desk(capsys: pytest.CaptureFixture[str]) -> JournalScope:
    journal = Journal(clock=lambda: 0.0)
    journal.subscribe(PlainText().take)
    scope = JournalScope(journal)
    scope.agent = "desk"
    return scope


def write(desk: JournalScope, *texts: str) -> None:
    desk.append("model.request", {})
    for text in texts:
        desk.append("model.event", {"type": "response.output_text.delta", "delta": text})


def complete(desk: JournalScope, text: str) -> None:
    part = {"type": "output_text", "text": text}
    item = {"type": "message", "role": "assistant", "content": [part]}
    desk.append("model.end", {"status": "completed"})
    desk.append("item.create", {"name": "message_output_created", "item": item})


def end(desk: JournalScope, answer: Any) -> None:
    desk.append("run.end", {"status": "finished", "final_output": answer})


def test_a_line_is_told_once_it_is_complete(
    desk: JournalScope, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, "One", "\nTw", "o\x1b\n\nThr")
    assert capsys.readouterr().err == f"{HEAD}One\n{MORE}Two␛\n\n"
    complete(desk, "One\nTwo\x1b\n\nThr")
    assert capsys.readouterr().err == f"{MORE}Thr\n"
    write(desk, "Four")
    complete(desk, "Four")
    assert capsys.readouterr().err == f"{HEAD}Four\n"
    desk.append("tool.start", {"call_id": "c1", "name": "wait", "arguments": "{}"})
    assert "Four" not in capsys.readouterr().err


def test_what_nobody_wrote_piece_by_piece_is_told_when_it_is_there(
    desk: JournalScope, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.append("model.request", {})
    complete(desk, "All at once.")
    desk.append("tool.start", {"call_id": "c1", "name": "wait", "arguments": "{}"})
    assert capsys.readouterr().err.startswith(f"{HEAD}All at once.\n")


@pytest.mark.parametrize(("is_terminal", "said"), [(True, ""), (False, "Good day.\n")])
def test_an_answer_that_was_told_on_the_terminal_is_not_told_again(
    desk: JournalScope,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,
    said: str,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    write(desk, "Good day.")
    complete(desk, "Good day.")
    end(desk, "Good day.")
    out, err = capsys.readouterr()
    assert (out, err.count("Good day.")) == (said, 1)


def test_a_structured_answer_is_told_as_people_read_it(
    desk: JournalScope, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    write(desk, '{"a":1}')
    complete(desk, '{"a":1}')
    end(desk, {"a": 1})
    assert capsys.readouterr().out == '{\n  "a": 1\n}\n'
