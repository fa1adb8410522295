"""Diagnostic: what is wrong with a configuration, where, and what to do about it.

Law: text from the file is hostile; control characters are escaped before anyone prints it.
"""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning"]

Code = Literal[
    "bad-filter",
    "bad-override",
    "bad-regex",
    "bad-schema",
    "bad-value",
    "duplicate-handoff",
    "duplicate-tool-name",
    "handoff-to-self",
    "import-failed",
    "key-conflict",
    "missing-attribute",
    "missing-env",
    "missing-file",
    "missing-key",
    "missing-module",
    "no-handoff-description",
    "no-start-agent",
    "no-such-handoff",
    "templated-program",
    "toml-syntax",
    "unknown-action",
    "unknown-agent",
    "unknown-guardrail",
    "unknown-key",
    "unknown-mcp-server",
    "unknown-model",
    "unknown-parameter",
    "unknown-provider",
    "unknown-theme",
    "unknown-tool",
    "unknown-variable",
    "unused-agent",
    "unused-guardrail",
    "unused-mcp-server",
    "unused-tool",
    "wrong-type",
]
"""Names that tests, editors and CI match on; they do not change."""

MAX_NAMES_LISTED: Final = 12
"""More known names than these are not listed: nobody would read them."""

MAX_SOURCE_WIDTH: Final = 160
"""Longer lines of the file are cut around the mark."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning."""

    severity: Severity
    code: Code
    message: str
    file: str
    """The file as the user named it, or the command-line option that is wrong."""
    line: int = 0
    """From 1; 0 when no place in a file is meant."""
    column: int = 1
    """From 1, in characters; so is `end_column`, which is the first one after the mark."""
    end_column: int = 2
    hint: str | None = None
    """What to do: `did you mean "tools"?`"""
    source: str = ""
    """The line of the file."""

    def __str__(self) -> str:
        """Return `file:line:column: error: message [code]`, the line, and a mark under it."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        head = f"{place}: {self.severity}: {self.message} [{self.code}]"
        if not self.line:
            return escape_controls(f"{head}\n   {self.hint}" if self.hint else head, keep="\n")
        return "\n".join((escape_controls(head), *self._quotation()))

    def _quotation(self) -> Iterable[str]:
        """Yield the quoted line and the mark under it."""
        before, marked, after = self._cut_source()
        number, gutter = str(self.line), " " * len(str(self.line))
        mark = " " * _width(before) + "^" * max(1, _width(marked))
        yield f"{gutter} |"
        yield f"{number} | {before}{marked}{after}".rstrip()
        yield f"{gutter} | {mark} {escape_controls(self.hint or '')}".rstrip()

    def _cut_source(self) -> tuple[str, str, str]:
        """Return the source before, at and after the mark, escaped and not too long."""
        start, end = self.column - 1, self.end_column - 1
        left = max(0, start - MAX_SOURCE_WIDTH // 2) if len(self.source) > MAX_SOURCE_WIDTH else 0
        right = left + MAX_SOURCE_WIDTH
        parts = (self.source[left:start], self.source[start:end], self.source[end:right])
        before, marked, after = (escape_controls(part.replace("\t", " ")) for part in parts)
        return before, marked[:MAX_SOURCE_WIDTH], after

    def as_dict(self) -> dict[str, object]:
        """Return the fields a program wants, for `validate --json`."""
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end_column": self.end_column,
            "hint": self.hint,
        }


def suggest(word: str, known: Iterable[str]) -> str | None:
    """Return a hint for a name that is not among the `known` ones."""
    names = sorted(known)
    if close := difflib.get_close_matches(word, names, n=1, cutoff=0.6):
        return f'did you mean "{close[0]}"?'
    return f"known: {', '.join(names)}" if 0 < len(names) <= MAX_NAMES_LISTED else None


def escape_controls(text: str, keep: str = "") -> str:
    """Return `text` with everything a terminal could obey written as an escape."""
    return "".join(c if c in keep or not _is_control(c) else _escaped(c) for c in text)


def _is_control(char: str) -> bool:
    """Whether `char` controls: C0, C1, bidi and zero-width marks, line separators, surrogates."""
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def _width(text: str) -> int:
    """Return the columns `text` takes in a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
