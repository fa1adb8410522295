"""The shape of a document: pydantic's errors, put where they are in the file, in TOML's words.

Law: one complaint a place. A union of types complains once for each of its branches; what a reader
needs is one sentence that says what would be accepted.
"""

import re
from collections import defaultdict
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from agents_core.config.diagnostics import suggest
from agents_core.config.document import Report
from agents_core.config.positions import KeyPath
from agents_core.config.schema import PATTERNS
from agents_core.config.schema_paths import holds, known_keys, known_kinds

_TYPE_NAMES: Final = {
    "string_type": "a string",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "list_type": "an array",
    "int_type": "an integer",
    "int_from_float": "an integer",
    "float_type": "a number",
    "bool_type": "true or false",
}
"""What pydantic's error types wanted, as TOML calls it."""

_NOT_IN_FILE: Final = "[key]"
"""pydantic's mark, at the end of a location, for: the key itself is wrong."""


Schema = TypeVar("Schema", bound=BaseModel)


def check_shape(schema: type[Schema], data: dict[str, Any], report: Report) -> Schema | None:
    """Return `data` as the `schema` has it, or None after every error in it was reported."""
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        _report_all(schema, data, error.errors(include_url=False), report)
        return None


def _report_all(
    schema: type[BaseModel], data: dict[str, Any], errors: list[ErrorDetails], report: Report
) -> None:
    """Report each place once: its most telling error, or all types it could have had."""
    by_path: dict[KeyPath, list[ErrorDetails]] = defaultdict(list)
    for error in errors:
        by_path[_path_in_file(data, error)].append(error)
    for path, here in by_path.items():
        telling = [error for error in here if error["type"] not in _TYPE_NAMES]
        if telling:
            _report_one(schema, data, path, telling[0], report)
        elif not any(deeper[: len(path)] == path for deeper in by_path if deeper != path):
            wanted = " or ".join(dict.fromkeys(_TYPE_NAMES[error["type"]] for error in here))
            report.error(path, "wrong-type", f"{_label(path)} must be {wanted}")


def _report_one(
    schema: type[BaseModel],
    data: dict[str, Any],
    path: KeyPath,
    error: ErrorDetails,
    report: Report,
) -> None:
    """Report one error in the words of its type."""
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            message = f'unknown key "{path[-1]}" in {_where(path[:-1])}'
            hint = suggest(str(path[-1]), known_keys(schema, data, path[:-1]))
            report.error(path, "unknown-key", message, hint, on="key")
        case "missing":
            message = f'{_where(path[:-1])} needs "{path[-1]}"'
            report.error(path[:-1], "missing-key", message, on="key")
        case "union_tag_not_found":
            hint = f"one of {', '.join(known_kinds(schema, data, path))}"
            report.error(path, "missing-key", f'{_where(path)} needs "kind"', hint, on="key")
        case "union_tag_invalid":
            hint = suggest(context["tag"], known_kinds(schema, data, path))
            report.error((*path, "kind"), "bad-value", f'unknown kind "{context["tag"]}"', hint)
        case "literal_error":
            _report_literal(path, error, report)
        case "string_pattern_mismatch":
            message = f"{_label(path)} must be {PATTERNS[context['pattern']]}"
            on_key = error["loc"][-1] == _NOT_IN_FILE
            report.error(path, "bad-value", message, on="key" if on_key else "value")
        case "value_error":
            report.error(path, "bad-value", str(context["error"]), on="key")
        case _:
            _report_other(path, error, report)


def _report_literal(path: KeyPath, error: ErrorDetails, report: Report) -> None:
    """Report a value that is none of a few."""
    expected = str(error.get("ctx", {})["expected"]).replace("'", '"')
    value = error["input"]
    hint = suggest(value, re.findall('"([^"]*)"', expected)) if isinstance(value, str) else None
    report.error(path, "bad-value", f"{_label(path)} must be {expected}", hint)


def _report_other(path: KeyPath, error: ErrorDetails, report: Report) -> None:
    """Report a bound that is passed, in pydantic's own words."""
    if path == ("agents",):
        message = "there is no agent: write an [agents.NAME] table"
        report.error(path, "missing-key", message, on="key")
        return
    words = error["msg"].removeprefix("Input should ").removeprefix("have ")
    said = words if words.startswith("be ") else f"be: {words}"
    report.error(path, "bad-value", f"{_label(path)} must {said}")


def _path_in_file(data: Any, error: ErrorDetails) -> KeyPath:
    """Return the location without the labels of union branches, which are not in the file."""
    path: list[str | int] = []
    for part in error["loc"]:
        if holds(data, part):
            data = data[part]
        elif error["type"] != "missing" or part is not error["loc"][-1]:
            continue
        path.append(part)
    return tuple(path)


def _where(path: KeyPath) -> str:
    """Return a table as it is written in the file."""
    return f"[{_dotted(path)}]" if path else "the file"


def _label(path: KeyPath) -> str:
    """Return the key a value belongs to, quoted; an element brings its array's key."""
    keys = [n for n, part in enumerate(path) if isinstance(part, str)]
    return f'"{_dotted(path[keys[-1] :])}"' if keys else "the file"


def _dotted(path: KeyPath) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
