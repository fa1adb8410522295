"""Finding text in styled lines: what `/` looks for and what stays marked."""

from tui.rendering.styled_line import StyledLine, highlighted, line_text


def find_in(text: str, query: str, start: int = 0) -> int:
    """Return where `query` is in `text`, or -1; only a capital in it makes case matter."""
    if not query:
        return -1
    return text.find(query, start) if query != query.lower() else text.lower().find(query, start)


def with_matches(line: StyledLine, query: str) -> StyledLine:
    """Return `line` with every place of `query` marked."""
    text = line_text(line)
    at = find_in(text, query)
    while at >= 0:
        line = highlighted(line, at, at + len(query))
        at = find_in(text, query, at + len(query))
    return line
