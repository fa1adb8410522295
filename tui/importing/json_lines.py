"""JsonLines: the objects in a file of JSON lines; what is none is counted and passed over."""

from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any, Final

from agents_core.json_text import decode_json

LONGEST_LINE: Final = 1 << 26
"""In bytes; a longer line is passed over without being kept in memory."""

MOST_FAULTS: Final = 3
"""How many faults are told one by one."""


class JsonLines:
    """Yields the objects of one file, once."""

    def __init__(self, file: BufferedIOBase, name: str, longest: int = LONGEST_LINE) -> None:
        """Read from `file`, which is called `name` where a fault is told."""
        self.number = 0
        """Of the line that was read last, from 1."""
        self._file = file
        self._name = name
        self._longest = longest
        self._told: list[str] = []
        self._faults = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield object after object."""
        while line := self._file.readline(self._longest):
            self.number += 1
            if len(line) == self._longest and not line.endswith(b"\n"):
                self._pass_over()
            elif line.strip() and (found := self._read(line)) is not None:
                yield found

    @property
    def faults(self) -> list[str]:
        """What was wrong with lines so far, in sentences."""
        more = self._faults - len(self._told)
        return [*self._told, *([f"{self._name}: {more} more such lines."] if more else [])]

    def fault(self, what: str) -> None:
        """Count the line that was read last as passed over."""
        self._faults += 1
        if len(self._told) < MOST_FAULTS:
            self._told.append(f"{self._name}:{self.number}: {what}; passed over.")

    def _read(self, line: bytes) -> dict[str, Any] | None:
        try:
            found = decode_json(line)
        except ValueError:
            self.fault("not JSON" if line.endswith(b"\n") else "not JSON, perhaps cut off")
            return None
        if isinstance(found, dict):
            return found
        self.fault("no JSON object")
        return None

    def _pass_over(self) -> None:
        self.fault(f"longer than {self._longest:,} bytes")
        while (line := self._file.readline(self._longest)) and not line.endswith(b"\n"):
            pass
