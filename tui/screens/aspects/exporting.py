"""Exporting: what is seen, in a form other programs read.

Law: an export holds the run up to the cursor, and what was seen stays as it is: the work is done by
a process of its own, from a copy.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from tui import run_keys
from tui.exports.snapshot import write_snapshot
from tui.sanitise import visible
from tui.screens.choice_dialog import Choice, ChoiceDialog
from tui.screens.deck_screen import DeckScreen
from tui.widgets.prompt import Question

CHOICES = (
    Choice("md", "Markdown", "the transcript, for issues and reviews"),
    Choice("html", "HTML page", "searchable, works offline, nothing in it can act"),
    Choice("svg", "SVG", "this screen as a picture"),
    Choice("asciicast", "asciicast", "the replay, for asciinema and its player"),
    Choice("jsonl", "JSON lines", "the run file up to here"),
    Choice("script", "Script", "what the model said, as [[turns]] for agents.toml"),
    Choice("otlp", "OTLP spans", "names, times and tokens, nothing that was said"),
)
ENDINGS = {"asciicast": "cast", "script": "toml", "otlp": "otlp.json"}
"""What files end in whose form has another name."""


class Exporting(DeckScreen):
    """The export menu."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.EXPORTING

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "export":
            return self.source.header is not None and self.playhead.position > 0
        return super().check_action(action, parameters)

    def action_export(self) -> None:
        """Ask in which form."""
        question = "Export the run up to here as"
        self.app.push_screen(ChoiceDialog(question, CHOICES), self._ask_where)

    def _ask_where(self, format_: str | None) -> None:
        if format_ is None or self.source.header is None:
            return
        name = f"{self.source.header.run_id}.{ENDINGS.get(format_, format_)}"
        take = partial(self._export, format_)
        self.ask(Question(f"{format_} to", "a file that does not exist yet", take, text=name))

    def _export(self, format_: str, name: str) -> None:
        """Begin to write a file.

        Raises:
            ValueError: it cannot be written there.
        """
        path = Path(name.strip()).expanduser()
        if not name.strip():
            raise ValueError("the file needs a name")
        if path.exists():
            raise ValueError(f"{path} exists already: choose another name")
        if not os.access(path.parent, os.W_OK):
            raise ValueError(f"{path.parent} is no folder that can be written to")
        if format_ == "svg":
            self._write_picture_without_prompt(path)
        else:
            self._export_copy(format_, path, self.playhead.position)

    def _write_picture_without_prompt(self, path: Path) -> None:
        """Write what is on the screen once the prompt, which is about to close, has left it."""
        laid_out = self.screen_layout_refresh_signal

        def write(_: object) -> None:
            laid_out.unsubscribe(self)
            self._write_picture(path)

        laid_out.subscribe(self, write)

    def _write_picture(self, path: Path) -> None:
        picture = self.app.export_screenshot(title=self.source.title)
        path.touch(0o600)
        path.write_text(picture, "utf-8")
        self._tell_written(path)

    @work
    async def _export_copy(self, format_: str, path: Path, position: int) -> None:
        header = self.source.header
        assert header is not None
        with TemporaryDirectory(prefix="agent-tui-") as folder:
            copy = Path(folder) / f"{header.run_id}.jsonl"
            await asyncio.to_thread(write_snapshot, copy, self.source.history, header, position)
            command = ("-m", "tui", "export", copy, "-f", format_, "-o", path)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *command), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
            )
            _, problem = await process.communicate()
        if process.returncode == 0:
            self._tell_written(path)
        else:
            words = visible(problem.decode(errors="replace").strip())
            self.notify(words, severity="error", markup=False, timeout=10)

    def _tell_written(self, path: Path) -> None:
        self.notify(visible(f"written: {path}"), markup=False)
