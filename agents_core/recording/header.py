"""RunHeader: the first line of a run file, which says what the file is and whose run it holds.

Law: `format` and `version` never change their place or meaning; a reader of version 1 reads every
1.x file, keeps what it does not know, and refuses a newer major version in plain words.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

from agents_core.errors import RecordingError
from agents_core.json_text import decode_json, encode_json

FORMAT: Final = "agent-tui-run"
"""What every run file calls itself."""

VERSION: Final = 1
"""The major version this program writes, and the newest it reads."""


def new_run_id(now: datetime) -> str:
    """Return an id that sorts by time and does not collide: `2026-11-23T14-03-05-ab12` (UTC)."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H-%M-%S}-{secrets.token_hex(2)}"


@dataclass(frozen=True, slots=True)
class ParentRun:
    """Where a run was forked from."""

    run_id: str
    position: int
    """How many events of it came before the fork; 0: its input was given again."""
    edited: tuple[str, ...] = ()
    """What was changed there, in words: "output of get_order"."""


Timing = Literal["items", "spans", "saving"]
"""How far the times of an imported run can be trusted: they are of whole items, of whole spans, or
of when something was saved, which says little of when it happened."""


@dataclass(frozen=True, slots=True)
class ImportedRun:
    """Where a run was imported from."""

    source: str
    """The format it was saved in: codex, otlp, …"""
    file: str
    """The name of the file."""
    timing: Timing


@dataclass(frozen=True, slots=True)
class RunHeader:
    """Who ran what, and when."""

    run_id: str
    created_at: str
    """ISO 8601 with microseconds, UTC."""
    title: str = ""
    """What people call the run: usually the name of its configuration."""
    agent: str | None = None
    """The agent the run started with."""
    config_path: str | None = None
    config_hash: str | None = None
    """Of the configuration's text, to see whether it has changed since."""
    argv: tuple[str, ...] = ()
    """The command line, secrets masked."""
    parent: ParentRun | None = None
    """The run this one was forked from."""
    imported: ImportedRun | None = None
    """Where it was imported from, if another program has saved it."""

    @property
    def line(self) -> bytes:
        """The header as JSON, without its line break."""
        return encode_json(
            {
                "format": FORMAT,
                "version": VERSION,
                "run_id": self.run_id,
                "created_at": self.created_at,
                "title": self.title,
                "agent": self.agent,
                "config": {"path": self.config_path, "hash": self.config_hash},
                "argv": self.argv,
                **({} if self.parent is None else {"parent": asdict(self.parent)}),
                **({} if self.imported is None else {"imported": asdict(self.imported)}),
            }
        )


def read_header(line: bytes, name: str) -> RunHeader:
    """Return the header a run file begins with.

    Args:
        line: the first line of the file.
        name: what to call the file in an error.

    Raises:
        RecordingError: this is no run file, or one of a newer major version.
    """
    fields = _json_object(line)
    if fields.get("type") == "error":
        raise RecordingError(f"{name}: no run, but an error: {fields.get('message')}")
    if fields.get("format") != FORMAT:
        raise RecordingError(f"{name}: not a run file: its first line is no {FORMAT} header")
    version = fields.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise RecordingError(
            f"{name}: written in format version {version}, this agent-tui reads up to {VERSION}. "
            "Upgrade agent-tui to read it."
        )
    return _header_of(fields)


def _header_of(fields: dict[str, Any]) -> RunHeader:
    config = fields.get("config")
    config = config if isinstance(config, dict) else {}
    argv = fields.get("argv")
    return RunHeader(
        run_id=str(fields.get("run_id", "")),
        created_at=str(fields.get("created_at", "")),
        title=str(fields.get("title") or ""),
        agent=_text_or_none(fields.get("agent")),
        config_path=_text_or_none(config.get("path")),
        config_hash=_text_or_none(config.get("hash")),
        argv=tuple(map(str, argv)) if isinstance(argv, list) else (),
        parent=_parent_of(fields.get("parent")),
        imported=_imported_of(fields.get("imported")),
    )


def _parent_of(value: object) -> ParentRun | None:
    if not isinstance(value, dict) or not isinstance(value.get("run_id"), str):
        return None
    position, edited = value.get("position"), value.get("edited")
    return ParentRun(
        value["run_id"],
        position if isinstance(position, int) else 0,
        tuple(map(str, edited)) if isinstance(edited, list) else (),
    )


def _imported_of(value: object) -> ImportedRun | None:
    if not isinstance(value, dict):
        return None
    timing: Timing = value["timing"] if value.get("timing") in get_args(Timing) else "saving"
    return ImportedRun(str(value.get("source", "")), str(value.get("file", "")), timing)


def _json_object(line: bytes) -> dict[str, Any]:
    """Return the object in `line`, an empty one when it holds anything else."""
    try:
        fields = decode_json(line)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
