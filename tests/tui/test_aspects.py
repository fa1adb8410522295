"""What `RunScreen` is put together from must not get into each other's way."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import combinations

from tui.screens.playhead_screen import PlayheadScreen
from tui.screens.run_screen import RunScreen

BROUGHT_TOGETHER = {"on_mount", "on_unmount"}
"""Names several classes may define: Textual looks at all of them."""


def names_of(part: type) -> Iterator[str]:
    """Yield what a class calls its own: methods that hand nothing on, and what is private to it."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
    assert isinstance(tree, ast.ClassDef)
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if "super()" not in ast.unparse(node):
                    yield node.name
    for inner in ast.walk(tree):
        match inner:
            case (
                ast.Assign(targets=[ast.Attribute(ast.Name("self"), name)])
                | ast.AnnAssign(target=ast.Attribute(ast.Name("self"), name))
            ) if name.startswith("_"):
                yield name


def test_no_two_parts_of_the_run_screen_use_one_name() -> None:
    """A part may do otherwise what a class it derives from does."""
    parts = [part for part in RunScreen.__mro__ if issubclass(part, PlayheadScreen)]
    names = {part: set(names_of(part)) for part in parts}
    twice = {
        name
        for one, other in combinations(parts, 2)
        for name in names[one] & names[other]
        if not issubclass(one, other)
    }
    assert twice <= BROUGHT_TOGETHER
