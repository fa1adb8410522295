"""What a function's docstring says of the function and of its parameters."""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

DocstringStyle = Literal["google", "numpy", "sphinx"]
"""How parameters are written down in a docstring."""

_SPHINX: Final = re.compile(r"^\s*:(param|type|return|returns|raises)\b[^:]*:", re.MULTILINE)
_NUMPY: Final = re.compile(r"^\s*(Parameters|Returns|Yields)\s*\n\s*-{3,}", re.MULTILINE)


@dataclass(frozen=True)
class FuncDocumentation:
    """What a docstring says."""

    name: str
    """The function's."""
    description: str | None
    """The text before any section."""
    param_descriptions: dict[str, str] = field(default_factory=dict)
    """By parameter name."""


def generate_func_documentation(
    func: Callable[..., Any], style: DocstringStyle | None = None
) -> FuncDocumentation:
    """Read a function's docstring; its style is guessed unless given."""
    text = inspect.getdoc(func)
    if not text:
        return FuncDocumentation(func.__name__, None)
    description, parameters = _sections(text, style or docstring_style(text))
    return FuncDocumentation(func.__name__, description, parameters)


def docstring_style(text: str) -> DocstringStyle:
    """Guess how the parameters in a docstring are written down."""
    if _SPHINX.search(text):
        return "sphinx"
    if _NUMPY.search(text):
        return "numpy"
    return "google"


def _sections(text: str, style: DocstringStyle) -> tuple[str | None, dict[str, str]]:
    """Return the text and the parameter descriptions of a docstring."""
    from griffe import Docstring, DocstringSectionKind  # slow to import, needed once per tool

    with _griffe_silenced():
        sections = Docstring(text, lineno=1, parser=style).parse()
    description, parameters = None, {}
    for section in sections:
        if section.kind is DocstringSectionKind.text and description is None:
            description = section.value
        elif section.kind is DocstringSectionKind.parameters:
            parameters = {item.name.lstrip("*"): item.description for item in section.value}
    return description, parameters


@contextmanager
def _griffe_silenced() -> Iterator[None]:
    """Keep its warnings about parameters without types off the screen; types are in the code."""
    log = logging.getLogger("griffe")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
