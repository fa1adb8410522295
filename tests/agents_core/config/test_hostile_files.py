"""Whatever is written in agents.toml, its reader gets errors in words, never an exception."""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents_core.config import ConfigError, load_config
from agents_core.config.document import Document, Report
from agents_core.config.positions import KeyPath, Positions
from agents_core.config.schema import Config
from agents_core.config.shape import check_shape

SEED_TEXT = """
version = 1
run.agent = "a"
run.model = "scripted/x"
vars.x = 1
[agents.a]
handoffs = ["b", { agent = "b", tool_name = "t", input_filter = "remove_all_tools" }]
tools = ["t", "json:dumps"]
output_schema = { type = "object" }
tool_use_behavior = ["t"]
model_settings = { reasoning = { effort = "low" }, tool_choice = "t" }
[agents.b]
[tools.t]
kind = "command"
command = ["ls", "{{ x }}"]
parameters = { type = "object", properties = { x = { type = "string" } } }
[providers.p]
kind = "openai"
env_headers = { h = "H" }
[providers.s]
kind = "scripted"
[[providers.s.turns]]
agent = "a"
handoff = "b"
tool_calls = [{ name = "t", arguments = { x = "{{ vars.x }}" } }]
error = { status = 429 }
[mcp_servers.m]
url = "x"
[guardrails.g]
kind = "regex"
pattern = "x"
"""

VALUES: tuple[Any, ...] = (
    "",
    "x",
    "a",
    "\x1b[2J",
    0,
    -1,
    1.5,
    True,
    [],
    [[]],
    {},
    {"kind": 3},
    {"kind": "python"},
)


@pytest.mark.parametrize("seed", range(20))
def test_any_shape_gives_errors_at_places(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(30):
        data = tomllib.loads(SEED_TEXT)
        for _ in range(rng.randrange(1, 4)):
            _spoil(data, rng)
        document = Document("f.toml", data, Positions(SEED_TEXT), "", {})
        report = Report(document)
        config = check_shape(Config, data, report)
        assert (config is None) == report.has_errors
        assert all("\x1b" not in str(found) for found in report.found)


def _spoil(data: dict[str, Any], rng: random.Random) -> None:
    """Put a wrong value, a wrong key, or nothing, somewhere."""
    places = list(_places(data))
    if not places:
        return
    holder, key = rng.choice(places)
    if rng.random() < 0.2 and isinstance(holder, dict):
        holder[rng.choice(["kind", "python", "\x1b[2J", "a b", "agent"])] = rng.choice(VALUES)
    elif rng.random() < 0.2:
        del holder[key]
    else:
        holder[key] = rng.choice(VALUES)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys: KeyPath = ()
    if isinstance(value, dict):
        keys = tuple(value)
    elif isinstance(value, list):
        keys = tuple(range(len(value)))
    for key in keys:
        yield value, key
        yield from _places(value[key])


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_loaded_or_refused(seed: int, tmp_path: Path) -> None:
    rng, file = random.Random(seed), tmp_path / "agents.toml"
    for _ in range(20):
        text = list(SEED_TEXT)
        for _ in range(rng.randrange(1, 6)):
            text[rng.randrange(len(text))] = rng.choice("\"'[]{}=.,\n #x0\\")
        file.write_text("".join(text))
        try:
            load_config(file, environ={}, for_run=True)
        except ConfigError as error:
            assert all(found.line > 0 for found in error.diagnostics)
