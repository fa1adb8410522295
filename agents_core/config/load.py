"""Load agents.toml: its shape first, then its meaning; every error of a phase at once.

Law: loading runs no code of the user's and imports neither openai nor the runner.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agents_core.config.checks import CheckContext, check_meaning
from agents_core.config.diagnostics import Diagnostic
from agents_core.config.document import Document, Report, read_document
from agents_core.config.overrides import NO_OVERRIDES, Overrides, apply_overrides
from agents_core.config.schema import (
    CommandTool,
    Config,
    HostedMcpTool,
    HttpTool,
    OpenAIProvider,
)
from agents_core.config.shape import check_shape
from agents_core.config.templates import fill_variables
from agents_core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A configuration without errors."""

    config: Config
    """The file with the command line's values in it."""
    document: Document
    overrides: Overrides
    warnings: tuple[Diagnostic, ...]
    base_dir: Path
    """Folder of the file; relative paths in it start there."""
    environ: Mapping[str, str]
    """Where secrets are read from."""

    @property
    def text_hash(self) -> str:
        """SHA-256 of the file's bytes, as hex."""
        return self.document.text_hash

    @property
    def input(self) -> str | None:
        """What the start agent is asked, its variables filled in; the command line's goes first."""
        run = self.config.run
        if self.overrides.input is not None:
            return self.overrides.input
        text = self.read_text(run.input_file) if run.input_file else run.input
        return None if text is None else self.fill(text)

    @property
    def runs_dir(self) -> Path | None:
        """Where the file wants runs to be saved."""
        runs_dir = self.config.run.runs_dir
        return None if runs_dir is None else self.base_dir / runs_dir

    @property
    def secret_env(self) -> tuple[str, ...]:
        """Names of the environment variables whose values must not be recorded."""
        names = ["OPENAI_API_KEY"]
        for provider in self.config.providers.values():
            if isinstance(provider, OpenAIProvider):
                names += filter(None, [provider.key_env, *provider.env_headers.values()])
        for server in self.config.mcp_servers.values():
            token = server.bearer_token_env_var
            names += filter(None, [token, *server.env_http_headers.values(), *server.env_vars])
        for tool in self.config.tools.values():
            if isinstance(tool, CommandTool):
                names += tool.env_vars
            elif isinstance(tool, HttpTool):
                names += tool.env_headers.values()
            elif isinstance(tool, HostedMcpTool) and tool.authorization_env is not None:
                names.append(tool.authorization_env)
        return tuple(dict.fromkeys(names))

    def read_text(self, name: str) -> str:
        """Return the text of a file named in the configuration."""
        return (self.base_dir / name).read_text("utf-8")

    def fill(self, text: str) -> str:
        """Return `text` with the variables of [vars] filled in."""
        return fill_variables(text, self.config.vars)


def load_config(
    path: Path | str,
    *,
    environ: Mapping[str, str] | None = None,
    overrides: Overrides = NO_OVERRIDES,
    for_run: bool = False,
    needs_input: bool = True,
) -> LoadedConfig:
    """Return the configuration in the file at `path`.

    Args:
        path: the TOML file.
        environ: environment variables; default: those of this process.
        overrides: what the command line says on top.
        for_run: a run is about to start, so a missing environment variable of a provider it uses
            and a missing input are errors, not warnings.
        needs_input: a missing input is one; else somebody is there to be asked for it.

    Raises:
        ConfigError: with all errors (and warnings) of the phase that failed.
    """
    environ = os.environ if environ is None else environ
    document = apply_overrides(read_document(path), overrides)
    report, base_dir = Report(document), Path(path).parent
    config = check_shape(Config, document.data, report)
    if config is not None:
        input_given = overrides.input is not None or not needs_input
        check_meaning(CheckContext(config, report, base_dir, environ, input_given, for_run))
    if config is None or report.has_errors:
        raise ConfigError(report.found)
    return LoadedConfig(config, document, overrides, report.found, base_dir, environ)
