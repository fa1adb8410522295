"""The layers: who may import whom, read from the source so that nothing needs to run."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("agents_core", "tui")
    for path in (ROOT / package).rglob("*.py")
}


def imports_of(module: str, *, at_runtime_only: bool = False) -> Iterator[str]:
    """Yield the project's modules that `module` imports, those under TYPE_CHECKING included."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    for node in _nodes(tree, at_runtime_only):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                if inner in MODULES:
                    yield inner
                elif node.module in MODULES:
                    yield node.module


def _nodes(tree: ast.AST, at_load: bool) -> Iterator[ast.AST]:
    """Walk `tree`; with `at_load`, leave out function bodies and TYPE_CHECKING blocks."""
    for node in ast.iter_child_nodes(tree):
        if at_load and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if at_load and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _nodes(node, at_load)


@pytest.mark.parametrize(
    "module", sorted(name for name in MODULES if name.startswith("agents_core"))
)
def test_the_core_never_imports_the_screen(module: str) -> None:
    assert [name for name in imports_of(module) if name.split(".")[0] == "tui"] == []


def test_nothing_imports_in_a_circle_while_loading() -> None:
    graph = {
        name: set(imports_of(name, at_runtime_only=True)) - {name, name.split(".")[0]}
        for name in MODULES
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("agents_core", ("openai", "textual")),
        ("agents_core.recording", ("openai", "textual")),
        ("agents_core.history", ("openai", "textual")),
        ("agents_core.config", ("openai", "textual")),
        ("tui.app", ("openai", "aiohttp", "pydantic_core", "textual.widgets._text_area")),
        ("tui.watch", ("openai", "textual", "asyncio", "agents", "agents_core")),
        ("tui.watch.program", ("openai", "textual", "agents", "agents_core.running")),
        ("tui.cli", ("openai", "textual", "pydantic", "asyncio")),
    ],
)
def test_a_light_module_loads_nothing_heavy(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")
