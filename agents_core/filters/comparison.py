"""Comparisons: what `key op value` means for each kind of value, decided once when it is read.

Law: letters match in either case unless a capital is typed; `=` alone is exact.
"""

import operator
import re
from collections.abc import Callable
from typing import Final

from agents_core.errors import FilterError
from agents_core.filters.keys import Key
from agents_core.filters.nearest import nearest
from agents_core.filters.patterns import compile_pattern
from agents_core.filters.quantities import read_any, read_count, read_money, read_seconds
from agents_core.filters.tokens import Operator
from agents_core.json_text import encode_json

Test = Callable[[object], bool]
"""Whether a fact passes."""

_ORDERS: Final[dict[Operator, Callable[..., bool]]] = {
    ":": operator.eq,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_READERS: Final = {
    "number": (read_count, "a number such as 12 or 4k"),
    "seconds": (read_seconds, "a time such as 2s, 150ms or 1m"),
    "money": (read_money, "an amount such as $0.05"),
}


def make_test(key: Key, op: Operator, value: str) -> Test:
    """Return the test that a fact of `key` has to pass.

    Raises:
        FilterError: the value is impossible for the key, or the operator means nothing there. Its
            position is relative to the value.
    """
    match key.values:
        case "number" | "seconds" | "money":
            return _number_test(key, op, value)
        case "choice":
            return _choice_test(key, op, value)
        case "flag":
            return _flag_test(key, op, value)
        case "name":
            _refuse_order(key, op)
            return _text_test(op, value)
        case "text":
            _refuse_order(key, op)
            return _contains(value) if op == ":" else _text_test(op, value)
        case "json":
            return _json_test(op, value)


def contains(word: str) -> Callable[[str], bool]:
    """Return a test for texts in which `word` stands."""
    if word != word.lower():
        return lambda text: word in text
    return lambda text: word in text.lower()


def _contains(value: str) -> Test:
    if "*" in value or "?" in value:
        return _glob_test(f"*{value}*")
    test = contains(value)
    return lambda fact: isinstance(fact, str) and test(fact)


def _number_test(key: Key, op: Operator, value: str) -> Test:
    read, wanted = _READERS[key.values]
    if op == "~":
        raise FilterError(f"{key.name} is a number: compare it with = < or >")
    if (number := read(value)) is None:
        raise FilterError(f'{key.name} wants {wanted}, not "{value}"', suggestion=key.example)
    compare = _ORDERS[op]
    return lambda fact: isinstance(fact, int | float) and compare(fact, number)


def _choice_test(key: Key, op: Operator, value: str) -> Test:
    _refuse_order(key, op)
    fits = _text_test(":" if op == "!=" else op, value)
    if op != "~" and not any(map(fits, key.choices)):
        raise FilterError(f'{key.name} is never "{value}"', suggestion=nearest(value, key.choices))
    return _text_test(op, value)


def _flag_test(key: Key, op: Operator, value: str) -> Test:
    if op != ":":
        raise FilterError(f"{key.name} is asked with a colon", suggestion=key.example)
    if value not in key.choices:
        raise FilterError(f'nothing is "{value}"', suggestion=nearest(value, key.choices))
    return lambda fact: fact == value


def _refuse_order(key: Key, op: Operator) -> None:
    if op in ("<", "<=", ">", ">="):
        raise FilterError(f"{key.name} has no order: use {key.name}: or {key.name}~")


def _text_test(op: Operator, value: str) -> Test:
    match op:
        case "~":
            search = compile_pattern(value)
            return lambda fact: isinstance(fact, str) and search(fact)
        case ":":
            return _glob_test(value)
        case _:
            compare = _ORDERS[op]
            return lambda fact: isinstance(fact, str) and compare(fact, value)


def _glob_test(glob: str) -> Test:
    """Return a test for texts that are `glob`, in which `*` and `?` stand for anything."""
    flags = re.DOTALL | (re.IGNORECASE if glob == glob.lower() else 0)
    matches = re.compile(_glob_pattern(glob), flags).fullmatch
    return lambda fact: isinstance(fact, str) and matches(fact) is not None


def _glob_pattern(glob: str) -> str:
    """Return a pattern that never goes back to try another place for a part it has found."""
    first, *rest = (re.escape(part).replace(r"\?", ".") for part in glob.split("*"))
    if not rest:
        return first
    *between, last = rest
    return first + "".join(f"(?>.*?{part})" for part in between if part) + f".*{last}"


def _json_test(op: Operator, value: str) -> Test:
    """Return a test of a JSON value: as numbers where both are, else as texts."""
    if op in (":", "~"):
        as_text, number = _text_test(op, value), read_any(value) if op == ":" else None
        return lambda fact: (
            as_text(_json_text(fact)) or (number is not None and _json_number(fact) == number)
        )
    number, compare = read_any(value), _ORDERS[op]

    def test(fact: object) -> bool:
        if number is None:
            return compare(_json_text(fact), value)
        own = _json_number(fact)
        return op == "!=" if own is None else compare(own, number)

    return test


def _json_text(value: object) -> str:
    return value if isinstance(value, str) else encode_json(value).decode(errors="replace")


def _json_number(value: object) -> float | None:
    """Return a JSON number, also one that a model wrote as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return read_any(value) if isinstance(value, str) else float(value)
    except OverflowError:
        return None
