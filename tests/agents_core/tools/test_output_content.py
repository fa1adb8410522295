"""What a tool returns, as the model gets it."""

from typing import Any

import pytest

from agents_core import ToolOutputFileContent, ToolOutputImage, ToolOutputText
from agents_core.tools.output_content import output_for_model

IMAGE = {"type": "input_image", "image_url": "data:x"}


@pytest.mark.parametrize(
    ("output", "parts"),
    [
        (ToolOutputText(text="a"), [{"type": "input_text", "text": "a"}]),
        (ToolOutputImage(image_url="data:x"), [IMAGE]),
        ({"type": "image", "image_url": "data:x"}, [IMAGE]),
        (
            ToolOutputFileContent(file_data="eA==", filename="x.txt"),
            [{"type": "input_file", "file_data": "eA==", "filename": "x.txt"}],
        ),
        (
            [ToolOutputText(text="a"), {"type": "image", "image_url": "data:x"}],
            [{"type": "input_text", "text": "a"}, IMAGE],
        ),
    ],
)
def test_content_becomes_parts(output: Any, parts: Any) -> None:
    assert output_for_model(output) == parts


@pytest.mark.parametrize(
    "output",
    [
        "text",
        42,
        None,
        [],
        {},
        {"type": "text"},
        {"type": "image"},
        {"type": "other", "text": "a"},
        [ToolOutputText(text="a"), "b"],
    ],
)
def test_everything_else_becomes_text(output: Any) -> None:
    assert output_for_model(output) == str(output)
