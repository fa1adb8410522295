"""Takes the README's two screenshots anew: the demo, recorded and stopped in its middle.

    python .ci/screenshots.py

Writes examples/agent-tui.svg and the text between the screenshot marks of README.md.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from agents_core.history.run_history import RunHistory
from agents_core.run_events import read_event
from tui.app import AgentTui
from tui.screens.run_screen import RunScreen
from tui.sources.live_controls import LiveControls

ROOT = Path(__file__).parent.parent
TYPING_PACE = "75"
"""Tokens a second: without it, a run without a terminal does not wait between tokens."""

TEXT_SIZE, TEXT_AT = (80, 24), 14.6
SVG_SIZE, SVG_AT = (120, 40), 14.6


class HalfWay:
    """A live run that stands still: what had happened at one moment of a recorded one."""

    header = None
    title = "agents.toml"
    named_filters: Mapping[str, str] = {}
    is_live = True
    is_recording = True
    is_remote = False
    recorded_at = None
    origin = None
    problems: Sequence[str] = ()

    def __init__(self, lines: list[bytes], seconds: float) -> None:
        """Take the events that had happened by then."""
        self.history = RunHistory()
        for event in map(read_event, lines):
            if event.at <= seconds:
                self.history.append(event)
        self.controls = LiveControls(self.history, self.named_filters)

    async def run(self) -> None:
        """Never end."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Hold nothing open."""


def record() -> list[bytes]:
    """Run the demo at typing pace and return its events."""
    command = (sys.executable, "-m", "tui", "run", "agents.toml", "--json", "--no-record")
    done = subprocess.run(
        (*command, "--pace", TYPING_PACE), cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.splitlines()[1:]


async def look(lines: list[bytes], size: tuple[int, int], seconds: float) -> tuple[str, str]:
    """Return the screen at a moment of the run, as SVG and as text."""
    app = AgentTui(RunScreen(HalfWay(lines, seconds)), clock=lambda: seconds)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        return app.export_screenshot(title="agent-tui run agents.toml"), text_of(app)


def text_of(app: AgentTui) -> str:
    """Return the screen as text, without the spaces at the ends of its lines."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def main() -> None:
    """Take both."""
    lines = record()
    svg, _ = asyncio.run(look(lines, SVG_SIZE, SVG_AT))
    _, text = asyncio.run(look(lines, TEXT_SIZE, TEXT_AT))
    (ROOT / "examples" / "agent-tui.svg").write_text(svg, "utf-8")
    readme = ROOT / "README.md"
    marked = re.compile(r"(<!-- screenshot -->\n```text\n).*?(```\n<!-- /screenshot -->)", re.S)
    page = readme.read_text("utf-8")
    readme.write_text(marked.sub(lambda m: f"{m[1]}{text}\n{m[2]}", page), "utf-8")


if __name__ == "__main__":
    main()
