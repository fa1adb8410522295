"""Conversation: a request to the Responses API, seen as what was said so far.

It answers what a script may ask: who calls, what was said last, what tools gave back.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from agents_core.json_text import decode_json
from agents_core.tools.tool_names import callable_name

HANDOFF_PREFIX: Final = "transfer_to_"
"""How the tool of a handoff is called, unless somebody renamed it."""

_TEMPLATE: Final = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


class ScriptFault(Exception):
    """The script asks for what is not there; the text says what."""


class Conversation:
    """What a turn of a script may look at."""

    def __init__(
        self,
        body: Mapping[str, Any],
        agent: str | None,
        variables: Mapping[str, Any],
        *,
        templates: bool = True,
    ) -> None:
        """Read a request's body.

        Args:
            body: the JSON of the request.
            agent: who asks.
            variables: the values of {{ vars.NAME }}.
            templates: whether `fill` does anything.
        """
        self.agent = agent
        self._fills = templates
        self.tools: list[dict[str, Any]] = [
            tool for tool in body.get("tools") or [] if tool.get("type") == "function"
        ]
        self.wanted_format: Mapping[str, Any] = (body.get("text") or {}).get("format") or {}
        self.called: set[str] = set()
        """Names of the tools called so far, handoffs included."""
        self.latest: list[str] = []
        """What the model was told since it last spoke; handoffs do not count as speaking."""
        self._scope: dict[str, Any] = {"input": "", "tool": {}, "vars": variables}
        self._listen(_items(body.get("input")))

    def handoff_tool(self, target: str) -> str:
        """Return the tool that hands off to `target`: an agent's name or the tool's own."""
        wanted = (target.lower(), HANDOFF_PREFIX + callable_name(target))
        names: list[str] = [tool["name"] for tool in self.tools]
        found = [name for name in names if name.lower() in wanted]
        if not found:
            raise ScriptFault(f'"{self.agent}" cannot hand off to "{target}": it has {names}')
        return found[0]

    def fill(self, value: Any) -> Any:
        """Return `value` with its templates filled; one that is all there is keeps its type."""
        if not self._fills:
            return value
        if isinstance(value, Mapping):
            return {key: self.fill(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.fill(each) for each in value]
        if not isinstance(value, str):
            return value
        if whole := _TEMPLATE.fullmatch(value):
            return self._look_up(whole[1])
        return _TEMPLATE.sub(lambda found: str(self._look_up(found[1])), value)

    def _listen(self, items: Sequence[Mapping[str, Any]]) -> None:
        """Go through the conversation once."""
        names: dict[str, str] = {}
        was_model = False
        for item in items:
            type_ = item.get("type")
            if type_ == "function_call":
                name = names[item["call_id"]] = item["name"]
                self.called.add(name)
                was_model = was_model or not name.startswith(HANDOFF_PREFIX)
            elif type_ == "function_call_output":
                name = names.get(item["call_id"], "")
                if not name.startswith(HANDOFF_PREFIX):
                    self._hear(_text(item.get("output")), was_model)
                    self._scope["tool"][name] = _parsed(self.latest[-1])
                    was_model = False
            elif item.get("role") == "user":
                self._hear(_text(item.get("content")), was_model)
                self._scope["input"] = self.latest[-1]
                was_model = False
            elif item.get("role") == "assistant":
                was_model = True

    def _hear(self, text: str, after_model: bool) -> None:
        """Take in what the model was told; what came before it last spoke is old."""
        if after_model:
            self.latest = []
        self.latest.append(text)

    def _look_up(self, path: str) -> Any:
        """Return what a template's path leads to."""
        at: Any = self._scope
        for part in path.split("."):
            if isinstance(at, list) and part.isdecimal() and int(part) < len(at):
                at = at[int(part)]
            elif isinstance(at, Mapping) and part in at:
                at = at[part]
            else:
                known = f": {', '.join(map(str, at))}" if isinstance(at, Mapping) and at else ""
                raise ScriptFault(f"{{{{ {path} }}}}: there is no {part!r}{known}")
        return at


def _items(input: Any) -> list[Mapping[str, Any]]:
    """Return the items of a request's input."""
    if isinstance(input, str):
        return [{"role": "user", "content": input}]
    return [item for item in input or [] if isinstance(item, Mapping)]


def _text(content: Any) -> str:
    """Return the text of a message's content or a tool's output."""
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text") or "") for part in content or [])


def _parsed(text: str) -> Any:
    """Return a tool's output as the value it spells, in JSON or as Python shows it, or as text."""
    with suppress(ValueError):
        return decode_json(text.encode())
    with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        return ast.literal_eval(text)
    return text
