"""KeptLook: what the screen remembers from one start to the next: sizes, a theme, a hint seen.

Law: none of it is worth an error. What cannot be read is forgotten, what cannot be written is kept
until the program ends.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


class KeptLook:
    """A small table of values, in a file of the user's or in memory alone."""

    def __init__(self, path: Path | None = None) -> None:
        """Read what is kept at `path`; without one, keep it in memory."""
        self._path = path
        self._values = {} if path is None else _read(path)

    @property
    def is_lasting(self) -> bool:
        """Whether it outlives the program."""
        return self._path is not None

    @property
    def theme(self) -> str | None:
        """The theme that was chosen on the screen last."""
        theme = self._values.get("theme")
        return theme if isinstance(theme, str) else None

    @theme.setter
    def theme(self, name: str) -> None:
        self._keep("theme", name)

    @property
    def has_seen_hint(self) -> bool:
        """Whether the hint for beginners was on the screen."""
        return self._values.get("hint_seen") is True

    def see_hint(self) -> None:
        """Never show the hint for beginners again."""
        self._keep("hint_seen", True)

    def sizes(self, width_class: str) -> dict[str, int]:
        """Return the sizes of parts of the screen that were chosen at widths of that class."""
        sizes = self._table("sizes").get(width_class)
        pairs = sizes.items() if isinstance(sizes, dict) else ()
        return {part: cells for part, cells in pairs if type(cells) is int and cells > 0}

    def keep_size(self, width_class: str, part: str, cells: int) -> None:
        """Remember a size in cells."""
        sizes = {**self.sizes(width_class), part: cells}
        self._keep("sizes", {**self._table("sizes"), width_class: sizes})

    def _table(self, key: str) -> dict[str, Any]:
        value = self._values.get(key)
        return value if isinstance(value, dict) else {}

    def _keep(self, key: str, value: object) -> None:
        if self._values.get(key) == value:
            return
        self._values[key] = value
        if self._path is not None:
            with suppress(OSError):
                _write(self._path, self._values)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _write(path: Path, values: dict[str, Any]) -> None:
    """Put a new file in place of the old one: another program may read it meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(0o600)
    fresh.write_text(json.dumps(values), "utf-8")
    fresh.replace(path)
