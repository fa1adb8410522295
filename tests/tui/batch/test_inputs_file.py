"""The file of inputs: what a line may be, and what is said of one that is wrong."""

from pathlib import Path

import pytest

from agents_core.errors import UserError
from tui.batch.inputs_file import BatchInput, read_inputs


def written(folder: Path, *lines: str) -> Path:
    file = folder / "prompts.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_a_line_is_a_text_or_an_object(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '"Hello"',
        "",
        '{"input": "Where is it?", "vars": {"shop": "Northwind"}, "name": "late"}',
        '{"input": "Why?"}',
    )
    assert read_inputs(file) == [
        BatchInput(1, "Hello", "#1"),
        BatchInput(3, "Where is it?", "late", is_named=True, variables={"shop": "Northwind"}),
        BatchInput(4, "Why?", "#4"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Hello", "not JSON: .* a text stands in quotes"),
        ("7", "expected a text, or an object"),
        ('""', "the input is empty"),
        ("{}", '"input" is missing'),
        ('{"input": 7}', '"input" is no text'),
        ('{"inptu": "x"}', 'unknown field "inptu". Did you mean "input"'),
        ('{"input": "x", "zzz": 1}', 'unknown field "zzz". There are input, vars, name'),
        ('{"input": "x", "name": 7}', '"name" is no text'),
        ('{"input": "x", "vars": []}', '"vars" is no object'),
        ('{"input": "x", "vars": {"n": 7}}', '"vars": "n" is no text'),
    ],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, line: str, said: str) -> None:
    file = written(tmp_path, '"good"', line)
    with pytest.raises(UserError, match=f"prompts.jsonl:2: error: {said}"):
        read_inputs(file)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_inputs(written(tmp_path, "a", '"good"', "b"))
    lines = str(caught.value).splitlines()
    assert [line.partition("jsonl:")[2][0] for line in lines] == ["1", "3"]


def test_a_file_without_inputs_or_without_reading_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no input in it"):
        read_inputs(written(tmp_path, "", " "))
    with pytest.raises(UserError, match="cannot be read"):
        read_inputs(tmp_path / "nowhere")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="cannot be read"):
        read_inputs(tmp_path / "bytes")
