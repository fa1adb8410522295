"""What a diagnostic looks like, and that hostile text in it is harmless."""

from pathlib import Path

import pytest

from agents_core.config import ConfigError, Diagnostic, load_config
from agents_core.config.diagnostics import suggest

BROKEN = """\
version = 1
[run]
agent = "triage"
model = "scripted/x"

[agents.triage]
instructions = "Hand off."
handoffs = ["billing"]
tols = []

[agents.billing]
handoff_description = "Invoices."
hadoffs = ["triage"]                 # a cycle: fine
model_settings = { reasoning = { effort = "lo" } }

[guardrails.no_card_numbers]
kind = "rgx"
"""

SAID = """\
broken.toml:9:1: error: unknown key "tols" in [agents.triage] [unknown-key]
  |
9 | tols = []
  | ^^^^ did you mean "tools"?

broken.toml:13:1: error: unknown key "hadoffs" in [agents.billing] [unknown-key]
   |
13 | hadoffs = ["triage"]                 # a cycle: fine
   | ^^^^^^^ did you mean "handoffs"?

broken.toml:14:43: error: "effort" must be "none", "minimal", "low", "medium", "high" or "xhigh" \
[bad-value]
   |
14 | model_settings = { reasoning = { effort = "lo" } }
   |                                           ^^^^ did you mean "low"?

broken.toml:17:8: error: unknown kind "rgx" [bad-value]
   |
17 | kind = "rgx"
   |        ^^^^^ did you mean "regex"?"""

MISSPELT = """\
version = 1
[run]
agent = "triage"
model = "scripted/x"
[agents.triage]
handoffs = ["biling", "tech"]
[agents.tech]
handoff_description = "Outages."
"""

MISSPELT_SAID = """\
misspelt.toml:6:13: error: unknown agent "biling" [unknown-agent]
  |
6 | handoffs = ["biling", "tech"]
  |             ^^^^^^^^ known: tech, triage"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("broken.toml", BROKEN, SAID), ("misspelt.toml", MISSPELT, MISSPELT_SAID)],
)
def test_a_broken_file_is_explained_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(name, environ={})
    assert str(caught.value) == said


def test_control_characters_are_escaped_everywhere() -> None:
    hostile = "a\x1b]0;title\x07\u202eb\u2028"
    found = Diagnostic("error", "bad-value", hostile, hostile, 1, 1, 2, hostile, hostile)
    assert not set("\x1b\x07\u202e\u2028") & set(str(found))
    assert r"a\x1b]0;title\x07\u202eb\u2028" in str(found)


def test_the_mark_stands_under_wide_characters() -> None:
    found = Diagnostic("error", "bad-value", "m", "f", 1, 4, 6, None, "日本 xy = 1")
    assert str(found).splitlines()[-2:] == ["1 | 日本 xy = 1", "  |      ^^"]


def test_a_tab_does_not_shift_the_mark() -> None:
    found = Diagnostic("error", "bad-value", "m", "f", 1, 2, 3, None, "\tx = 1")
    assert str(found).splitlines()[-2:] == ["1 |  x = 1", "  |  ^"]


def test_a_long_line_is_cut_around_the_mark() -> None:
    source = "x" * 5000 + "HERE" + "y" * 5000
    found = Diagnostic("error", "bad-value", "m", "f", 1, 5001, 5005, None, source)
    _, _, line, mark = str(found).splitlines()
    assert len(line) < 200
    assert line[mark.index("^") : mark.rindex("^") + 1] == "HERE"


def test_a_value_over_several_lines_is_marked_on_its_first(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text('version = """\na\nb"""\n')
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert '1 | version = """\n  |           ^^^' in str(caught.value)


def test_many_known_names_are_not_listed() -> None:
    assert suggest("zzz", [f"name{n}" for n in range(13)]) is None
    assert suggest("name1x", [f"name{n}" for n in range(13)]) == 'did you mean "name1"?'


def test_a_diagnostic_is_plain_data_for_programs() -> None:
    found = Diagnostic("error", "bad-value", "m", "f.toml", 3, 4, 6, "h", "source")
    assert found.as_dict() == {
        "severity": "error",
        "code": "bad-value",
        "message": "m",
        "file": "f.toml",
        "line": 3,
        "column": 4,
        "end_column": 6,
        "hint": "h",
    }
