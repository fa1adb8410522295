"""The recorded model streams of many providers, where they are: beside the project, not in it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
STREAMS = ROOT.parent / "shared" / "streams"
needs_streams = pytest.mark.skipif(
    not (STREAMS / "expected.json").is_file(),
    reason="the recorded provider streams (../shared/streams) are not beside this clone",
)


def expected() -> dict[str, Any]:
    """Return the facts of every recording, computed from its bytes; empty without the folder."""
    file = STREAMS / "expected.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def responses_streams() -> list[str]:
    """Return the names of the recordings of the Responses API."""
    return [name for name in sorted(expected()) if name.startswith("responses-")]


def chat_streams() -> list[str]:
    """Return the names of the recordings of the Chat Completions API."""
    return [name for name in sorted(expected()) if name.startswith("chat-")]


def facts_of(sse: Path) -> dict[str, Any]:
    """Return the facts of a stream, by the program that made `expected.json`."""
    program = (sys.executable, str(STREAMS / "facts.py"), str(sse))
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def agent_tui(
    *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own, with its runs below `cwd`."""
    env = {**os.environ, "AGENT_TUI_RUNS_DIR": str(cwd / "runs"), **(environment or {})}
    return subprocess.run(
        (sys.executable, "-m", "tui", *map(str, arguments)),
        cwd=cwd,
        env={**env, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
