"""What calls of the provider's own tools ask for and give back, in words for people.

Law: any JSON is read; a type that is not told here is told by its JSON. Images are described, never
shown: their bytes stay in the recording.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from agents_core.json_text import encode_json

Fields = Mapping[str, Any]


def hosted_words(item: Fields) -> str | None:
    """Return what a call of a hosted tool asks for; None for items of other types."""
    match item.get("type"):
        case "web_search_call":
            return _lines(_searched(_fields(item.get("action"))))
        case "file_search_call":
            return _lines(_texts(item.get("queries")))
        case "image_generation_call":
            return _text(item.get("revised_prompt"))
        case "mcp_list_tools":
            return _lines(_text(tool.get("name")) for tool in _objects(item.get("tools")))
        case "computer_call":
            actions = _objects(item.get("actions")) or [_fields(item.get("action"))]
            return _lines(map(_action, actions))
    return None


def hosted_result(item: Fields) -> str | None:
    """Return what a hosted tool gave back; None when it gave nothing, or for other types."""
    match item.get("type"):
        case "web_search_call":
            action = _fields(item.get("action"))
            found = [*_objects(action.get("sources")), *_objects(item.get("results"))]
            return _lines(_source(each) for each in found) or None
        case "file_search_call":
            return "\n\n".join(map(_found_file, _objects(item.get("results")))) or None
        case "code_interpreter_call":
            return _lines(map(_interpreted, _objects(item.get("outputs")))) or None
        case "image_generation_call":
            return _image(item)
    return None


HOSTED_RESULTS: Final = frozenset(
    {"web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call"}
)
"""Types whose results are told here, if there are any."""


def _searched(action: Fields) -> Iterator[str]:
    """Yield what a search of the web looked for, or the page it opened."""
    queries = list(_texts(action.get("queries"))) or [_text(action.get("query"))]
    match action.get("type"):
        case "open_page":
            yield f"open {_text(action.get('url'))}"
        case "find_in_page" | "find":
            yield f"find {_text(action.get('pattern'))} in {_text(action.get('url'))}"
        case _:
            yield from queries


def _source(found: Fields) -> str:
    """Return one thing a search found."""
    return " ".join(filter(None, (_text(found.get("title")), _text(found.get("url")))))


def _found_file(found: Fields) -> str:
    """Return a file that was found, and the words in it."""
    score = found.get("score")
    rank = f" ({score:.2f})" if isinstance(score, int | float) else ""
    return f"{_text(found.get('filename'))}{rank}\n{_text(found.get('text'))}".strip()


def _interpreted(output: Fields) -> str:
    """Return what code printed, or where the image it made is."""
    return _text(output.get("logs")).rstrip("\n") or _text(output.get("url"))


def _image(item: Fields) -> str | None:
    """Describe an image: format, size in pixels, size in bytes."""
    result = _text(item.get("result"))
    if not result:
        return None
    parts = (item.get("output_format"), item.get("size"), item.get("quality"))
    said = [part for part in parts if isinstance(part, str)]
    return f"image: {', '.join([*said, f'{len(result) * 3 // 4:,} bytes'])}"


def _action(action: Fields) -> str:
    """Return what is done to a computer: the action, then its arguments."""
    rest = {key: value for key, value in action.items() if key != "type" and value is not None}
    said = encode_json(rest).decode(errors="replace") if rest else ""
    return f"{_text(action.get('type'))} {said}".strip()


def _lines(texts: "Iterator[str] | map[str]") -> str:
    """Return texts as lines, without empty ones."""
    return "\n".join(filter(None, texts))


def _text(value: object) -> str:
    """Return a string, or an empty one."""
    return value if isinstance(value, str) else ""


def _fields(value: object) -> Fields:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Fields]:
    """Return the objects in a list, or nothing."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: object) -> Iterator[str]:
    """Yield the strings in a list, if it is one."""
    yield from (
        each for each in (value if isinstance(value, list) else ()) if isinstance(each, str)
    )
