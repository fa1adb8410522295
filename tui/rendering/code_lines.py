"""One line of code as styled pieces, coloured by its language where Pygments knows it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from tui.rendering.wrapping import Piece

_LONGEST = 1_000
"""Longer lines stay plain: nobody reads them, and lexing them takes long."""

_STYLES = (
    ("Token.Keyword", "syntax-keyword"),
    ("Token.Name.Builtin", "syntax-builtin"),
    ("Token.Name.Function", "syntax-name"),
    ("Token.Name.Class", "syntax-name"),
    ("Token.Name.Tag", "syntax-name"),
    ("Token.Literal.String", "syntax-string"),
    ("Token.Literal.Number", "syntax-number"),
    ("Token.Comment", "syntax-comment"),
    ("Token.Operator", "syntax-operator"),
)


class _Lexer(Protocol):
    """What we use of Pygments."""

    def get_tokens(self, text: str) -> Iterable[tuple[object, str]]:
        """Return kinds and texts."""


@lru_cache(maxsize=4_096)
def code_pieces(line: str, language: str) -> tuple[Piece, ...]:
    """Return safe `line` in the colours of `language`; plain when it is not known."""
    lexer = _lexer(language) if language and len(line) <= _LONGEST else None
    if lexer is None:
        return (Piece(line, "code-block"),)
    return tuple(
        Piece(text.rstrip("\n"), _style(str(token)))
        for token, text in lexer.get_tokens(line)
        if text.rstrip("\n")
    )


@lru_cache(maxsize=64)
def _lexer(language: str) -> _Lexer | None:
    # Pygments is imported only when code is shown: it takes a while.
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # it has none
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # it has none

    try:
        lexer: _Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
        return lexer
    except ClassNotFound:
        return None


@lru_cache(maxsize=256)
def _style(token: str) -> str:
    return next((style for name, style in _STYLES if token.startswith(name)), "code-block")
