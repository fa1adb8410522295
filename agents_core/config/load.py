"""Load agents.toml: its shape first, then its meaning; every error of a phase at once.

Law: loading runs no code of the user's and imports neither openai nor the runner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agents_core.config.diagnostics import Diagnostic
from agents_core.config.overrides import Overrides
from agents_core.config.schema import Config

NO_OVERRIDES = Overrides()


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A configuration that can be built."""

    config: Config
    """The file with the overrides applied."""
    overrides: Overrides
    warnings: tuple[Diagnostic, ...]
    path: Path
    """The file as the user named it."""
    base_dir: Path
    """Folder of the file; relative paths in it start there."""
    text_hash: str
    """SHA-256 of the file's bytes, as hex."""
    environ: Mapping[str, str]
    """The environment the secrets are read from."""

    @property
    def secret_env(self) -> tuple[str, ...]:
        """Names of the environment variables whose values must not be recorded."""
        raise NotImplementedError


def load_config(
    path: Path | str,
    *,
    environ: Mapping[str, str] | None = None,
    overrides: Overrides = NO_OVERRIDES,
    for_run: bool = False,
) -> LoadedConfig:
    """Return the configuration in the file at `path`.

    Args:
        path: the TOML file.
        environ: environment variables; default: those of this process.
        overrides: what the command line says on top.
        for_run: a run is about to start, so a missing environment variable of a provider it uses
            and a missing input are errors, not warnings.

    Raises:
        ConfigError: with all errors (and warnings) of the phase that failed.
    """
    raise NotImplementedError
