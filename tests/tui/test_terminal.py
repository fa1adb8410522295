"""Where a run is drawn, and where it is printed."""

import sys

import pytest

from tui.terminal import choose_format


@pytest.mark.parametrize(
    ("stdin", "stdout", "is_piped", "shown"),
    [
        (True, True, False, "tui"),
        (False, True, False, "text"),  # an input that nobody spoke of may never end
        (False, True, True, "tui"),
        (False, False, True, "text"),
    ],
)
def test_a_run_that_is_piped_in_needs_no_keyboard_on_standard_input(
    stdin: bool, stdout: bool, is_piped: bool, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    for name, is_terminal in (("stdin", stdin), ("stdout", stdout), ("stderr", True)):
        monkeypatch.setattr(getattr(sys, name), "isatty", lambda found=is_terminal: found)
    assert choose_format("auto", is_piped=is_piped) == shown
