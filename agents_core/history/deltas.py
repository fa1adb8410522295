r"""What a `*.delta` payload says, read from its bytes when its shape allows, decoded when not.

Law: both ways give the same answer. The pattern takes only the flat shapes providers really send
and knows every key it passes over; anything else is decoded as JSON.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from agents_core.history.views import AgentStatus, ItemKind
from agents_core.json_text import decode_json

_NUMBER: Final = rb"(?:0|[1-9]\d*)"
_NAME: Final = rb'"[A-Za-z0-9_.:/+=-]*"'
_SEQUENCE: Final = rb'"sequence_number":' + _NUMBER

DELTA: Final = (
    rb"\{(?:" + _SEQUENCE + rb",)?"
    rb'"type":"(response\.[a-z_]+\.delta)"'
    rb"(?:," + _SEQUENCE + rb")?"
    rb'((?:,"(?:item_id":'
    + _NAME
    + rb'|(?:output|content|summary|command)_index":'
    + _NUMBER
    + rb")){0,4}),"
    rb'"delta":"([^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*)"'
    rb"(?:,(?:" + _SEQUENCE + rb'|"obfuscation":' + _NAME + rb'|"logprobs":\[\]))*\}'
)
"""A delta in the order of keys providers write; groups: type, address, text as JSON text."""

match_delta: Final = re.compile(DELTA).fullmatch
"""Match a payload that is a plain delta."""

split_lines: Final = re.compile(
    rb'\{"seq":\d+,"t":(\d+\.\d+),"type":"model\.event",'
    rb'("agent":(?:"[^"\\]*"|null),"turn":\d+(?:,"parent":\d+)?),"data":'
    + DELTA
    + rb"\}\n|[^\n]*\n"
).finditer
"""Go through whole lines; plain deltas come with their time, head and the groups of `DELTA`."""


@dataclass(frozen=True, slots=True)
class Family:
    """What the deltas of one `response.NAME.delta` type are words of."""

    kind: ItemKind
    name: str
    """Name of the item until its own is known."""
    activity: AgentStatus | None
    is_refusal: bool = False


_FAMILIES: Final = {
    "output_text": Family("message", "message", "writing"),
    "refusal": Family("message", "message", "writing", is_refusal=True),
    "reasoning": Family("reasoning", "reasoning", "reasoning"),
    "reasoning_text": Family("reasoning", "reasoning", "reasoning"),
    "reasoning_summary": Family("reasoning", "reasoning", "reasoning"),
    "reasoning_summary_text": Family("reasoning", "reasoning", "reasoning"),
    "function_call_arguments": Family("tool", "function_call", "calling"),
    "custom_tool_call_input": Family("tool", "custom_tool_call", "calling"),
    "mcp_call_arguments": Family("tool", "mcp_call", "calling"),
    "code_interpreter_call_code": Family("tool", "code_interpreter_call", "calling"),
    "shell_call_command": Family("tool", "shell_call", "calling"),
    "apply_patch_call_operation_diff": Family("tool", "apply_patch_call", "calling"),
    "shell_call_output_content": Family("other", "shell_call_output", None),
}

_NO_TEXT: Final = ("audio", "image", "video")
"""Deltas of these families are encoded media, not words."""


def known_family(name: str) -> Family | None:
    """Return the family of that name, if it is one whose `.done` repeats its words."""
    return _FAMILIES.get(name)


def family_of(name: str) -> Family | None:
    """Return what `response.NAME.delta` brings, or None when it brings no words."""
    if any(medium in name for medium in _NO_TEXT):
        return None
    return _FAMILIES.get(name) or Family("other", name, None)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a delta belongs: the item within its response, and the part within the item."""

    slot: int | str
    """output_index, or the family's kind when a provider sends none."""
    part: tuple[str, int]


def address_of(fields: dict[str, Any], name: str, family: Family) -> Address:
    """Return where an event of family `name` with these `fields` belongs."""
    index = fields.get("output_index")
    slot = index if isinstance(index, int) else family.kind
    for key in ("content_index", "summary_index", "command_index"):
        if isinstance(part := fields.get(key), int):
            return Address(slot, (name, part))
    return Address(slot, (name, 0))


def scanned_address(scanned: bytes, name: str, family: Family) -> Address:
    """Return the address in the middle group of a matched delta."""
    return address_of(decode_json(b"{%s}" % scanned[1:]), name, family)


def text_or_none(scanned: bytes) -> str | None:
    """Return the text in the last group of a matched delta; None when it is not JSON after all.

    That is so when it is not UTF-8, or has an escape JSON does not know.
    """
    try:
        if b"\\" not in scanned:
            return scanned.decode()
        text: str = decode_json(b'"%s"' % scanned)
    except ValueError:
        return None
    return text


def delta_text(delta: object) -> str:
    """Return the words of a decoded `delta`; those of an object are its strings in order."""
    if isinstance(delta, str):
        return delta
    if isinstance(delta, dict):
        return "".join(text for text in delta.values() if isinstance(text, str))
    return ""
