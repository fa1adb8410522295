"""What a tool may return besides text, and the form in which the model gets any of it.

Law: what is declared as content (an object of these classes, a dict with one of their types, or a
list of only such) becomes content parts; everything else becomes text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypedDict

from pydantic import BaseModel, TypeAdapter, ValidationError


class ToolOutputText(BaseModel):
    """Text."""

    type: Literal["text"] = "text"
    text: str


class ToolOutputImage(BaseModel):
    """A picture: a URL (also a data URL), or the id of a file the provider has."""

    type: Literal["image"] = "image"
    image_url: str | None = None
    file_id: str | None = None
    detail: Literal["low", "high", "auto"] | None = None


class ToolOutputFileContent(BaseModel):
    """A file: base64 data, a URL, or the id of a file the provider has."""

    type: Literal["file"] = "file"
    file_data: str | None = None
    file_url: str | None = None
    file_id: str | None = None
    filename: str | None = None


class ToolOutputTextDict(TypedDict):
    """`ToolOutputText` as a dict."""

    type: Literal["text"]
    text: str


class ToolOutputImageDict(TypedDict, total=False):
    """`ToolOutputImage` as a dict."""

    type: Literal["image"]
    image_url: str
    file_id: str
    detail: Literal["low", "high", "auto"]


class ToolOutputFileContentDict(TypedDict, total=False):
    """`ToolOutputFileContent` as a dict."""

    type: Literal["file"]
    file_data: str
    file_url: str
    file_id: str
    filename: str


Content = ToolOutputText | ToolOutputImage | ToolOutputFileContent
"""Anything but plain text that a tool may return."""

_read_content: Callable[[Any], Content] = TypeAdapter(Content).validate_python
"""Reads a dict as content, or raises ValidationError."""

_CONTENT_TYPES = frozenset({"text", "image", "file"})
"""The `type` values a dict must have to be meant as content."""


def output_for_model(output: Any) -> str | list[dict[str, Any]]:
    """Return a tool's return value as the model gets it: text, or a list of content parts."""
    values = output if isinstance(output, list) else [output]
    contents = [_as_content(value) for value in values]
    if not contents or None in contents:
        return str(output)
    return [_input_part(content) for content in contents if content is not None]


def _as_content(value: Any) -> Content | None:
    """Return a value as content if it is meant as such and has what it needs."""
    if isinstance(value, dict) and value.get("type") in _CONTENT_TYPES:
        try:
            value = _read_content(value)
        except ValidationError:
            return None
    if isinstance(value, ToolOutputText):
        return value
    if isinstance(value, ToolOutputImage) and (value.image_url or value.file_id):
        return value
    if isinstance(value, ToolOutputFileContent) and (
        value.file_data or value.file_url or value.file_id
    ):
        return value
    return None


def _input_part(content: Content) -> dict[str, Any]:
    """Return the content part of a model's input."""
    fields = content.model_dump(exclude_none=True, exclude={"type"})
    return {"type": f"input_{content.type}", **fields}
