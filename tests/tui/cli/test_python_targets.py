"""`agent-tui run app.py:agent` with an agent of ours, and what is said of a target that is none."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.cli import cli
from tui.sources.python_agent import is_python

APP = """
from agents_core import Agent, function_tool
from agents_core.testing import ScriptedModel, assistant_message, function_call
from greeting_beside import GREETING

print("imported")

@function_tool(needs_approval=True)
def stamp(name: str) -> str:
    '''Stamp a letter.'''
    return f"stamped {name}"

def agent():
    script = [[function_call("stamp", {"name": "x"}, call_id="c1")], [assistant_message(GREETING)]]
    return Agent(name="desk", tools=[stamp], model=ScriptedModel(script))

def breaks():
    return 1 // 0

def needs(name):
    return agent()

async def later():
    return agent()

def nothing():
    return None

number = 3
"""

TWO = """
from agents_core import Agent
first = Agent(name="first")
second = also_second = Agent(name="second")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs_dir: Path) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    files = {
        "desk/app.py": APP,
        "desk/greeting_beside.py": 'GREETING = "Good day."',
        "pair.py": TWO,
        "office/__init__.py": "",
        "office/one.py": "from agents_core import Agent\nonly = Agent(name='only')",
        "boom.py": "x = 1\nboom()",
        "syntax.py": "def f(:",
        "sdk.py": "import agents",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    yield tmp_path
    for name in ("greeting_beside", "office", "office.one", "pair"):
        sys.modules.pop(name, None)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments], prog_name="agent-tui")


def test_an_agent_of_ours_is_run_from_its_module_and_forked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["run", "desk/app.py:agent", "-i", "hi", "--approve", "all", "--no-tui"]
    monkeypatch.setattr(sys, "argv", ["agent-tui", *typed])  # what the fork reads
    done = call(*typed)
    assert (done.exit_code, done.stdout) == (0, "Good day.\n"), done.output
    assert done.stderr.startswith("imported\napp.py:agent\n")
    fork = call("fork", "last", "--at", "e1", "--json")
    assert fork.exit_code == 0, fork.output
    header = json.loads(fork.stdout.splitlines()[0])
    assert header["config"]["path"] == f"{folder}/desk/app.py:agent"
    refused = call("fork", "last", "--set", "run.max_turns=3", "--json")
    assert (refused.exit_code, "--set changes an agents.toml" in refused.stderr) == (2, True)


def test_many_inputs_are_given_to_one_agent(folder: Path) -> None:
    (folder / "inputs.jsonl").write_text('"a"\n"b"\n', "utf-8")
    done = call("run", "desk/app.py:agent", "--inputs", "inputs.jsonl", "--no-tui")
    assert (done.exit_code, "2 runs: " in done.stderr) == (1, True), done.output


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("pair.py", "2 agents are in it [missing-attribute]\n   say pair.py:first, pair.py:second"),
        ("pair:third", '"pair" has no "third" [missing-attribute]\n   known: first, second'),
        ("pair.py:secnd", 'did you mean "second"?'),
        ("pear.py:first", 'no such file "pear.py" [missing-file]\n   did you mean "pair.py"?'),
        ("desk/app.py", "no agent is in it"),
        ("desk/app.py:number", '"number" is of type int, not an agent'),
        (
            "desk/app.py:breaks",
            "ZeroDivisionError: integer division or modulo by zero (FOLDER/desk/app.py:18)",
        ),
        ("desk/app.py:needs", "cannot be called without arguments: missing a required argument"),
        ("desk/app.py:later", '"later" is an async function'),
        ("desk/app.py:nothing", '"nothing" returned something of type NoneType, not an agent'),
        ("boom.py:x", "NameError: name 'boom' is not defined (FOLDER/boom.py:2)"),
        ("syntax.py:x", "SyntaxError: invalid syntax (FOLDER/syntax.py:1)"),
        ("office.two:x", "No module named 'office.two'"),
        ("sdk.py:x", "it needs the OpenAI Agents SDK: pip install 'agent-tui[openai-agents]'"),
        ("office.one", "is asked nothing yet: say it with -i TEXT"),
    ],
)
def test_a_target_that_cannot_be_run_says_why_and_where(
    folder: Path, target: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "agents", None)  # as if it were not installed
    done = call("run", target, "--no-tui")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said.replace("FOLDER", str(folder)) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "option",
    ["--set=run.max_turns=3", "--var=a=b", "--agent=x", "--model=a/b", "--dry-run", "--pace=3"],
)
def test_what_changes_a_file_is_refused_for_an_agent_in_python(option: str) -> None:
    done = call("run", "app.py:agent", "-i", "hi", option)
    assert done.exit_code == 2
    assert f"{option.partition('=')[0]} changes an agents.toml" in done.stderr


def test_a_model_set_for_all_configurations_is_none_of_its_business(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENT_TUI_MODEL", "openai/x")
    assert call("run", "desk/app.py:agent", "-i", "hi", "--no-tui").exit_code == 5


def test_a_configuration_is_told_from_an_agent_in_python(folder: Path) -> None:
    ours = ["app.py", "app.py:agent", "./a/b.py:x.y", "a.b:c", "office", "office.one"]
    theirs = ["agents.toml", "a/b.toml", "office.toml", "nowhere", "a:b/c"]
    assert [is_python(target) for target in ours] == [True] * len(ours)
    assert [is_python(target) for target in theirs] == [False] * len(theirs)
