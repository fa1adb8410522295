"""What every part of building is given: the configuration, and where to say what went wrong."""

from dataclasses import dataclass

from agents_core.config.document import Report
from agents_core.config.load import LoadedConfig
from agents_core.config.positions import KeyPath
from agents_core.config.python_importer import PythonImporter, ReferenceFailed


@dataclass(frozen=True, slots=True)
class BuildContext:
    """One building of a configuration."""

    loaded: LoadedConfig
    report: Report
    importer: PythonImporter

    def load(self, path: KeyPath, reference: str) -> object | None:
        """Return what a reference names, or None once its failure was reported."""
        try:
            return self.importer.load(reference)
        except ReferenceFailed as failed:
            problem = failed.problem
            self.report.error(path, problem.code, problem.message, problem.hint)
            return None

    def refuse(self, path: KeyPath, what: str, error: Exception) -> None:
        """Report that what is written at `path` cannot be made."""
        lines = str(error).splitlines() or [type(error).__name__]
        self.report.error(path, "bad-value", f"{what}: {lines[0]}")
