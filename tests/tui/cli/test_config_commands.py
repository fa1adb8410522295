"""tools, graph, init, doctor, export, validate --import: what they print, with which exit code."""

import http.server
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from recordings import record

from agents_core.recording import RunStore
from tui.cli import cli, local_servers
from tui.cli.local_servers import LocalServer, probe_servers

ROOT = Path(__file__).parents[3]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="agent-tui")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project as `init` makes it."""
    assert call("init", tmp_path / "soup").exit_code == 0
    return tmp_path / "soup"


HOSTILE = """
version = 1
[run]
agent = "a"
input = "x"
model = "scripted/x"
[agents.a]
name = "Tri\\"age\\u001b]0;x\\u0007 <b>#1 \\\\"
handoffs = ["b", "c"]
tools = ["ask_d"]
input_guardrails = ["judge"]
[agents.b]
handoff_description = "x"
handoffs = ["a", "c"]
[agents.c]
handoff_description = "x"
handoffs = ["b", "d"]
[agents.d]
handoff_description = "x"
[agents.e]
output_schema = { type = "object", properties = { tripwire_triggered = { type = "boolean" } }, \
required = ["tripwire_triggered"], additionalProperties = false }
[agents.lonely]
[tools.ask_d]
kind = "agent"
agent = "d"
[guardrails.judge]
kind = "agent"
agent = "e"
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "agents.toml"
    file.write_text(HOSTILE)
    return file


# -- graph -------------------------------------------------------------------------------------


def test_the_graph_is_a_tree_with_its_circles_marked(hostile: Path) -> None:
    a = 'Tri"age␛]0;x␇ <b>#1 \\ (a)'
    assert call("graph", hostile).stdout == (
        f"{a}\n"
        "├─→ b\n"
        f"│  ├─→ {a}  ↺\n"
        "│  └─→ c\n"
        "│     ├─→ b  ↺\n"
        "│     └─→ d\n"
        "├─→ c  …\n"
        "├─⚙ d as ask_d\n"
        "└─◇ e as judge\n"
        "lonely  (no way leads here)\n"
    )


def test_the_graph_as_mermaid_escapes_names(hostile: Path) -> None:
    assert call("graph", hostile, "--mermaid").stdout == (
        "flowchart TD\n"
        '    a0(["Tri#quot;age␛]0;x␇ #lt;b#gt;#35;1 #92;"])\n'
        '    a1["b"]\n'
        '    a2["c"]\n'
        '    a3["d"]\n'
        '    a4["e"]\n'
        "    a0 --> a1\n"
        "    a0 --> a2\n"
        '    a0 -. "ask_d" .-> a3\n'
        '    a0 -. "judge" .-> a4\n'
        "    a1 --> a0\n"
        "    a1 --> a2\n"
        "    a2 --> a1\n"
        "    a2 --> a3\n"
    )


def test_the_graph_in_dot_escapes_names(hostile: Path) -> None:
    text = call("graph", hostile, "--dot").stdout
    assert text.startswith("digraph agents {\n") and text.endswith("}\n")
    assert '    "a" [label="Tri\\"age␛]0;x␇ <b>#1 \\\\", style="rounded,bold"];\n' in text
    assert '    "a" -> "b";\n' in text and '    "a" -> "d" [style=dashed, label="ask_d"];\n' in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_the_dot(hostile: Path) -> None:
    text = call("graph", hostile, "--dot").stdout
    done = subprocess.run(
        ["dot", "-Tplain"], input=text, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0 and done.stdout.count("\nedge ") == 8


# -- init --------------------------------------------------------------------------------------


def test_a_new_project_is_sound_and_runs_at_once(project: Path) -> None:
    assert call("validate", project / "agents.toml", "--strict", "--import").exit_code == 0
    done = subprocess.run(
        [sys.executable, "-m", "tui", "run", project / "agents.toml", "--no-record"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "With lentil soup I would serve **flatbread with sumac**: 480 g for six.\n"
    )


def test_init_overwrites_nothing_and_then_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "tools.py").write_text("mine")
    result = call("init", tmp_path)
    assert result.exit_code == 2 and "there is tools.py already" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["tools.py"]
    assert (tmp_path / "tools.py").read_text() == "mine"


# -- tools -------------------------------------------------------------------------------------


def test_tools_are_listed_for_each_agent(project: Path) -> None:
    assert call("tools", project / "agents.toml").stdout == (
        "host\n"
        "  → transfer_to_cook  hands off to cook\n"
        "\n"
        "cook\n"
        "  find_sides(dish: string)\n"
        "      Find what goes well with a dish.\n"
        '      dish: Its name, such as "lentil soup".\n'
        "  scale(grams: number, people: integer)\n"
        "      Work out how much of something is needed.\n"
        "      grams: What one person eats.\n"
        "      people: How many eat.\n"
    )


def test_tools_are_listed_as_json_with_their_schemas(project: Path) -> None:
    result = call("tools", project / "agents.toml", "--json", "--agent", "cook")
    (cook,) = json.loads(result.stdout)
    assert (cook["agent"], cook["handoffs"]) == ("cook", [])
    names = [(tool["name"], tool["kind"]) for tool in cook["tools"]]
    assert names == [("find_sides", "function"), ("scale", "function")]
    assert cook["tools"][1]["parameters"]["required"] == ["grams", "people"]


def test_a_tool_is_called_for_real_and_its_output_is_all_of_stdout(project: Path) -> None:
    tools = project / "tools.py"
    tools.write_text(tools.read_text().replace("    return f", '    print("noise")\n    return f'))
    result = call("tools", project / "agents.toml", "--call", "scale", '{"grams": 80, "people": 6}')
    assert (result.exit_code, result.stdout) == (0, "480 g\n")


@pytest.mark.parametrize(
    ("name", "arguments", "code", "said"),
    [
        ("scal", "{}", 2, 'no tool "scal". Did you mean "scale"?'),
        ("scale", "{", 2, "the arguments are not JSON"),
        ("scale", "[]", 2, "the arguments are not a JSON object"),
        ("scale", '{"grams": "x"}', 2, "Invalid JSON input for tool scale"),
        ("find_sides", '{"dish": "fails"}', 1, "find_sides failed: ZeroDivisionError"),
    ],
)
def test_a_call_that_cannot_be_made_or_fails_says_why(
    project: Path, name: str, arguments: str, code: int, said: str
) -> None:
    tools = project / "tools.py"
    tools.write_text(
        tools.read_text().replace("    side, grams", '    1 / (dish != "fails")\n    side, grams')
    )
    result = call("tools", project / "agents.toml", "--call", name, arguments)
    assert result.exit_code == code
    assert said in result.stderr


def test_a_tool_that_asks_an_agent_is_not_called_without_a_model(hostile: Path) -> None:
    result = call("tools", hostile, "--call", "ask_d", '{"input": "x"}')
    assert result.exit_code == 2 and "needs a model" in result.stderr


def test_hostile_names_are_made_visible(hostile: Path) -> None:
    for arguments in (
        ("tools", hostile),
        ("graph", hostile),
        ("tools", hostile, "--agent", "\x1b"),
    ):
        result = call(*arguments)
        assert "\x1b" not in result.output and "␛" in result.output


def test_listing_and_drawing_need_no_key_and_no_openai(project: Path) -> None:
    code = (
        "import sys\nfrom tui.cli import run_command_line\n"
        "for command in (['tools'], ['graph'], ['doctor'], ['validate', '--import']):\n"
        f"    assert run_command_line([*command, {str(project / 'agents.toml')!r}]) == 0\n"
        "sys.exit('openai' in sys.modules or 'textual' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_agents_are_completed_from_the_configuration(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMP_WORDS", f"agent-tui tools {hostile} --agent l")
    monkeypatch.setenv("COMP_CWORD", "4")
    environment = {"_AGENT_TUI_COMPLETE": "bash_complete"}
    result = CliRunner().invoke(cli, [], prog_name="agent-tui", env=environment)
    assert result.stdout == "plain,lonely\n"


# -- validate --import -------------------------------------------------------------------------


def test_importing_finds_what_reading_cannot(project: Path) -> None:
    tools = project / "tools.py"
    tools.write_text(tools.read_text() + "\nraise RuntimeError('no database')\n")
    config = project / "agents.toml"
    assert call("validate", config).exit_code == 0
    result = call("validate", config, "--import")
    assert result.exit_code == 2
    assert "[import-failed]" in result.stdout and "no database" in result.stdout


# -- doctor ------------------------------------------------------------------------------------


def test_doctor_tells_which_keys_are_set_and_never_a_value(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-0123456789")
    runs = tmp_path / "new" / "runs"
    for more in ((), ("--json",)):
        result = call("doctor", project / "agents.toml", "--runs-dir", runs, *more)
        assert result.exit_code == 0
        assert "very-secret" not in result.output
    facts = {(fact["topic"], fact["name"]): fact for fact in json.loads(result.stdout)}
    assert facts["keys", "OPENAI_API_KEY"]["value"] == "set"
    assert facts["runs", "directory"]["value"].endswith("will be made by the first run")
    assert not runs.exists()


def test_doctor_fails_when_runs_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = call("doctor", "--runs-dir", tmp_path / "file" / "runs")
    assert result.exit_code == 1 and "cannot be written" in result.stdout


class _Models(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"data": [{"id": "qwen3:8b"}, {"id": 5}, 7]}'
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        return


@pytest.fixture
def ollama() -> Iterator[LocalServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Models) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield LocalServer("Ollama", server.server_port, "ollama")
        server.shutdown()
        thread.join()


def test_a_server_that_answers_is_found_with_its_models(ollama: LocalServer) -> None:
    nobody = LocalServer("Nobody", 1)
    assert [server.models for server in probe_servers([ollama, nobody])] == [["qwen3:8b"], None]


def test_a_missing_key_suggests_the_ollama_that_runs_here(
    ollama: LocalServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    config = tmp_path / "agents.toml"
    config.write_text('version = 1\n[run]\ninput = "x"\nmodel = "openai/x"\n[agents.a]\n')
    monkeypatch.setattr(local_servers, "OLLAMA", LocalServer("Ollama", 1, "ollama"))
    assert "ollama" not in call("run", config, "--no-tui").stderr
    monkeypatch.setattr(local_servers, "OLLAMA", ollama)
    result = call("run", config, "--no-tui")
    assert result.exit_code == 2
    assert "OPENAI_API_KEY is not set" in result.stderr
    assert "try --model ollama/qwen3:8b" in result.stderr


# -- export ------------------------------------------------------------------------------------


def test_events_are_exported_as_they_are(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    path = store.path_of("2026-11-21T10-00-00-aaaa")
    record(path)
    result = call("export", "last", "-f", "jsonl", "--runs-dir", tmp_path)
    assert result.stdout_bytes == path.read_bytes()


def test_an_export_names_a_run_a_format_and_a_table(tmp_path: Path) -> None:
    for arguments in (
        ("export", "nope", "-f", "jsonl"),
        ("export", "last"),
        ("export", "last", "-f", "script", "--provider", "a b"),
    ):
        assert call(*arguments, "--runs-dir", tmp_path).exit_code == 2


# -- dry run -----------------------------------------------------------------------------------

RISKY = """
version = 1
[run]
input = "x"
model = "openai/x"
[agents.a]
tools = ["touch", "./tools.py:write"]
[tools.touch]
kind = "command"
command = ["{{ python }}", "-c", "open('touched', 'w')"]
"""


@pytest.mark.parametrize(("option", "really"), [("--dry-run", False), ("--dry-run=tools", True)])
def test_made_up_arguments_reach_real_tools_only_when_that_is_wanted(
    tmp_path: Path, option: str, really: bool
) -> None:
    (tmp_path / "agents.toml").write_text(RISKY)
    marker = tmp_path / "written"
    (tmp_path / "tools.py").write_text(
        "from pathlib import Path\n\ndef write(name: str) -> str:\n"
        f"    Path({str(marker)!r}).touch()\n    return name\n"
    )
    result = call("run", option, tmp_path / "agents.toml", "--no-record", "--no-tui")
    assert result.exit_code == 0, result.output
    assert (marker.exists(), (tmp_path / "touched").exists()) == (really, really)


def test_a_tool_that_is_only_made_up_needs_no_approval(tmp_path: Path) -> None:
    (tmp_path / "agents.toml").write_text(
        'version = 1\n[run]\ninput = "x"\nmodel = "openai/x"\n'
        '[agents.a]\ntools = ["./tools.py:write"]\n'
    )
    (tmp_path / "tools.py").write_text(
        "from agents_core import function_tool\n\n@function_tool(needs_approval=True)\n"
        "def write(name: str) -> str:\n    raise SystemExit\n"
    )
    result = call("run", "--dry-run", tmp_path / "agents.toml", "--no-record", "--no-tui")
    assert result.exit_code == 0, result.output
    assert "write was not called" in result.stderr
