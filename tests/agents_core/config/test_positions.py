"""The scanner finds what tomllib finds, at the place where it is written."""

import math
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents_core.config.positions import KeyPath, Positions

ROOT = Path(__file__).parents[3]


def test_a_key_and_its_value_are_located() -> None:
    positions = Positions('version = 1\n[agents.a]\n  tools = ["x", "y"]\n')
    span = positions.spans["agents", "a", "tools", 1]
    assert positions.line_column(span.value) == (3, 17)
    assert positions.line_text(3) == '  tools = ["x", "y"]'


def test_columns_count_characters_not_bytes() -> None:
    positions = Positions("x = { é = '日本', b = 1 }".replace("é", '"é"'))
    assert positions.line_column(positions.spans["x", "b"].key) == (1, 19)


def test_the_own_header_of_a_table_is_its_place() -> None:
    positions = Positions("[a.b]\nx = 1\n[a]\ny = 2\n")
    assert positions.line_column(positions.spans["a",].key) == (3, 2)


def test_tables_of_an_array_are_told_apart() -> None:
    positions = Positions("[[t]]\nx = 1\n[[t]]\nx = 2\n[t.sub]\ny = 3\n")
    assert positions.line_column(positions.spans["t", 1, "x"].key) == (4, 1)
    assert positions.line_column(positions.spans["t", 1, "sub", "y"].key) == (6, 1)


def test_the_nearest_place_of_an_absent_key_is_its_table() -> None:
    positions = Positions("[a]\nx = 1\n")
    assert positions.nearest(("a", "missing", 0)) == ("a",)
    assert positions.nearest(("b",)) == ()


@pytest.mark.parametrize("seed", range(8))
def test_random_documents_are_scanned_as_tomllib_reads_them(seed: int) -> None:
    source = random.Random(seed)
    documents = [_document(source) for _ in range(400)]
    assert sum(_agrees(text) for text in documents) > 250


@pytest.mark.parametrize("file", [*ROOT.glob("*.toml"), *ROOT.glob("examples/**/*.toml")], ids=str)
def test_our_own_files_are_scanned_as_tomllib_reads_them(file: Path) -> None:
    assert _agrees(file.read_text("utf-8"))


def _agrees(text: str) -> bool:
    """Assert that scanner and tomllib agree on `text`; False when it is not valid TOML."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    spans, expected = Positions(text).spans, dict(_flat(tree))
    assert spans.keys() == expected.keys(), text
    for path, value in expected.items():
        if not isinstance(value, dict | list):
            written = text[spans[path].value : spans[path].value_end]
            assert _same(tomllib.loads(f"x = {written}")["x"], value), (path, written, text)
    return True


def _flat(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _flat(inner, (*path, index))


def _same(one: object, other: object) -> bool:
    both_nan = isinstance(one, float) and isinstance(other, float) and math.isnan(one)
    return one == other or both_nan


# -- documents, most of them valid -------------------------------------------------------------


def _document(source: random.Random) -> str:
    return "\n".join(_line(source) for _ in range(source.randrange(1, 9)))


def _line(source: random.Random) -> str:
    comment = source.choice(["", "", " # ] = [", "  "])
    match source.randrange(12):
        case 0 | 1:
            return f"[{'.'.join(_key(source) for _ in range(source.randrange(1, 4)))}]{comment}"
        case 2 | 3:
            return (
                f"[[ {' . '.join(_key(source) for _ in range(source.randrange(1, 3)))} ]]{comment}"
            )
        case 4:
            return source.choice(["", "# c", "   # ] x = 1"])
        case _:
            dot, equals = source.choice([".", " . "]), source.choice(["=", " = "])
            key = dot.join(_key(source) for _ in range(source.randrange(1, 3)))
            return f"{source.choice(['', ' ', chr(9)])}{key}{equals}{_value(source)}{comment}"


def _key(source: random.Random) -> str:
    quoted = ['"a b"', '"é"', '"q\\"q"', '"\\u00e9x"', '"#"', '"[x]"', '"="', "'l i'", "'\\n'"]
    bare = source.choice("abcdefghij") + source.choice(["", "1", "-x", "_"])
    return bare if source.random() < 0.7 else source.choice(quoted)


SCALARS = (
    *("0", "-5", "1_000", "0xdead_beef", "0b11", "1.5", "inf", "-nan", "1e3", "true", "false"),
    *("1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5", "1979-05-27", "07:32:00"),
    *('""', '"a"', '"#x"', '"a,b]"', '"\\""', '"x\\\\"', '"[[t]]"', '"}"'),
    *("''", "'a'", "'#x'", "'a,b]'", "'\\'", "'\"'"),
    *('""""""', '"""\na\n"""', '"""a "" b"""', '"""x\\\n   y"""', '"""a\\"""b"""', '"""end""""'),
    *('"""end"""""', '"""[t]\nx = 1\n"""', '"""\\\\"""'),
    *("''''''", "'''\na\n'''", "'''it''s'''", "'''# no'''", "'''end''''", "'''end'''''"),
)


def _value(source: random.Random, depth: int = 0) -> str:
    kind = source.random() if depth < 3 else 0.0
    if kind < 0.7:
        return source.choice(SCALARS)
    if kind < 0.87:
        comma = source.choice([", ", ",", ",\n  ", ", # c ]\n"])
        inner = comma.join(_value(source, depth + 1) for _ in range(source.randrange(4)))
        return f"[{source.choice(['', ' ', chr(10)])}{inner}]"
    keys = (source.choice([f"k{n}", f"m.n{n}", f'"q }}{n}"']) for n in range(source.randrange(4)))
    pairs = ", ".join(f"{key} = {_value(source, depth + 1)}" for key in keys)
    return f"{{ {pairs} }}"
