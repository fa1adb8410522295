"""The file of inputs: JSON lines, each what one run is asked.

A line is a text, or an object:

    "My lamp arrived broken."
    {"input": "Where is my order?", "vars": {"shop": "Northwind"}, "name": "late order"}

Law: the whole file is checked before anything runs; every fault is told, with its line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from agents_core.errors import UserError
from agents_core.json_text import decode_json

FIELDS = ("input", "vars", "name")
"""Of the object a line may be."""


@dataclass(frozen=True, slots=True)
class BatchInput:
    """What one run is asked."""

    line: int
    """Of the file, from 1."""
    input: str
    name: str
    """What the run is called: its own name, or the number of its line, `#3`."""
    is_named: bool = False
    """The name is its own."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """On top of those of the command line."""


def read_inputs(file: Path) -> list[BatchInput]:
    """Return the inputs of `file`; empty lines are left out.

    Raises:
        UserError: it cannot be read, or there are faults in it, one a line.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"--inputs {file}: cannot be read: {error}") from error
    inputs: list[BatchInput] = []
    faults: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            inputs += _inputs_of(line, number)
        except ValueError as error:
            faults.append(f"{file}:{number}: error: {error}")
    if not inputs and not faults:
        raise UserError(f'{file}:1: error: there is no input in it; write one a line: "Hello"')
    if faults:
        raise UserError("\n".join(faults))
    return inputs


def _inputs_of(line: str, number: int) -> Iterator[BatchInput]:
    """Yield the input of a line, if it has one.

    Raises:
        ValueError: the line is wrong; the text says how.
    """
    if not line.strip():
        return
    try:
        value = decode_json(line.encode())
    except ValueError as error:
        raise ValueError(f'not JSON: {error}; a text stands in quotes: "Hello"') from error
    match value:
        case str():
            yield BatchInput(number, _filled(value), f"#{number}")
        case dict():
            yield _input_of(value, number)
        case _:
            raise ValueError('expected a text, or an object such as {"input": "Hello"}')


def _input_of(fields: dict[str, Any], number: int) -> BatchInput:
    for unknown in fields.keys() - set(FIELDS):
        near = get_close_matches(unknown, FIELDS, 1)
        hint = f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(FIELDS)}."
        raise ValueError(f'unknown field "{unknown}". {hint}')
    if "input" not in fields:
        raise ValueError('"input" is missing')
    name = fields.get("name", f"#{number}")
    if not isinstance(name, str) or not name.strip():
        raise ValueError('"name" is no text')
    text, variables = _filled(fields["input"]), _variables(fields.get("vars", {}))
    return BatchInput(number, text, name.strip(), "name" in fields, variables)


def _filled(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError('"input" is no text')
    if not text.strip():
        raise ValueError("the input is empty")
    return text


def _variables(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        raise ValueError('"vars" is no object')
    for name, value in values.items():
        if not isinstance(value, str):
            raise ValueError(f'"vars": "{name}" is no text')
    return values
