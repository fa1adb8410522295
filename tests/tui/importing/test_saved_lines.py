"""JsonLines: bad lines are counted and told, the others are read."""

from io import BytesIO

from tui.importing.json_lines import JsonLines


def read(text: bytes, longest: int = 1 << 20) -> tuple[list[dict[str, object]], list[str]]:
    lines = JsonLines(BytesIO(text), "f", longest)
    return list(lines), lines.faults


def test_garbage_is_passed_over_and_told_with_its_line() -> None:
    objects, faults = read(b'{"a":1}\ngarbage\n\n[1]\n{"a":2}\n{"a":')
    assert objects == [{"a": 1}, {"a": 2}]
    assert faults == [
        "f:2: not JSON; passed over.",
        "f:4: no JSON object; passed over.",
        "f:6: not JSON, perhaps cut off; passed over.",
    ]


def test_many_faults_are_counted() -> None:
    _, faults = read(b"x\n" * 10)
    assert faults[3:] == ["f: 7 more such lines."]


def test_an_endless_line_is_passed_over_in_pieces() -> None:
    objects, faults = read(b'{"a":"' + b"x" * 1000 + b'"}\n{"a":1}\n', longest=100)
    assert (objects, faults) == ([{"a": 1}], ["f:1: longer than 100 bytes; passed over."])
