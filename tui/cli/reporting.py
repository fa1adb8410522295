"""How the command line says what went wrong, to people and to programs."""

import itertools
import os
import sys
from collections.abc import Sequence

import click

from tui.cli.exit_codes import ExitCode


class CommandFailed(click.ClickException):
    """A command could not do what it was asked; the message says why, and what to do.

    The message may hold hostile text, and several lines.
    """

    exit_code = ExitCode.BAD_INPUT

    def show(self, file: object = None) -> None:
        """Write the message to standard error, control characters made visible."""
        # Imported here because help and completion never need it.
        from tui.sanitise import visible

        text = visible(self.message)
        prefix = "" if _is_diagnostic(text) else "Error: "
        click.echo(f"{prefix}{text}", err=True)


def sentence(text: str) -> str:
    """End a message as click ends its own, unless it ends with a question."""
    return text if text.endswith("?") else f"{text}."


def report(error: click.ClickException, arguments: Sequence[str]) -> int:
    """Print an error for whoever called, and return the exit code."""
    error.show()
    if wants_json(arguments):
        print_error_line(error.format_message())
    return error.exit_code


def print_error_line(message: str) -> None:
    """Write the last line of JSON output: the error, for programs."""
    # Imported here because help and completion never need it.
    from agents_core.json_text import encode_json

    sys.stdout.buffer.write(encode_json({"type": "error", "message": message}) + b"\n")
    sys.stdout.buffer.flush()


def drop_output() -> None:
    """Point standard output at nothing, so that nothing complains while Python shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether the caller asked for JSON, even where the arguments did not parse."""
    formats = ("--format=jsonl", "--format=json")
    pairs = itertools.pairwise(arguments)
    return (
        "--json" in arguments
        or any(argument in formats for argument in arguments)
        or any(pair in (("--format", "jsonl"), ("--format", "json")) for pair in pairs)
    )


def _is_diagnostic(text: str) -> bool:
    """Return whether the text has the `file:line:column: error:` form already."""
    first = text.partition("\n")[0]
    return ": error:" in first or ": warning:" in first
