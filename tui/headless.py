"""A run without a screen: as text for people and logs, or as JSON lines for programs.

Law: standard output holds the answer alone (text) or the run file's own lines (JSON lines), so it
can be piped; everything else is on standard error. Nothing is animated. A reader that goes away
stops the run, and is no error of it.
"""

import sys
from collections.abc import Callable, Iterable
from typing import IO, Any, Protocol

import click

from agents_core.json_text import decode_json, encode_json
from agents_core.outputs.printing import outside_of_calls
from agents_core.recording import RunHeader
from agents_core.run_events import RunEvent
from tui.event_text import EventText, TextLine, Tone, message_text, output_text
from tui.sanitise import visible, visible_line
from tui.terminal import shows_colour

TOOL_TEXT_LIMIT = 400
"""Characters of arguments or an output that progress shows; `agent-tui show` prints all."""

_STYLES: dict[Tone, dict[str, Any]] = {
    "plain": {},
    "quiet": {"dim": True},
    "bad": {"fg": "red"},
    "struck": {"dim": True, "strikethrough": True},
}


class RunOutput(Protocol):
    """Where the events of a run are written to as they happen."""

    def begin(self, header: RunHeader) -> None:
        """Take the header, before the first event."""
        ...

    def take(self, event: RunEvent) -> None:
        """Take the next event."""
        ...


class JsonLines:
    """Writes the run file's own lines, each flushed."""

    def __init__(self, run: str | None = None) -> None:
        """Write to standard output; of many runs, `run` is the first field of each line."""
        self._out = sys.stdout.buffer
        self._begin = b"{" if run is None else b'{"run":%s,' % encode_json(run)

    def begin(self, header: RunHeader) -> None:
        """Write the header as the first line."""
        self._write(header.line)

    def take(self, event: RunEvent) -> None:
        """Write one line."""
        self._write(event.line)

    def _write(self, line: bytes) -> None:
        self._out.write(self._begin + line[1:] + b"\n")  # every line is an object
        self._out.flush()


class ProgressText:
    """Tells what happens on standard error, and writes the final answer to standard output.

    A message waits until something follows it: the last one is the answer, and is not told twice.
    """

    def __init__(self, run: str | None = None) -> None:
        """Begin with nothing told; of many runs, `run` stands before each line."""
        self._before = "" if run is None else f"[{visible_line(run)}] "
        self._text = EventText(TOOL_TEXT_LIMIT)
        self._waiting: RunEvent | None = None

    def begin(self, header: RunHeader) -> None:
        """Tell whose run it is."""
        self._tell([TextLine(visible(header.title), "quiet")])

    def take(self, event: RunEvent) -> None:
        """Tell the event, if there is anything to tell."""
        if event.type == "model.event":
            return
        if event.type == "run.end" and event.parent is None:
            self._finish(event)
        elif event.parent is None and is_message(event):
            self._tell_waiting()
            self._waiting = event
        elif lines := list(self._text.lines(event)):
            self._tell_waiting(is_withdrawn=_withdraws(event))
            self._tell(lines)

    def _finish(self, event: RunEvent) -> None:
        answer = answer_of(event)
        if self._waiting is not None and not _is_answer(self._waiting, event):
            self._tell_waiting()
        self._tell(self._text.lines(event))
        if answer is not None:
            self._say(answer)

    def _say(self, answer: str) -> None:
        """Write the answer that a run has ended with."""
        click.echo("\n".join(f"{self._before}{line}" for line in visible(answer).split("\n")))

    def _tell_waiting(self, *, is_withdrawn: bool = False) -> None:
        if self._waiting is not None:
            self._tell(self._text.lines(self._waiting, is_withdrawn=is_withdrawn))
            self._waiting = None

    def _tell(self, lines: Iterable[TextLine]) -> None:
        print_lines([TextLine(f"{self._before}{line.text}", line.tone) for line in lines])


def _print(text: str) -> None:
    click.echo(text, color=True)  # `styled` has decided


class WholeText:
    """Tells a recorded run on standard output, with nothing cut."""

    def __init__(self, write: Callable[[str], None] = _print) -> None:
        """Hand each line to `write`; colours are in it where standard output shows them."""
        self._text = EventText()
        self._write = write

    def begin(self, header: RunHeader) -> None:
        """Tell whose run it was, and when."""
        self._write(visible(f"{header.title or header.run_id}  ({header.created_at})"))
        self._write("")

    def take(self, event: RunEvent) -> None:
        """Tell the event, if there is anything to tell."""
        for line in self._text.lines(event):
            self._write(styled(line))
        if event.type == "run.end" and event.parent is None and (answer := answer_of(event)):
            self._write("")
            self._write(visible(answer))


class Guarded:
    """An output that stops the run, instead of breaking it, when nobody reads it any more."""

    def __init__(self, output: RunOutput, stop: Callable[[], None]) -> None:
        """Hand everything on to `output` until that fails, then call `stop` once."""
        self._output = output
        self._stop = stop
        self.failure: OSError | None = None

    def begin(self, header: RunHeader) -> None:
        """Hand on the header."""
        self._try(lambda: self._output.begin(header))

    def take(self, event: RunEvent) -> None:
        """Hand on an event."""
        self._try(lambda: self._output.take(event))

    def _try(self, write: Callable[[], None]) -> None:
        if self.failure is not None:
            return
        try:
            with outside_of_calls():  # events are told from within the calls they are about
                write()
        except OSError as error:
            self.failure = error
            self._stop()


def answer_of(end: RunEvent) -> str | None:
    """Return the final output a `run.end` event holds, as text; None when there is none."""
    output = end.data.get("final_output")
    return None if output is None else output_text(output)


def print_lines(lines: list[TextLine]) -> None:
    """Print lines on standard error."""
    for line in lines:
        click.echo(styled(line, sys.stderr), err=True, color=True)  # `styled` has decided


def styled(line: TextLine, stream: IO[str] | None = None) -> str:
    """Return the line in its colour, where the stream shows colours."""
    style = _STYLES[line.tone]
    return (
        click.style(line.text, **style)
        if style and shows_colour(stream or sys.stdout)
        else line.text
    )


def _withdraws(event: RunEvent) -> bool:
    """Return whether a guardrail objects to what the run was asked, or to what it answered."""
    if event.type != "guardrail.result" or event.parent is not None:
        return False
    data = event.data
    return data.get("tripped") is True and data.get("stage") in ("input", "output")


def is_message(event: RunEvent) -> bool:
    """Return whether an event is a message that is complete."""
    return event.type == "item.create" and (event.data.get("item") or {}).get("type") == "message"


def _is_answer(message: RunEvent, end: RunEvent) -> bool:
    """Return whether a message says what the run ended with, as text or as JSON."""
    text, output = message_text(message.data["item"]), end.data.get("final_output")
    if isinstance(output, str):
        return text == output
    try:
        return bool(decode_json(text.encode()) == output)
    except ValueError:
        return False
