"""The schema editors use is the one of the tables, and takes what the tables take."""

import json
import tomllib
from pathlib import Path

import pytest

from agents_core.config.building.schema_match import mismatches
from agents_core.config.editor_schema import json_schema, schema_text

ROOT = Path(__file__).parents[3]
EXAMPLES = [ROOT / "agents.toml", *sorted(ROOT.glob("examples/**/*.toml"))]


def test_the_shipped_schema_is_current() -> None:
    shipped = (ROOT / "tui" / "agents.schema.json").read_text("utf-8")
    assert shipped == schema_text(), (
        "write it anew: python -m agents_core.config.editor_schema > tui/agents.schema.json"
    )


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_our_examples_fit_the_schema(file: Path) -> None:
    assert mismatches(tomllib.loads(file.read_text("utf-8")), json_schema()) == []


@pytest.mark.parametrize(
    "text",
    [
        "version = 2\n[agents.a]",
        "version = 1\n[agents.a]\ntols = []",
        "version = 1\n[agents.a]\n[tools.t]\nkind = 'pyton'",
        "version = 1\n[agents.a]\n[providers.'a b']\nkind = 'scripted'",
        "version = 1\nagents = 3",
    ],
)
def test_what_the_tables_refuse_the_schema_refuses(text: str) -> None:
    assert mismatches(tomllib.loads(text), json_schema())


def test_nothing_in_the_schema_is_null() -> None:
    assert "null" not in json.dumps(json_schema())
