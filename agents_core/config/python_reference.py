"""References to Python: "module:function" and "./file.py:function", relative to agents.toml.

Law: looking for one runs no code, neither its module nor the packages around it.
"""

import ast
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from agents_core.config.diagnostics import Code, suggest


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """Why a reference leads nowhere."""

    code: Code
    message: str
    hint: str | None = None


def split_reference(reference: str) -> tuple[str, str]:
    """Return the module or file, and the attribute."""
    module, _, attribute = reference.rpartition(":")
    return module, attribute


def find_problem(reference: str, base_dir: Path) -> ReferenceProblem | None:
    """Return why `reference` would fail, as far as the source tells without running it."""
    module, attribute = split_reference(reference)
    if module.endswith(".py"):
        source: Path | None = base_dir / module
        if not (base_dir / module).is_file():
            return missing_file(module, base_dir)
    else:
        spec = _find_module(module, base_dir)
        if spec is None:
            return ReferenceProblem("missing-module", f'no module "{module}"')
        source = Path(spec.origin) if spec.origin and spec.origin.endswith(".py") else None
    return None if source is None else _problem_in(source, module, attribute)


def missing_file(name: str, base_dir: Path) -> ReferenceProblem:
    """Return the problem of a file that is not there, with the name it may have been."""
    folder = (base_dir / name).parent
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    hint = suggest(Path(name).name, names)
    close = hint if hint and hint.startswith("did you mean") else None
    return ReferenceProblem("missing-file", f'no such file "{name}"', close)


def _find_module(name: str, base_dir: Path) -> ModuleSpec | None:
    """Find a module package by package; `importlib.util.find_spec` would run the packages."""
    search: list[str] | None = [str(base_dir), *sys.path]
    spec: ModuleSpec | None = None
    for depth, _ in enumerate(parts := name.split("."), 1):
        if search is None:
            return None
        spec = PathFinder.find_spec(".".join(parts[:depth]), search)
        if spec is None:
            return importlib.util.find_spec(name) if name in sys.builtin_module_names else None
        search = spec.submodule_search_locations
    return spec


def _problem_in(source: Path, module: str, attribute: str) -> ReferenceProblem | None:
    """Return why `attribute` cannot come from the file `source`."""
    try:
        tree = ast.parse(source.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        line = f" line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        why = error.msg if isinstance(error, SyntaxError) else str(error)
        return ReferenceProblem("import-failed", f'"{module}"{line} is not Python: {why}')
    names = set(_names_bound(tree.body))
    first = attribute.partition(".")[0]
    if first in names or names & {"*", "__getattr__"}:
        return None
    public = (name for name in names if not name.startswith("_"))
    return ReferenceProblem(
        "missing-attribute", f'"{module}" has no "{first}"', suggest(first, public)
    )


def _names_bound(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names the statements of a module give a value to."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((a.asname or a.name).partition(".")[0] for a in names)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.For() | ast.With():
                yield from (n.id for n in ast.walk(statement) if isinstance(n, ast.Name))
            case _:
                pass
        for block in ("body", "orelse", "finalbody"):
            if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from _names_bound(getattr(statement, block, []))
        for handler in getattr(statement, "handlers", []):
            yield from _names_bound(handler.body)
