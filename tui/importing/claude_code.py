"""Sessions of Claude Code: `~/.claude/projects/…/SESSION.jsonl`.

Where they are is documented, what is in them is not: it may change with every version. A line holds
a message of the Messages API, which is documented, and that is what is read; an answer of a model
is parted into several lines, which have its id in common. Times are when a line was written.
Left out are sub-agents, whose sessions stand in files of their own that may be imported as well,
and what only Claude Code itself uses.

Messages: https://docs.anthropic.com/en/api/messages
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from tui.importing.fields import number, record, records, text, words
from tui.importing.saved_run import SavedEvents, SavedRun, read_moment
from tui.watch.model_log import Asked
from tui.watch.raw_items import message, reasoning, tool_call
from tui.watch.told_run import ToldRun, Usage, usage_of

SOURCE: Final = "claude-code"

AGENT: Final = "claude-code"

_INTERRUPTED: Final = "[Request interrupted by user"
"""How the message begins that Claude Code writes in the user's name."""


def is_claude_code(line: dict[str, Any]) -> bool:
    """Tell whether a line is one of a session of Claude Code."""
    has_message = text(line, "type") in ("user", "assistant") and "message" in line
    return (has_message and "sessionId" in line) or "leafUuid" in line


def read_claude_code(lines: Iterable[dict[str, Any]]) -> list[SavedRun]:
    """Return the one run of a session."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    return [] if reader.saved is None else [reader.finish()]


class _Reader:
    """Reads one session, line by line."""

    def __init__(self) -> None:
        self.saved: SavedEvents | None = None
        self._title = ""
        self._answer_id = ""
        """Of the answer whose parts come now."""
        self._usage: Usage | None = None
        self._last_words: str | None = None
        self._answered: set[str] = set()
        """Answers that are over, though more parts of them may come: tools run meanwhile."""
        self._is_sub_agent = False
        self._sidechain = 0

    @property
    def _run(self) -> ToldRun:
        assert self.saved is not None
        return self.saved.run

    def take(self, line: dict[str, Any]) -> None:
        """Take one line."""
        if text(line, "type") == "summary":
            self._title = text(line, "summary")
        moment, said = read_moment(line.get("timestamp")), record(line, "message")
        if moment is None or text(line, "type") not in ("user", "assistant"):
            return
        is_sub_agent = line.get("isSidechain") is True
        if self.saved is None:
            name = f"{text(line, 'sessionId')} {text(line, 'agentId')}".strip()
            self.saved, self._is_sub_agent = SavedEvents(SOURCE, name, moment), is_sub_agent
            self._title = self._title or PurePath(text(line, "cwd")).name
        if is_sub_agent and not self._is_sub_agent:
            self._sidechain += 1
        elif text(line, "type") == "assistant":
            self._take_answer(said, moment)
        elif line.get("isMeta") is not True:
            self._take_user(said, moment)

    def finish(self) -> SavedRun:
        """Return the run, which ended if the model had the last word."""
        self._end_answer()
        if self._last_words is not None:
            self._run.end("finished", self._last_words)
        assert self.saved is not None
        count = self._sidechain
        left_out = [f"{count} messages of sub-agents are left out."] if count else []
        return SavedRun(
            self.saved.run_id,
            self._title or "Claude Code session",
            AGENT,
            self.saved.began_at,
            "items",
            self.saved.events,
            left_out,
        )

    def _take_answer(self, said: dict[str, Any], moment: datetime) -> None:
        """Take a part of an answer."""
        assert self.saved is not None
        if not self._run.is_going_on:
            self._run.begin(AGENT, "")
        if (answer_id := text(said, "id")) != self._answer_id or not self._run.is_asked:
            self._end_answer()
            if answer_id not in self._answered:
                self._run.ask(Asked(text(said, "model") or None))  # when the last thing happened
                self._answer_id = answer_id
        self.saved.at(moment)
        self._usage = _usage(record(said, "usage"))
        for part in records(said.get("content")):
            self._take_part(part)

    def _take_part(self, part: dict[str, Any]) -> None:
        self._last_words = None
        match text(part, "type"):
            case "text":
                self._last_words = text(part, "text")
                self._run.create(message(self._last_words))
            case "thinking" if text(part, "thinking"):
                self._run.create(reasoning(text(part, "thinking")))
            case "tool_use":
                call_id, name = text(part, "id"), text(part, "name")
                self._run.create(tool_call(call_id, name, part.get("input")))
                self._run.start_tool(call_id, name, part.get("input"))

    def _end_answer(self) -> None:
        if self.saved is not None and self._run.is_asked:
            self._run.answer(self._usage, id=self._answer_id or None)
            self._answered |= {self._answer_id} - {""}
        self._answer_id = ""

    def _take_user(self, said: dict[str, Any], moment: datetime) -> None:
        """Take what the user said, or what tools came to."""
        assert self.saved is not None
        self._end_answer()
        self.saved.at(moment)
        content = said.get("content")
        for part in records(content):
            if text(part, "type") == "tool_result":
                output = words(part.get("content"))
                failed = part.get("is_error") is True
                self._run.end_tool(text(part, "tool_use_id"), output, failed=failed)
        if spoken := _spoken(content):
            self._begin(spoken)

    def _begin(self, spoken: str) -> None:
        if spoken.startswith(_INTERRUPTED):
            self._run.end("cancelled")
        else:
            self._run.end("finished", self._last_words)
            self._run.begin(AGENT, spoken)
        self._last_words = None


def _spoken(content: object) -> str:
    """Return the words of a user's message, without what tools came to."""
    if isinstance(content, str):
        return content
    parts = [part for part in records(content) if text(part, "type") == "text"]
    return words(parts)


def _usage(counts: dict[str, Any]) -> Usage:
    cached = number(counts, "cache_read_input_tokens")
    fresh = number(counts, "input_tokens") + number(counts, "cache_creation_input_tokens")
    return usage_of(fresh + cached, number(counts, "output_tokens"), cached=cached)
