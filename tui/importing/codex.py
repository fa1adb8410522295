"""Sessions of Codex: `~/.codex/sessions/YYYY/MM/DD/rollout-….jsonl`, as it writes them since 0.40.

A line is {timestamp, type, payload}. Items of the model stand there as the Responses API has them,
and are taken as they are; times are when a line was written. Codex does not write down when it asks
its model: the latest moment is known before which everything was there that it was asked with.

Format: https://github.com/openai/codex/blob/main/codex-rs/protocol/src/protocol.rs (RolloutLine)
"""

from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from agents_core.fault import Fault
from tui.importing.fields import number, record, records, text, words
from tui.importing.json_lines import JsonLines
from tui.importing.saved_run import SavedEvents, SavedRun, read_moment
from tui.watch.model_log import Asked
from tui.watch.raw_items import Item
from tui.watch.told_run import ToldRun, Usage, usage_of

SOURCE: Final = "codex"

AGENT: Final = "codex"

_TYPES: Final = {"session_meta", "turn_context", "response_item", "event_msg", "compacted"}
"""Of lines. There are others, which tell of what goes on in Codex and not in the run."""

_HEARD: Final = {
    "user_message",
    "token_count",
    "task_complete",
    "turn_complete",
    "turn_aborted",
    "error",
}
"""Messages for the screen of Codex that say more than the items do."""

_MADE: Final = {"reasoning", "message"}
"""Items a model makes that are no calls."""


def is_codex(line: dict[str, Any]) -> bool:
    """Tell whether a line is one of a session of Codex."""
    return text(line, "type") in _TYPES and isinstance(line.get("payload"), dict)


def read_codex(lines: JsonLines) -> list[SavedRun]:
    """Return the one run of a session."""
    reader = _Reader()
    for line in lines:
        moment = read_moment(line.get("timestamp"))
        if isinstance(line.get("payload"), dict) and moment is not None:
            reader.take(text(line, "type"), record(line, "payload"), moment)
        else:
            lines.fault("no line of a Codex session")
    return [] if reader.saved is None else [reader.finish()]


class _Reader:
    """Reads one session, line by line."""

    def __init__(self) -> None:
        self.saved: SavedEvents | None = None
        self._title = ""
        self._model: str | None = None
        self._instructions: str | None = None
        self._said = ""
        """By the user, in an item: what begins a round where no message of Codex does."""
        self._last_words: str | None = None

    @property
    def _run(self) -> ToldRun:
        assert self.saved is not None
        return self.saved.run

    def take(self, type_: str, payload: dict[str, Any], moment: datetime) -> None:
        """Take one line."""
        if self.saved is None:
            self.saved = SavedEvents(SOURCE, text(payload, "id") or moment.isoformat(), moment)
        if type_ == "event_msg" and text(payload, "type") not in _HEARD:
            return
        is_made = type_ == "response_item" and _is_made(payload)
        if is_made and not self._run.is_going_on:
            self._begin(self._said)
        if is_made and not self._run.is_asked:
            self._ask()  # at the moment of what came before
        self.saved.at(moment)
        match type_:
            case "session_meta":
                self._introduce(payload)
            case "turn_context":
                self._model = text(payload, "model") or self._model
            case "response_item":
                self._take_item(payload)
            case "event_msg":
                self._take_message(payload)

    def finish(self) -> SavedRun:
        """Return the run; a session that does not say how it ended ended with its last words."""
        self._answer(None)
        if self._last_words is not None:
            self._run.end("finished", self._last_words)
        assert self.saved is not None
        return SavedRun(
            self.saved.run_id,
            self._title or "Codex session",
            AGENT,
            self.saved.began_at,
            "items",
            self.saved.events,
        )

    def _introduce(self, payload: dict[str, Any]) -> None:
        self._title = PurePath(text(payload, "cwd")).name
        self._instructions = text(record(payload, "base_instructions"), "text") or text(
            payload, "instructions"
        )

    def _ask(self) -> None:
        self._last_words = None
        self._run.ask(Asked(self._model, self._instructions or None))

    def _answer(self, usage: Usage | None) -> None:
        if self._run.is_asked:
            self._run.answer(usage)

    def _take_item(self, item: Item) -> None:
        kind, call_id = text(item, "type"), text(item, "call_id")
        if _is_made(item):
            self._run.create({key: value for key, value in item.items() if key not in _HIDDEN})
            if kind == "message":
                self._last_words = words(item.get("content"))
            if kind in _ARGUMENTS and call_id:
                name = text(item, "name") or kind.removesuffix("_call")
                self._run.start_tool(call_id, name, item.get(_ARGUMENTS[kind]))
        elif kind.endswith("_output"):
            self._answer(None)
            self._run.end_tool(call_id, _output(item.get("output")))
        elif text(item, "role") == "user":
            self._said = words(item.get("content"))

    def _take_message(self, payload: dict[str, Any]) -> None:
        match text(payload, "type"):
            case "user_message":
                self._begin(text(payload, "message"))
            case "token_count":
                if last := record(record(payload, "info"), "last_token_usage"):
                    self._answer(_usage(last))
            case "task_complete" | "turn_complete":
                self._answer(None)
                self._run.end("finished", payload.get("last_agent_message"))
                self._last_words = None
            case "turn_aborted":
                self._answer(None)
                self._run.end("cancelled")
                self._last_words = None
            case "error":
                self._answer(None)
                self._run.end("failed", None, _fault(text(payload, "message")))

    def _begin(self, message: str) -> None:
        self._answer(None)
        self._run.end("finished", self._last_words)
        self._last_words, self._said = None, ""
        self._run.begin(AGENT, message, [{"name": AGENT, "model": self._model}])


_HIDDEN: Final = {"encrypted_content"}
"""Fields nobody can read."""

_ARGUMENTS: Final = {
    "function_call": "arguments",
    "custom_tool_call": "input",
    "local_shell_call": "action",
}
"""Which field of a call holds its arguments."""


def _is_made(item: dict[str, Any]) -> bool:
    """Tell whether an item is of the model."""
    kind = text(item, "type")
    return (kind in _MADE and text(item, "role") in ("", "assistant")) or kind.endswith("_call")


def _output(output: Any) -> Any:
    """Return what a call came to: a text, or a list of parts."""
    return words(output) if records(output) else output


def _usage(counts: dict[str, Any]) -> Usage:
    return usage_of(
        number(counts, "input_tokens"),
        number(counts, "output_tokens"),
        cached=number(counts, "cached_input_tokens"),
        reasoning=number(counts, "reasoning_output_tokens"),
    )


def _fault(message: str) -> dict[str, str]:
    return Fault("model", "Error", message).as_data()
