"""The run a [providers.*] table of kind "replay" names: found like on the command line."""

from collections.abc import Mapping
from pathlib import Path

from agents_core.config.schema import Config
from agents_core.recording.store import RunStore


def find_replayed_run(config: Config, run: str, base_dir: Path, environ: Mapping[str, str]) -> Path:
    """Return the run file; a path is relative to agents.toml.

    Raises:
        RecordingError: there is no such run, or more than one.
    """
    if (base_dir / run).is_file():
        return base_dir / run
    named = environ.get("AGENT_TUI_RUNS_DIR")
    configured = None if config.run.runs_dir is None else base_dir / config.run.runs_dir
    return RunStore(Path(named) if named else configured).find(run)
