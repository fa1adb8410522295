"""Programs on the OpenAI Agents SDK, watched: real processes and the real SDK."""

import importlib
import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agents_core.history.deltas import match_delta
from agents_core.history.run_history import RunHistory
from agents_core.json_text import encode_json
from agents_core.recording import read_run

HERE = Path(__file__).parent

needs_sdk = pytest.mark.skipif(
    importlib.util.find_spec("agents") is None,
    reason="openai-agents is not installed (extra: openai-agents)",
)


MODES = ("bare", "one", "untraced", "whole-all", "whole-all-spans", "all")

NO_KEY = "OPENAI_API_KEY is not set, skipping trace export\n"
"""What the SDK's own exporter says."""

LAMPS, ORDER = "Lamps are in stock.", "Order 7: two lamps."


@dataclass(frozen=True)
class Desk:
    """What the program printed in each mode, and where its runs are."""

    printed: dict[str, list[str]]
    home: Path

    def run(self, mode: str) -> Path:
        """Return the only run of a mode."""
        [file] = (self.home / mode).glob("*.jsonl")
        return file


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Run the program once, in all modes: the SDK is slow to load."""
    home = tmp_path_factory.mktemp("desk")
    done = subprocess.run(
        [sys.executable, str(HERE / "desk_program.py"), str(home), *MODES],
        env=os.environ | {"OPENAI_API_KEY": ""},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert (done.returncode, done.stderr.replace(NO_KEY, "")) == (0, "")
    assert not (home / "watch.log").exists()
    parts = done.stdout.split("== ")[1:]
    return Desk({part.split()[0]: part.splitlines()[1:] for part in parts}, home)


def names(events: Sequence[dict[str, Any]], type_: str, field: str) -> list[Any]:
    return [event["data"][field] for event in events if event["type"] == type_]


@needs_sdk
def test_a_watched_stream_is_kept_whole_and_reaches_the_program_unchanged(desk: Desk) -> None:
    bare = desk.printed["bare"]
    assert desk.printed["one"] == desk.printed["all"] == bare
    assert not (desk.home / "bare").exists()

    file = desk.run("one")
    events = [json.loads(line) for line in file.read_text("utf-8").splitlines()[1:]]
    counts = Counter(event["type"] for event in events)
    said = [e["data"] for e in events if e["data"].get("type") == "response.output_text.delta"]
    assert said and all(
        match_delta(encode_json(delta)) for delta in said
    )  # read without being decoded
    assert counts["model.event"] == bare.count("raw_response_event")
    assert counts["item.create"] == bare.count("run_item_stream_event")
    assert names(events, "agent.update", "agent") == ["triage", "orders", "clerk"]
    assert names(events, "turn.start", "turn") == [1, 2, 1, 3]
    assert names(events, "guardrail.result", "behavior") == ["allow"]
    assert sorted(names(events, "tool.start", "call_id")) == ["c2", "c3"]
    assert sorted(names(events, "tool.end", "output")) == [LAMPS, ORDER]
    assert events[-1]["data"]["final_output"] == bare[-1]
    assert file.stat().st_mode & 0o777 == 0o600


@needs_sdk
@pytest.mark.parametrize("mode", MODES[1:])
def test_a_run_reads_the_same_however_it_is_watched(mode: str, desk: Desk) -> None:
    history = RunHistory()
    with read_run(desk.run(mode)) as recording:
        for event in recording:
            history.append(event)
    end = len(history)
    view = history.view(end)
    tools = [item for item in history.items(end) if item.kind == "tool" and item.depth == 0]

    assert (view.status, view.final_output) == ("finished", "Two lamps, in stock.")
    assert sorted((tool.name, tool.output) for tool in tools) == [
        ("ask", LAMPS),
        ("find_order", ORDER),
    ]
    texts = [history.item_text(index, 0, 99) for index in range(history.item_count(end))]
    assert texts[0] == "What did I order?"
    assert texts.count("Two lamps, in stock.") == 1


@pytest.mark.parametrize(
    ("module", "needed", "extra"),
    [
        ("tui.watch.pydantic_ai", "pydantic_ai.capabilities", "pydantic-ai"),
        ("tui.watch.langgraph", "langchain_core.callbacks", "langgraph"),
    ],
)
def test_without_a_framework_it_says_what_to_install(
    module: str, needed: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, needed, None)
    with pytest.raises(ImportError, match=rf"pip install 'agent-tui\[{extra}\]'"):
        importlib.import_module(module)


def test_without_the_sdk_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['agents'] = None; from tui.watch import watch; watch()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ImportError") and "pip install 'agent-tui[openai-agents]'" in last
