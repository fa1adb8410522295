"""Import what agents.toml, or a command line, refers to. This runs the user's code."""

import importlib
import importlib.util
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Final

from agents_core.config.python_reference import ReferenceProblem, split_reference

_NOT_THEIRS: Final = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))
"""Where code stands that is not the user's."""


class ReferenceFailed(Exception):
    """A reference could not be imported."""

    def __init__(self, problem: ReferenceProblem) -> None:
        """Carry the problem."""
        super().__init__(problem.message)
        self.problem = problem


class PythonImporter:
    """Imports what references name; each file once."""

    def __init__(self, base_dir: Path) -> None:
        """Put the folder of agents.toml on the import path, as Python does for a script's."""
        self._base_dir = base_dir
        self._files: dict[Path, ModuleType] = {}
        if str(base_dir.resolve()) not in sys.path:
            sys.path.insert(0, str(base_dir.resolve()))

    def load(self, reference: str) -> object:
        """Return what `reference` names.

        Raises:
            ReferenceFailed: it does not import, or has no such attribute.
        """
        place, attribute = split_reference(reference)
        found: object = self.module(place)
        for name in attribute.split("."):
            if not hasattr(found, name):
                problem = f'"{place}" has no "{attribute}"'
                raise ReferenceFailed(ReferenceProblem("missing-attribute", problem))
            found = getattr(found, name)
        return found

    def module(self, place: str) -> ModuleType:
        """Import a module or file, whatever its code does.

        Raises:
            ReferenceFailed: it does not import.
        """
        try:
            if place.endswith(".py"):
                return self._file((self._base_dir / place).resolve())
            return importlib.import_module(place)
        except (Exception, SystemExit) as error:  # their code may raise anything
            message = f'importing "{place}" failed: {describe(error)}'
            raise ReferenceFailed(ReferenceProblem("import-failed", message)) from error

    def _file(self, path: Path) -> ModuleType:
        """Run a file as a module whose name cannot collide with anybody's."""
        if path in self._files:
            return self._files[path]
        name = f"_agents_toml_{path.stem}_{len(sys.modules)}"
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(f"{path.name} cannot be loaded as Python")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        self._files[path] = module
        return module


def describe(error: BaseException) -> str:
    """Return type and message of an exception, and the line of the user's code it came from."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return f"{type(error).__name__}: {error.msg} ({error.filename}:{error.lineno})"
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    places = list(_places(error.__traceback__))
    theirs = [place for place in places if not place.startswith(_NOT_THEIRS)]
    place = next(reversed(theirs or places), None)
    return f"{said} ({place})" if place else said


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Yield file and line of each frame that is not the import system's or ours."""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file != __file__ and not file.startswith("<frozen") and "importlib" not in file:
            yield f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
