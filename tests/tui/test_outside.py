"""The pager, the editor and the copied text."""

import stat
from pathlib import Path

import pytest

from tui.outside import open_in_editor, save_copy, show_in_pager


def keep_what_is_shown(tmp_path: Path) -> str:
    """A command that keeps the file it is given, and its mode."""
    script = tmp_path / "keep"
    script.write_text('#!/bin/sh\ncat "$1" > "$KEPT"\nstat -c %a "$1" > "$KEPT.mode"\n')
    script.chmod(0o700)
    return str(script)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    command = keep_what_is_shown(tmp_path)
    for variable in ("PAGER", "VISUAL", "EDITOR"):
        monkeypatch.setenv(variable, command)
    path = tmp_path / "kept"
    monkeypatch.setenv("KEPT", str(path))
    return path


def test_the_pager_gets_visible_text_in_a_private_file(kept: Path) -> None:
    show_in_pager("one\n\x1b[2Jtwo")
    assert kept.read_text() == "one\n␛[2Jtwo"
    assert kept.with_name("kept.mode").read_text().strip() == "600"


def test_the_editor_gets_the_text_as_it_is(kept: Path) -> None:
    open_in_editor("one\n\x1b[2Jtwo")
    assert kept.read_text() == "one\n\x1b[2Jtwo"


def test_a_pager_that_is_not_there_is_an_os_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "/no/such/pager")
    with pytest.raises(OSError, match="/no/such/pager"):
        show_in_pager("text")


def test_a_copy_can_be_read_by_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = save_copy("copied\ud800")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.is_relative_to(tmp_path)
