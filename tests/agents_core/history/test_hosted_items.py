"""What hosted calls ask for and give back, in words."""

from typing import Any

import pytest

from agents_core.history.hosted_items import hosted_result, hosted_words


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"type": "web_search_call", "action": {"type": "search", "query": "cats"}}, "cats"),
        ({"type": "web_search_call", "action": {"type": "open_page", "url": "u"}}, "open u"),
        (
            {"type": "web_search_call", "action": {"type": "find", "pattern": "p", "url": "u"}},
            "find p in u",
        ),
        ({"type": "web_search_call"}, ""),
        ({"type": "file_search_call", "queries": ["a", 1, "b"]}, "a\nb"),
        ({"type": "image_generation_call", "revised_prompt": "A cat."}, "A cat."),
        ({"type": "mcp_list_tools", "tools": [{"name": "roll"}, None]}, "roll"),
        (
            {"type": "computer_call", "action": {"type": "click", "x": 1, "button": None}},
            'click {"x":1}',
        ),
        ({"type": "function_call", "arguments": "{}"}, None),
    ],
)
def test_a_call_is_told_by_what_it_asks_for(item: dict[str, Any], words: str | None) -> None:
    assert hosted_words(item) == words


@pytest.mark.parametrize(
    ("item", "result"),
    [
        (
            {"type": "web_search_call", "results": [{"title": "Cats", "url": "https://c.at"}]},
            "Cats https://c.at",
        ),
        ({"type": "web_search_call", "action": {"type": "search"}}, None),
        (
            {
                "type": "file_search_call",
                "results": [{"filename": "a.txt", "score": 0.5, "text": "Pizza."}],
            },
            "a.txt (0.50)\nPizza.",
        ),
        ({"type": "file_search_call", "results": None}, None),
        (
            {
                "type": "code_interpreter_call",
                "outputs": [{"type": "logs", "logs": "120\n"}, {"type": "image", "url": "u"}],
            },
            "120\nu",
        ),
        (
            {"type": "image_generation_call", "output_format": "png", "result": "AAAA"},
            "image: png, 3 bytes",
        ),
        ({"type": "image_generation_call", "result": None}, None),
    ],
)
def test_a_result_is_told_without_its_bytes(item: dict[str, Any], result: str | None) -> None:
    assert hosted_result(item) == result
