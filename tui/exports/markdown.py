"""A run as Markdown, for issues, wikis and reviews.

Law: the words of models and tools stay words. Messages keep their Markdown, but hold no HTML and
load no picture; everything else is in code fences that nothing inside can close.
"""

import re
from collections.abc import Iterator

from agents_core.history.views import ItemView
from tui.exports.exported_run import ExportedRun
from tui.exports.facts import body_of, error_text, heading, item_facts, item_heading, run_facts
from tui.sanitise import visible, visible_line

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown(run: ExportedRun) -> Iterator[str]:
    """Yield the lines of a document, without their ends."""
    yield f"# {_plain(visible_line(run.title))}"
    yield ""
    for label, words in run_facts(run):
        yield f"- {label}: {_plain(words)}"
    for section in run.sections():
        yield ""
        yield f"{'#' * min(2 + section.depth, 6)} {_plain(heading(section))}"
        for item in section.items:
            yield ""
            yield from _item(item, run.view.at)
    if run.view.final_output is not None:
        yield from ["", "## Final output", ""]
        yield from _fenced(*body_of(run.view.final_output))


def _item(item: ItemView, now: float) -> Iterator[str]:
    if item.kind == "message":
        yield from _unlocked(visible(item.text))
        return
    yield f"**{_plain(item_heading(item))}** ({item_facts(item, now)})"
    for text in (item.text, item.output):
        if text:
            yield ""
            yield from _fenced(*body_of(text))
    if error := error_text(item):
        yield ""
        yield from _fenced(error, "text")


def _fenced(text: str, language: str) -> Iterator[str]:
    """Put `text` between fences longer than any in it."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    yield f"{fence}{language}"
    yield text.rstrip("\n")
    yield fence


def _unlocked(text: str) -> Iterator[str]:
    """Keep Markdown, but let it hold no tags and no pictures; close a fence it left open."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if not fence and not found:
            line = line.replace("<", "&lt;").replace("![", "!\\[")
        elif found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
        yield line
    if fence:
        yield fence


def _plain(text: str) -> str:
    """Escape what Markdown would read as more than words."""
    return _SPECIAL.sub(r"\\\1", text)
