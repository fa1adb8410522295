"""How a request differs from the one that was recorded, in words for people.

Law: pure. What is missing and what is null are the same; text is cropped around where it differs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from agents_core.json_text import encode_json

_SHOWN: Final = 60
"""Characters shown of a text that differs."""

_BEFORE: Final = 15
"""Of them, those before the difference."""


def request_differences(
    recorded_instructions: str | None,
    recorded_input: Sequence[Any],
    recorded_tools: Sequence[str],
    body: Mapping[str, Any],
) -> list[str]:
    """Return what differs between a recorded request and the body of a new one.

    Args:
        recorded_instructions: what the model was told to be.
        recorded_input: the items it was sent.
        recorded_tools: names of the tools and handoffs it was offered.
        body: the new request, as it goes to the Responses API.
    """
    return [
        *_difference("instructions", recorded_instructions, body.get("instructions")),
        *_input_differences(recorded_input, body.get("input")),
        *_tool_differences(recorded_tools, body.get("tools") or ()),
    ]


def same_input(recorded: Sequence[Any], sent: Any) -> bool:
    """Say whether a model is sent what it was sent when the run was recorded."""
    if not isinstance(sent, list) or len(sent) != len(recorded):
        return False
    pairs = zip(map(_content, recorded), map(_content, sent), strict=True)
    return all(_plain(old) == _plain(new) for old, new in pairs)


def _input_differences(recorded: Sequence[Any], sent: Any) -> Iterator[str]:
    """Yield the first item that differs, and how many there are if that differs."""
    items = [{"role": "user", "content": sent}] if isinstance(sent, str) else list(sent or ())
    pairs = zip(map(_content, recorded), map(_content, items), strict=False)
    for index, (old, new) in enumerate(pairs):
        if found := list(_difference(f"input[{index}]{_kind(old)}", old, new)):
            yield found[0]
            break
    if len(items) != len(recorded):
        yield f"input has {len(items)} items, {len(recorded)} were recorded"


def _content(item: Any) -> Any:
    """Return an item without its id: a name of its own, made anew each time for chat servers."""
    if not isinstance(item, Mapping):
        return item
    return {key: value for key, value in item.items() if key != "id"}


def _tool_differences(recorded: Sequence[str], tools: Sequence[Any]) -> Iterator[str]:
    """Yield the tools that were added or taken away; those without a name are not compared."""
    names = [tool["name"] for tool in tools if isinstance(tool, Mapping) and "name" in tool]
    if gone := [name for name in recorded if name not in names and len(names) == len(tools)]:
        yield f"tools no longer offered: {', '.join(gone)}"
    if new := [name for name in names if name not in recorded]:
        yield f"tools offered since: {', '.join(new)}"


def _difference(place: str, old: Any, new: Any) -> Iterator[str]:
    """Yield where two values first differ, and how."""
    if _plain(old) == _plain(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _difference(f"{place}.{key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, pair in enumerate(zip(old, new, strict=True)):
            yield from _difference(f"{place}[{index}]", *pair)
    else:
        was, now = _cropped(_text(old), _text(new))
        yield f"{place}: recorded {was}, now {now}"


def _cropped(old: str, new: str) -> tuple[str, str]:
    """Return two texts around the first character that differs."""
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    at = min(len(old), len(new)) if at is None else at
    start = max(0, at - _BEFORE) if max(len(old), len(new)) > _SHOWN else 0
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int) -> str:
    """Return a part of a text, in quotes, with a sign where it was cut."""
    end = start + _SHOWN
    return f'"{"…" * (start > 0)}{text[start:end]}{"…" * (end < len(text))}"'


def _text(value: Any) -> str:
    """Return a value as text."""
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else encode_json(value).decode()


def _kind(item: Any) -> str:
    """Return what an item is, in brackets."""
    kind = (item.get("type") or item.get("role")) if isinstance(item, Mapping) else None
    return f" ({kind})" if kind else ""


def _plain(value: Any) -> Any:
    """Return a value without the keys that are null."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
