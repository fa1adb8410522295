"""A TOML document: its text, its data, and where everything stands; and reports about it.

Law: what cannot be read at all ends here, as a diagnostic; everything later is about meaning.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from agents_core.config.diagnostics import Code, Diagnostic
from agents_core.config.positions import KeyPath, Positions
from agents_core.errors import ConfigError

Mark = Literal["key", "value"]
"""What is underlined."""

_SYNTAX_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
"""How tomllib says where; attributes for it come with Python 3.14 only."""

_SYNTAX_HINTS: Final = {
    "Invalid initial character for a key part": "an inline table { … } stays on one line",
    "Unclosed inline table": "an inline table { … } stays on one line",
    "Invalid value": "a string needs quotes",
    "Cannot overwrite a value": "this key is set twice",
    "Cannot declare": "this table is written twice",
}
"""What a complaint of tomllib, by its first words, most often means."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of valid TOML, perhaps changed by the command line."""

    file: str
    """As the user named it."""
    data: dict[str, Any]
    positions: Positions
    text_hash: str
    """SHA-256 of the file's bytes, as hex."""
    options: Mapping[KeyPath, str]
    """Paths the command line has set, and the option that did."""


class Report:
    """Collects what is wrong with a document."""

    def __init__(self, document: Document) -> None:
        """Start without any finding."""
        self._document = document
        self._found: list[Diagnostic] = []

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """All findings, each once, in the order of the file."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda d: (d.line, d.column)))

    @property
    def has_errors(self) -> bool:
        """Whether something must change before the document can be used."""
        return any(found.severity == "error" for found in self._found)

    def error(
        self, path: KeyPath, code: Code, message: str, hint: str | None = None, on: Mark = "value"
    ) -> None:
        """Note an error at `path`, or at its nearest ancestor in the file."""
        self._add(Diagnostic("error", code, message, self._document.file, hint=hint), path, on)

    def error_inside(
        self, path: KeyPath, index: int, code: Code, message: str, hint: str | None = None
    ) -> None:
        """Note an error at the character `index` of the string at `path`."""
        self._add(
            Diagnostic("error", code, message, self._document.file, hint=hint), path, "value", index
        )

    def warn(
        self, path: KeyPath, code: Code, message: str, hint: str | None = None, on: Mark = "value"
    ) -> None:
        """Note a warning at `path`, or at its nearest ancestor in the file."""
        self._add(Diagnostic("warning", code, message, self._document.file, hint=hint), path, on)

    def _add(self, bare: Diagnostic, path: KeyPath, on: Mark, index: int | None = None) -> None:
        """Put a finding at the option that set its path, or at its place in the file."""
        ancestors = (path[:length] for length in range(len(path), 0, -1))
        options = self._document.options
        option = next((options[ancestor] for ancestor in ancestors if ancestor in options), None)
        placed = (
            self._placed(bare, path, on, index) if option is None else replace(bare, file=option)
        )
        self._found.append(placed)

    def _placed(self, bare: Diagnostic, path: KeyPath, on: Mark, index: int | None) -> Diagnostic:
        """Return the diagnostic with its line, and the columns to underline in it."""
        positions = self._document.positions
        written = positions.nearest(path)
        if not written:
            return replace(bare, line=1, source=positions.line_text(1))
        span = positions.spans[written]
        on_value = on == "value" and written == path
        start, end = (span.value, span.value_end) if on_value else (span.key, span.key_end)
        if index is not None and on_value:
            start = positions.inside(span, index)
            end = start + 1
        line, column = positions.line_column(start)
        end_line, end_column = positions.line_column(end)
        source = positions.line_text(line)
        if end_line != line:
            end_column = len(source) + 1
        return replace(bare, line=line, column=column, end_column=end_column, source=source)


def read_document(path: Path | str) -> Document:
    """Return the document in the file at `path`.

    Raises:
        ConfigError: there is no such file, it cannot be read, is not UTF-8, or not TOML.
    """
    file = str(path)
    try:
        raw = Path(path).read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise _unreadable(file, "no such file") from None
    except OSError as error:
        raise _unreadable(file, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _unreadable(file, f"not UTF-8: byte {error.start} is not text") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax_error(file, text, str(error))]) from None
    return Document(file, data, Positions(text), hashlib.sha256(raw).hexdigest(), {})


def _unreadable(file: str, why: str) -> ConfigError:
    return ConfigError([Diagnostic("error", "missing-file", why, file)])


def _syntax_error(file: str, text: str, complaint: str) -> Diagnostic:
    """Return tomllib's complaint with the place taken out of its text."""
    lines = text.split("\n")
    line, column = len(lines), len(lines[-1]) + 1
    if (place := _SYNTAX_PLACE.search(complaint)) and place[1]:
        line, column = int(place[1]), int(place[2])
    message = _SYNTAX_PLACE.sub("", complaint)
    hints = (hint for words, hint in _SYNTAX_HINTS.items() if message.startswith(words))
    return Diagnostic(
        severity="error",
        code="toml-syntax",
        message=message[:1].lower() + message[1:],
        file=file,
        line=line,
        column=column,
        end_column=column + 1,
        hint=next(hints, None),
        source=lines[line - 1] if line <= len(lines) else "",
    )
