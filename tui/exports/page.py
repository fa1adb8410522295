"""A run as one HTML page: searchable, works offline, and lets nothing in it act.

Law: every word of the run is escaped; the page's policy forbids all scripts but its own one (by its
hash), and every connection, picture, frame and form.
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from agents_core.history.views import ItemView
from tui.exports.exported_run import ExportedRun, Section
from tui.exports.facts import body_of, error_text, heading, item_facts, item_heading, run_facts
from tui.sanitise import visible_line

OPEN_UP_TO = 2_000
"""Characters of a body that is shown unfolded."""


def page(run: ExportedRun) -> Iterator[str]:
    """Yield the parts of the page."""
    style, script = _asset("page.css"), _asset("page.js")
    title = escape(visible_line(run.title))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield "<!doctype html>\n"
    yield '<html lang="en"><head><meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title><style>{style}</style></head><body>\n"
    yield f"<header><h1>{title}</h1><dl>"
    for label, words in run_facts(run):
        yield f"<div><dt>{label}</dt><dd>{escape(words)}</dd></div>"
    yield '</dl><input id="search" type="search" placeholder="Find in this run  ( / )"'
    yield ' aria-label="Find in this run"><output id="found"></output></header>\n<main>\n'
    for section in run.sections():
        yield from _section(section, run.view.at)
    if run.view.final_output is not None:
        yield "<section><h2>Final output</h2>"
        yield f"<article>{_body(run.view.final_output, 'output')}</article></section>\n"
    yield f"</main><script>{script}</script></body></html>\n"


def _section(section: Section, now: float) -> Iterator[str]:
    level = min(section.depth, 4)
    yield f'<section class="depth-{level}"><h2>{escape(heading(section))}</h2>\n'
    for item in section.items:
        yield from _item(item, now)
    yield "</section>\n"


def _item(item: ItemView, now: float) -> Iterator[str]:
    yield f'<article id="item-{item.index}" class="{item.kind} {item.status}">'
    yield f"<h3>{escape(item_heading(item))} <small>{escape(item_facts(item, now))}</small></h3>"
    if item.text:
        yield _body(item.text, "words")
    if item.output:
        yield _body(item.output, "output")
    if error := error_text(item):
        yield f'<pre class="error">{escape(error)}</pre>'
    yield "</article>\n"


def _body(text: str, role: str) -> str:
    """Return a text as it is, folded when it is long."""
    shown, _ = body_of(text)
    is_open = " open" if len(shown) <= OPEN_UP_TO else ""
    lines = shown.count("\n") + 1
    summary = f"{role}, {lines} line{'s' if lines > 1 else ''}"
    return f"<details{is_open}><summary>{summary}</summary><pre>{escape(shown)}</pre></details>"


def _asset(name: str) -> str:
    return files("tui.exports").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Return what a content security policy calls a script or a style by."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
