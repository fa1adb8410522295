"""Inline Markdown: emphasis, code, links … of one line, as styled pieces.

Law: what a mark means is decided by at most `SPAN` characters after it. Without its other half it
is an ordinary character; where the text may still go on, it is taken to be answered later.
"""

import re

from tui.rendering.wrapping import Piece

SPAN = 1_000
"""Characters an emphasis, code span or link may be long."""

_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]|`+|\*\*|__|~~|\*|_|!?\[|https?://[^\s<>()]{1,500}|&(?:amp|lt|gt|quot|nbsp);"
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\]\(([^()\s]{0,400})(?: +\"[^\"\n]{0,150}\")?\)")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " "}
_CLOSERS = {
    "**": re.compile(r"(?<![\s\\])\*\*(?!\*)"),
    "*": re.compile(r"(?<![\s\\*])\*(?!\*)"),
    "__": re.compile(r"(?<![\s\\])__(?!\w)"),
    "_": re.compile(r"(?<![\s\\_])_(?![\w_])"),
    "~~": re.compile(r"(?<![\s\\])~~"),
}
_STYLES = {"**": "strong", "__": "strong", "*": "emphasis", "_": "emphasis", "~~": "strike"}


def inline_pieces(
    text: str, at: int, end: int, style: str, *, previous: str = " ", is_open: bool = False
) -> list[Piece]:
    """Return the pieces of `text` from `at` to `end`.

    Args:
        text: the shown source.
        at: where to begin.
        end: where to stop.
        style: names of the style of it all.
        previous: the character before `at`.
        is_open: the line may go on after `end`.
    """
    pieces: list[Piece] = []
    begin = at
    while found := _TOKEN.search(text, at, end):
        start = found.start()
        before = text[start - 1] if start > begin else previous
        inner, after = _token(text, found, end, style, before, is_open)
        if after == start:
            after = found.end()
            inner = [Piece(found[0], style, start, is_exact=True)]
        if start > at:
            pieces.append(Piece(text[at:start], style, at, is_exact=True))
        pieces += inner
        at = after
    if at < end:
        pieces.append(Piece(text[at:end], style, at, is_exact=True))
    return pieces


def _token(
    text: str, found: re.Match[str], end: int, style: str, before: str, is_open: bool
) -> tuple[list[Piece], int]:
    """Return the pieces of one construct and where it ends; at its start when it is none."""
    token, start = found[0], found.start()
    if token[0] == "\\":
        return [Piece(token[1], style, start)], found.end()
    if token[0] == "&":
        return [Piece(_ENTITIES[token], style, start)], found.end()
    if token[0] == "h":
        return [Piece(token, _with(style, "link"), start, is_exact=True)], found.end()
    if token[0] == "`":
        return _code(text, found, end, style, is_open)
    if token[-1] == "[":
        return _link(text, start, end, style)
    return _emphasis(text, found, end, style, before, is_open)


def _code(
    text: str, found: re.Match[str], end: int, style: str, is_open: bool
) -> tuple[list[Piece], int]:
    start, begin = found.span()
    closer = re.compile(f"(?<!`){found[0]}(?!`)").search(text, begin, min(end, begin + SPAN))
    if closer:
        return [Piece(text[begin : closer.start()], _with(style, "code"), start)], closer.end()
    if is_open and end - begin < SPAN:
        return [Piece(text[begin:end], _with(style, "code"))], end
    return [], start


def _link(text: str, start: int, end: int, style: str) -> tuple[list[Piece], int]:
    link = _LINK.match(text, start, end)
    if not link:
        return [], start
    pieces = [Piece(link[1] or link[2], _with(style, "link"), start)]
    if link[2] and link[1] and link[2] != link[1]:
        pieces.append(Piece(f" ({link[2]})", _with(style, "target")))
    return pieces, link.end()


def _emphasis(
    text: str, found: re.Match[str], end: int, style: str, before: str, is_open: bool
) -> tuple[list[Piece], int]:
    mark, (start, begin) = found[0], found.span()
    if begin >= end or text[begin].isspace() or (mark[0] == "_" and before.isalnum()):
        return [], start
    inner_style = _with(style, _STYLES[mark])
    closer = _CLOSERS[mark].search(text, begin + 1, min(end, begin + SPAN))
    if closer:
        stop, after = closer.span()
        inner = inline_pieces(text, begin, stop, inner_style, previous=mark[0])
    elif is_open and end - begin < SPAN:
        after = end
        inner = inline_pieces(text, begin, end, inner_style, previous=mark[0], is_open=True)
    else:
        return [], start
    return [Piece(p.text, p.style, -1 if i else start) for i, p in enumerate(inner)], after


def _with(style: str, name: str) -> str:
    return f"{style} {name}" if style else name
