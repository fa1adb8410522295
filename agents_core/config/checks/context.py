"""What every check is given: the configuration, where to report, and the questions many ask."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agents_core.config.diagnostics import Code, suggest
from agents_core.config.document import Report
from agents_core.config.positions import KeyPath
from agents_core.config.python_reference import ReferenceProblem, find_problem, missing_file
from agents_core.config.schema import Config
from agents_core.config.templates import variables_in


class Names(Container[str], Iterable[str], Protocol):
    """A table's names, in whatever holds them."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """One check-up of a configuration."""

    config: Config
    report: Report
    base_dir: Path
    """Where relative paths start."""
    environ: Mapping[str, str]
    input_given: bool = False
    """The command line says what the run is asked."""
    for_run: bool = False
    """A run is about to start."""

    def check_name(self, path: KeyPath, name: str, known: Names, code: Code, noun: str) -> bool:
        """Report `name` unless it is among the `known` ones; return whether it is."""
        if name in known:
            return True
        self.report.error(path, code, f'unknown {noun} "{name}"', suggest(name, known))
        return False

    def check_agent(self, path: KeyPath, name: str) -> bool:
        """Report a name that is no agent's; return whether it is one's."""
        return self.check_name(path, name, self.config.agents, "unknown-agent", "agent")

    def check_file(self, path: KeyPath, name: str) -> bool:
        """Report a file that is not there; return whether it is."""
        if (self.base_dir / name).is_file():
            return True
        self.report_problem(path, missing_file(name, self.base_dir))
        return False

    def check_python(self, path: KeyPath, reference: str) -> None:
        """Report a reference that would fail to import, without importing it."""
        if problem := find_problem(reference, self.base_dir):
            self.report_problem(path, problem)

    def check_variables(self, path: KeyPath, text: str) -> None:
        """Report variables that are not in [vars]."""
        for name in variables_in(text):
            if name not in self.config.vars:
                hint = suggest(name, self.config.vars) or "variables are set in [vars]"
                self.report.error(path, "unknown-variable", f'unknown variable "vars.{name}"', hint)

    def check_variable_is_set(self, path: KeyPath, variable: str) -> None:
        """Warn of an environment variable that is not set."""
        if not self.environ.get(variable):
            message = f"environment variable {variable} is not set"
            self.report.warn(path, "missing-env", message)

    def read_text(self, path: KeyPath, name: str) -> str:
        """Return the text of a file next to the configuration, empty once it was reported."""
        if not self.check_file(path, name):
            return ""
        try:
            return (self.base_dir / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.report.error(path, "missing-file", f'"{name}" cannot be read: {error}')
            return ""

    def report_problem(self, path: KeyPath, problem: ReferenceProblem) -> None:
        """Report why a file or a reference leads nowhere."""
        self.report.error(path, problem.code, problem.message, problem.hint)
