"""The forms `agent-tui export` writes, each a function from a run file to pieces of text.

What a form needs is imported in its function: nobody waits for Textual to get a script.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.cli.reporting import CommandFailed

if TYPE_CHECKING:
    from agents_core.config.schema import Config
    from agents_core.filters import Filter
    from agents_core.recording import RunHeader
    from tui.exports.exported_run import ExportedRun

NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
"""What a table of agents.toml may be called."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the forms can be told; each looks at what concerns it."""

    provider: str = "recorded"
    """script: the name of its provider."""
    size: tuple[int, int] = (120, 40)
    """svg, asciicast: columns and rows."""
    place: str = "100%"
    """svg: where in the run, in the words of the seek prompt."""
    speed: float = 1.0
    """asciicast: how many times faster than it happened."""
    with_content: bool = False
    """otlp: tell arguments and outputs as well."""
    endpoint: str | None = None
    """otlp: where to send the spans instead of writing them."""
    wanted: "Filter | None" = None
    """md, html, jsonl: which items to tell; None: all."""


def write_events(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield the events, damaged lines left out."""
    from agents_core.recording import read_run
    from tui.exports.chosen_events import chosen_events

    kept = None if options.wanted is None else chosen_events(_chosen(path, options))
    with read_run(path) as run:
        yield run.header.line.decode() + "\n"
        for place, event in enumerate(run):
            if kept is None or place in kept:
                yield event.line.decode(errors="replace") + "\n"


def write_markdown(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield a Markdown document."""
    from tui.exports.markdown import markdown

    for line in markdown(_chosen(path, options)):
        yield line + "\n"


def write_page(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield an HTML page."""
    from tui.exports.page import page

    return page(_chosen(path, options))


def write_picture(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield a picture of the screen."""
    from tui.exports.stage import picture
    from tui.sources.recorded_run import RecordedRun

    try:
        yield asyncio.run(picture(RecordedRun(path), options.size, options.place)) + "\n"
    except ValueError as error:
        raise CommandFailed(f"--at: {error}") from error


def write_asciicast(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield the lines of a terminal recording."""
    from tui.exports.asciicast import asciicast
    from tui.sources.recorded_run import RecordedRun

    async def lines() -> list[str]:
        return [line async for line in asciicast(RecordedRun(path), options.size, options.speed)]

    for line in asyncio.run(lines()):
        yield line + "\n"


def write_spans(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield spans as OTLP JSON, or send them and yield nothing."""
    from agents_core.recording import read_run

    try:
        from tui.exports.otlp import otlp_json, send_spans
        from tui.exports.spans import spans_of
    except ModuleNotFoundError as error:
        raise CommandFailed(
            f"spans need the extra [otel] ({error.name} is missing): pip install 'agent-tui[otel]'"
        ) from error
    with read_run(path) as run:
        spans = list(spans_of(run.header, run, with_content=options.with_content))
    if options.endpoint is None:
        yield otlp_json(spans) + "\n"
        return
    try:
        send_spans(spans, options.endpoint)
    except ConnectionError as error:
        raise CommandFailed(f"--to: {error}") from error


def write_script(path: Path, options: ExportOptions) -> Iterator[str]:
    """Yield what the model said as tables of agents.toml."""
    from agents_core.config.script_text import AgentTables, script_text
    from agents_core.models.recorded_script import recorded_script
    from agents_core.recording import read_run
    from agents_core.recording.model_calls import read_model_calls

    with read_run(path) as run:
        calls = read_model_calls(run)
    yield _comment(run.header, options.provider, calls[0].model if calls else None) + "\n"
    tables = AgentTables(_config_of(run.header))
    yield script_text(recorded_script(calls), options.provider, tables)


FORMATS: Final[dict[str, Callable[[Path, ExportOptions], Iterator[str]]]] = {
    "md": write_markdown,
    "html": write_page,
    "svg": write_picture,
    "asciicast": write_asciicast,
    "jsonl": write_events,
    "script": write_script,
    "otlp": write_spans,
}
"""By the name that `--format` takes."""


BY_ITEMS: Final = ("md", "html", "jsonl")
"""Forms that tell items, and so can leave some out."""


def _chosen(path: Path, options: ExportOptions) -> "ExportedRun":
    """Return a run with the items that are wanted."""
    from tui.cli.filter_options import only_matching
    from tui.exports.exported_run import read_whole_run

    return only_matching(read_whole_run(path), path, options.wanted)


def _comment(header: "RunHeader", provider: str, model: str | None) -> str:
    """Return what to do with the script."""
    from tui.sanitise import visible_line
    from tui.sources.python_agent import is_python

    place = header.config_path
    file = Path(place).name if place and not is_python(place) else "agents.toml"
    model = model if model and NAME.fullmatch(model) else "x"
    return (
        f"\n# What the model said in run {visible_line(header.run_id)}"
        f" ({visible_line(header.title)}). Put it into {visible_line(file)}, then:\n"
        f"#     agent-tui run {visible_line(file)} --model {provider}/{model}"
    )


def _config_of(header: "RunHeader") -> "Config | None":
    """Return the configuration the run was made from, if it is still there and loads."""
    from agents_core.config import ConfigError, load_config

    if header.config_path is None:
        return None
    try:
        return load_config(header.config_path).config
    except ConfigError:
        return None
