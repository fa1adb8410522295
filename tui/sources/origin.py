"""Origin: what a run was made of, and so what it takes to make another like it."""

from dataclasses import dataclass
from pathlib import Path

from agents_core.config.overrides import Overrides
from agents_core.recording import RunHeader, RunStore


@dataclass(frozen=True, slots=True)
class Origin:
    """What a run was made of, and where it is kept."""

    run_id: str
    place: str
    """The path of its configuration, or `module:agent`."""
    text_hash: str | None
    """Of the text that stood there."""
    argv: tuple[str, ...]
    """The command line that began it; secrets are masked."""
    overrides: Overrides | None
    """What the command line said on top; None: only `argv` knows."""
    store: RunStore | None
    """Where its forks are kept; None keeps none."""
    fork_refusal: str | None = None
    """Why it cannot go on from its middle, if that is known."""

    @property
    def name(self) -> str:
        """What to call the place."""
        return Path(self.place).name


def recorded_origin(header: RunHeader, file: Path) -> Origin | None:
    """Return the origin of the run in `file`, or None when it does not name its configuration."""
    if header.config_path is None:
        return None
    return Origin(
        run_id=header.run_id or file.stem,
        place=header.config_path,
        text_hash=header.config_hash,
        argv=header.argv,
        overrides=None,
        store=RunStore(file.parent),
    )
