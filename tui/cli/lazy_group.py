"""Commands that are imported when they are called, and help that begins with examples.

Law: listing commands, completing their names and correcting a mistyped one imports none of them.
"""

import difflib
import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from agents_core.errors import AgentsException
from tui.cli.exit_codes import ExitCode
from tui.cli.reporting import CommandFailed, drop_output

Examples = Sequence[tuple[str, str]]
"""Command lines, and what each does."""


class Command(click.Command):
    """A command whose help begins with examples."""

    def __init__(self, *arguments: Any, examples: Examples = (), **options: Any) -> None:
        """Take what click takes, and the examples."""
        super().__init__(*arguments, **options)
        self.examples = examples

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then what the command does."""
        write_examples(self.examples, formatter)
        super().format_help_text(ctx, formatter)


class LazyGroup(click.Group):
    """A group that knows its commands by name and place only."""

    def __init__(
        self, *, lazy: Mapping[str, tuple[str, str]], examples: Examples, **options: Any
    ) -> None:
        """Take the commands as name: ("module:attribute", what it does in short)."""
        super().__init__(invoke_without_command=True, callback=_show_help, **options)
        self._lazy = lazy
        self._examples = examples

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with its input becomes a message and an exit code.

        click itself would leave with 1 when nobody reads the output any more.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            drop_output()
            ctx.exit(ExitCode.BROKEN_PIPE)
        except AgentsException as error:
            raise CommandFailed(str(error)) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they are to be read."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self._lazy:
            return None
        module, attribute = self._lazy[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then what the program does."""
        write_examples(self._examples, formatter)
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in self._lazy.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        if args[0] in self._lazy or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(args[0], self._lazy, 1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        ctx.fail(f"No such command '{args[0]}'.{hint}")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the names of commands, importing none."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        return [
            CompletionItem(name, help=short)
            for name, (_, short) in self._lazy.items()
            if name.startswith(incomplete)
        ]


@click.pass_context
def _show_help(ctx: click.Context) -> None:
    """Without a command, say which there are."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def write_examples(examples: Examples, formatter: click.HelpFormatter) -> None:
    """Write a section of command lines, each with what it does."""
    with formatter.section("Examples"):
        formatter.write_dl(list(examples))
