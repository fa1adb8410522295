"""Every code an error or warning can have, at its place in the file."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from agents_core.config import ConfigError, Diagnostic, load_config
from agents_core.config.diagnostics import Code

HEAD = """\
version = 1
[run]
agent = "a"
model = "scripted/x"
"""


def findings(
    folder: Path, text: str, environ: Mapping[str, str] | None = None, *, for_run: bool = False
) -> tuple[Diagnostic, ...]:
    """Return all that is said about a file."""
    file = folder / "agents.toml"
    file.write_text(textwrap.dedent(text), "utf-8")
    try:
        return load_config(file, environ=environ or {}, for_run=for_run).warnings
    except ConfigError as error:
        return error.diagnostics


# code, the rest of the file after HEAD (its first line is line 5), line and column, the message
ERRORS: list[tuple[Code, str, str, str]] = [
    ("toml-syntax", "[agents.a\n", "5:10", "expected ']' at the end of a table declaration"),
    ("unknown-key", "[agents.a]\ntols = []\n", "6:1", 'unknown key "tols" in [agents.a]'),
    ("missing-key", "[agents.a]\n[tools.t]\nname = 't'", "6:8", '[tools.t] needs "kind"'),
    (
        "missing-key",
        "[agents.a]\n[tools.t]\nkind = 'python'",
        "6:8",
        '[tools.t] needs "function"',
    ),
    ("wrong-type", "max_turns = '5'\n[agents.a]\n", "5:13", '"max_turns" must be an integer'),
    ("wrong-type", "[agents.a]\nhandoffs = [1]", "6:13", "must be a string or a table"),
    ("bad-value", "max_turns = 0\n[agents.a]\n", "5:13", '"max_turns" must be greater than 0'),
    ("bad-value", "[agents.'a b']\n[agents.a]\n", "5:9", '"a b" must be a name'),
    ("bad-value", "[agents.a]\n[tools.t]\nkind = 'pyton'", "7:8", 'unknown kind "pyton"'),
    (
        "bad-value",
        "[agents.a]\ninstructions = ''\ninstructions_file = ''",
        "5:9",
        "set instructions or instructions_file, not both",
    ),
    ("bad-filter", "[agents.a]\n[filters]\nf = 'kind:tol'", "7:11", 'kind is never "tol"'),
    (
        "bad-filter",
        '[agents.a]\n[filters]\nf = "\\u0061 \\"b\\" durr>2s"',
        "7:19",
        'unknown key "durr"',
    ),
    (
        "bad-filter",
        '[agents.a]\n[filters]\nf = """\na\nkind:tol"""',
        "9:6",
        'kind is never "tol"',
    ),
    ("bad-filter", "[agents.a]\n[filters]\nf = '@g'", "7:6", 'there is no filter "@g"'),
    ("unknown-agent", "[agents.a]\nhandoffs = ['biling']", "6:13", 'unknown agent "biling"'),
    ("unknown-tool", "[agents.a]\ntools = ['t']", "6:10", 'unknown tool "t"'),
    ("unknown-mcp-server", "[agents.a]\nmcp_servers = ['s']", "6:16", "unknown MCP server"),
    ("unknown-guardrail", "[agents.a]\ninput_guardrails = ['g']", "6:21", "unknown guardrail"),
    (
        "bad-regex",
        "[agents.a]\ninput_guardrails = ['g']\n[guardrails.g]\nkind = 'regex'\npattern = '('",
        "9:11",
        "not a regular expression: missing ), unterminated subpattern",
    ),
    (
        "unknown-agent",
        "[agents.a]\ninput_guardrails = ['g']\n[guardrails.g]\nkind = 'agent'\nagent = 'b'",
        "9:9",
        'unknown agent "b"',
    ),
    (
        "bad-value",
        "[agents.a]\ninput_guardrails = ['g']\n[guardrails.g]\nkind = 'agent'\nagent = 'b'\n"
        "[agents.b]",
        "9:9",
        '"b" answers in plain text, so it cannot give a verdict',
    ),
    (
        "bad-value",
        "[agents.a]\ninput_guardrails = ['g']\n[guardrails.g]\nkind = 'agent'\nagent = 'b'\n"
        "tripwire = 'is_rud'\n[agents.b.output_schema]\ntype = 'object'\n"
        "properties.is_rude.type = 'boolean'",
        "10:12",
        '"is_rud" is not a boolean field of what "b" answers',
    ),
    (
        "missing-attribute",
        "[agents.a]\ninput_guardrails = ['g']\n[guardrails.g]\nkind = 'python'\n"
        "function = 'json:no'",
        "9:12",
        '"json" has no "no"',
    ),
    ("unknown-provider", "[agents.a]\nmodel = 'opnai/x'", "6:9", 'unknown provider "opnai"'),
    ("unknown-model", "[agents.a]\nmodel = 'gpt'", "6:9", 'neither "provider/model" nor'),
    ("unknown-variable", "[agents.a]\ninstructions = '{{ vars.x }}'", "6:16", '"vars.x"'),
    (
        "unknown-parameter",
        "[agents.a]\ntools = ['t']\n[tools.t]\nkind = 'command'\ncommand = ['ls', '{{ x }}']",
        "9:18",
        '"{{ x }}" is not in parameters.properties',
    ),
    (
        "templated-program",
        "[agents.a]\ntools = ['t']\n[tools.t]\nkind = 'command'\ncommand = ['{{ x }}']\n"
        "parameters = { type = 'object', properties = { x = { type = 'string' } } }",
        "9:12",
        "the program itself may not come from the model",
    ),
    ("handoff-to-self", "[agents.a]\nhandoffs = ['a']", "6:13", '"a" hands off to itself'),
    (
        "duplicate-tool-name",
        "[agents.a]\ntools = ['json:loads', 't']\n"
        "[tools.t]\nkind = 'python'\nfunction = 'json:dumps'\nname = 'loads'",
        "6:24",
        'the model would see two tools called "loads"',
    ),
    (
        "duplicate-tool-name",
        "[agents.a]\ntools = ['t']\nhandoffs = ['b']\n[agents.b]\nhandoff_description = 'b'\n"
        "[tools.t]\nkind = 'python'\nfunction = 'json:dumps'\nname = 'transfer_to_b'",
        "6:10",
        'two tools called "transfer_to_b"',
    ),
    ("missing-file", "[agents.a]\ninstructions_file = 'a.md'", "6:21", 'no such file "a.md"'),
    ("missing-file", "[agents.a]\ntools = ['./x.py:f']", "6:10", 'no such file "./x.py"'),
    ("missing-module", "[agents.a]\ntools = ['no_such:f']", "6:10", 'no module "no_such"'),
    ("missing-attribute", "[agents.a]\ntools = ['json:dump_s']", "6:10", 'no "dump_s"'),
    ("bad-schema", "[agents.a]\noutput_schema = { type = 'array' }", "6:1", 'of type "object"'),
    (
        "bad-regex",
        "[agents.a]\n[providers.s]\nkind = 'scripted'\n"
        "[[providers.s.turns]]\nwhen = '('\ntext = 'x'",
        "9:8",
        "not a regular expression",
    ),
    (
        "no-such-handoff",
        "[agents.a]\n[agents.b]\n[providers.s]\nkind = 'scripted'\n"
        "[[providers.s.turns]]\nagent = 'a'\nhandoff = 'b'",
        "11:11",
        '"a" has no handoff to "b"',
    ),
    ("bad-value", "[agents.a]\n[mcp_servers.m]\nurl = 'x'", "7:7", "must begin with http://"),
    (
        "bad-value",
        "[agents.a]\n[mcp_servers.m]\nurl = 'http://x'\nargs = ['y']",
        "8:1",
        "args belongs to a server with command",
    ),
    (
        "missing-file",
        "[agents.a]\n[mcp_servers.m]\ncommand = 'x'\ncwd = 'nowhere'",
        "8:7",
        'no such folder "nowhere"',
    ),
    (
        "bad-value",
        "[agents.a]\ntools = ['t']\n[tools.t]\nkind = 'http'\nurl = 'https://{{ host }}/'\n"
        "parameters = { type = 'object', properties = { host = { type = 'string' } } }",
        "9:7",
        "a host written out",
    ),
    (
        "unknown-parameter",
        "[agents.a]\ntools = ['t']\n[tools.t]\nkind = 'http'\nurl = 'https://x.example/'\n"
        "[tools.t.body]\nwords = ['{{ q }}']",
        "11:10",
        '"{{ q }}" is not in parameters.properties',
    ),
]


@pytest.mark.parametrize(("code", "text", "place", "message"), ERRORS)
def test_an_error_is_reported_at_its_place(
    tmp_path: Path, code: Code, text: str, place: str, message: str
) -> None:
    found = [d for d in findings(tmp_path, HEAD + text) if d.severity == "error"]
    assert [(d.code, f"{d.line}:{d.column}") for d in found] == [(code, place)]
    assert message in found[0].message


WARNINGS: list[tuple[Code, str, str, str]] = [
    ("missing-env", "[agents.a]\nmodel = 'openai/x'", "6:9", "OPENAI_API_KEY is not set"),
    (
        "missing-env",
        "[agents.a]\n[providers.p]\nkind = 'openai'\napi_key_env = 'KEY_OF_P'",
        "8:15",
        "KEY_OF_P is not set",
    ),
    ("unused-agent", "[agents.a]\n[agents.b]", "6:9", 'cannot be reached from "a"'),
    (
        "unused-tool",
        "[agents.a]\n[tools.t]\nkind = 'python'\nfunction = 'json:dumps'",
        "6:8",
        'no agent uses tool "t"',
    ),
    (
        "unused-guardrail",
        "[agents.a]\n[guardrails.g]\nkind = 'regex'\npattern = 'x'",
        "6:13",
        'no agent uses guardrail "g"',
    ),
    (
        "no-handoff-description",
        "[agents.a]\nhandoffs = ['b']\n[agents.b]",
        "7:9",
        "has no handoff_description",
    ),
    (
        "duplicate-handoff",
        "[agents.a]\nhandoffs = ['b', 'b']\n[agents.b]\nhandoff_description = 'b'",
        "6:18",
        '"b" is listed twice',
    ),
]


@pytest.mark.parametrize(("code", "text", "place", "message"), WARNINGS)
def test_a_warning_is_reported_at_its_place(
    tmp_path: Path, code: Code, text: str, place: str, message: str
) -> None:
    found = findings(tmp_path, HEAD + text)
    assert [(d.severity, d.code, f"{d.line}:{d.column}") for d in found] == [
        ("warning", code, place)
    ]
    assert message in found[0].message


def test_an_unused_server_is_warned_of_beside_its_error(tmp_path: Path) -> None:
    text = "[agents.a]\n[mcp_servers.m]\nurl = 'x'"
    codes = {d.code for d in findings(tmp_path, HEAD + text)}
    assert codes == {"bad-value", "unused-mcp-server"}


def test_several_agents_need_a_start(tmp_path: Path) -> None:
    text = "version = 1\n[agents.a]\nmodel = 'scripted/x'\n[agents.b]\nmodel = 'scripted/x'\n"
    (found,) = findings(tmp_path, text)
    assert (found.code, found.hint) == ("no-start-agent", '[run] agent = "a"')


def test_a_broken_module_is_reported_without_running_it(tmp_path: Path) -> None:
    (tmp_path / "t.py").write_text("raise SystemExit('ran')\ndef f(:\n")
    (found,) = findings(tmp_path, HEAD + "[agents.a]\ntools = ['./t.py:f']")
    assert found.code == "import-failed"
    assert '"./t.py" line 2 is not Python' in found.message


def test_looking_for_a_module_does_not_run_its_package(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__init__.py").write_text("raise SystemExit('ran')")
    (tmp_path / "pack" / "mod.py").write_text("def f(): ...")
    assert not findings(tmp_path, HEAD + "[agents.a]\ntools = ['pack.mod:f']")


@pytest.mark.parametrize(
    "source",
    [
        "from os import path as f",
        "import sys\nif sys.platform:\n    f = len",
        "try:\n    import nothing\nexcept ImportError:\n    f = None",
        "from os.path import *",
        "a, f = 1, 2",
        "class f:\n    pass",
        "def __getattr__(name): ...",
    ],
)
def test_every_way_to_give_a_module_a_name_is_seen(tmp_path: Path, source: str) -> None:
    (tmp_path / "t.py").write_text(source)
    assert not findings(tmp_path, HEAD + "[agents.a]\ntools = ['./t.py:f']")


def test_a_missing_secret_is_an_error_to_a_run_that_needs_it(tmp_path: Path) -> None:
    text = HEAD + "input = 'hi'\n[agents.a]\nmodel = 'openai/x'\n"
    (found,) = findings(tmp_path, text, for_run=True)
    assert (found.severity, found.code) == ("error", "missing-env")
    assert "--dry-run" in str(found.hint)
    assert not findings(tmp_path, text, {"OPENAI_API_KEY": "k"}, for_run=True)


def test_a_missing_secret_of_an_unused_provider_does_not_stop_a_run(tmp_path: Path) -> None:
    text = HEAD + "input = 'hi'\n[agents.a]\n[providers.p]\nkind = 'openai'\n"
    (found,) = findings(tmp_path, text, for_run=True)
    assert found.severity == "warning"


def test_a_run_needs_an_input(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, HEAD + "[agents.a]", for_run=True)
    assert (found.code, found.line) == ("missing-key", 2)


def test_agents_may_not_share_a_display_name(tmp_path: Path) -> None:
    text = HEAD + "[agents.a]\nhandoffs = ['b']\n[agents.b]\nname = 'a'\nhandoff_description = 'b'"
    (found,) = findings(tmp_path, text)
    assert (found.code, found.line, found.column) == ("bad-value", 8, 8)


def test_all_errors_of_a_phase_come_at_once_and_in_order(tmp_path: Path) -> None:
    text = HEAD + "[agents.a]\ntools = ['x']\nhandoffs = ['y']\nmodel = 'z'"
    codes = [d.code for d in findings(tmp_path, text)]
    assert codes == ["unknown-tool", "unknown-agent", "unknown-model"]


def test_a_cycle_of_handoffs_is_silent(tmp_path: Path) -> None:
    text = """
        [agents.a]
        handoffs = ["b"]
        handoff_description = "a"
        [agents.b]
        handoffs = ["a"]
        handoff_description = "b"
    """
    assert not findings(tmp_path, HEAD + textwrap.dedent(text))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"agents\.toml: error: no such file \[missing-file\]"):
        load_config(tmp_path / "agents.toml")


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_bytes(b"version = 1\n\xff")
    with pytest.raises(ConfigError, match="not UTF-8: byte 12"):
        load_config(file)


def test_windows_files_are_read_like_others(tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_bytes(
        b"\xef\xbb\xbf" + (HEAD + "[agents.a]\ntols = 1").replace("\n", "\r\n").encode()
    )
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert (caught.value.diagnostics[0].line, caught.value.diagnostics[0].column) == (6, 1)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x = {\n a = 1 }", "an inline table { … } stays on one line"),
        ("x = { a = 1\n }", "an inline table { … } stays on one line"),
        ("x = yes", "a string needs quotes"),
        ("x = 1\nx = 2\ny = 3", "this key is set twice"),
        ("[x]\n[x]\n", "this table is written twice"),
        ('x = "', None),
    ],
)
def test_common_slips_of_toml_bring_a_hint(tmp_path: Path, text: str, hint: str | None) -> None:
    (found,) = findings(tmp_path, text)
    assert (found.code, found.hint) == ("toml-syntax", hint)


TESTED_ALONE: tuple[Code, ...] = (
    "bad-override",  # in test_config_overrides
    "import-failed",
    "key-conflict",  # in tests/tui/cli/test_settings.py, for the screen alone knows its keys
    "no-start-agent",
    "unknown-action",
    "unknown-theme",
    "unused-mcp-server",
)
"""Codes with a test of their own instead of a line in ERRORS or WARNINGS."""


def test_every_code_has_its_test() -> None:
    tested = {code for code, *_ in (*ERRORS, *WARNINGS)}
    assert tested | set(TESTED_ALONE) == set(get_args(Code))
