"""The command line: one command a file, imported when it is called.

Law: help, completion and `--version` import nothing but click. Whatever goes wrong ends here, as a
sentence on standard error and an exit code.
"""

import os
import sys

import click

from tui.cli.exit_codes import ExitCode
from tui.cli.lazy_group import LazyGroup
from tui.cli.reporting import drop_output, report
from tui.process import prepare_process
from tui.terminal import shows_unicode

cli = LazyGroup(
    name="agent-tui",
    lazy={
        "run": ("tui.cli.run:run", "Run agents and watch them."),
        "replay": ("tui.cli.replay:replay", "Watch a recorded run again."),
        "browse": ("tui.cli.browse:browse", "Start agents, and open saved runs."),
        "fork": ("tui.cli.fork:fork", "Go on from a place of a recorded run."),
        "watch": ("tui.cli.watch:watch", "Watch a run that goes on elsewhere."),
        "cancel": ("tui.cli.steering:cancel", "Stop a run that goes on elsewhere."),
        "approve": ("tui.cli.steering:approve", "Answer a call that waits elsewhere."),
        "runs": ("tui.cli.runs:runs", "List recorded runs; find or remove one."),
        "show": ("tui.cli.show:show", "Print one recorded run as text."),
        "diff": ("tui.cli.diff:diff", "Compare two recorded runs."),
        "export": ("tui.cli.export:export", "Write a run as Markdown, a page, spans, …"),
        "import": ("tui.cli.import_:import_", "Keep runs that other programs have saved."),
        "serve": ("tui.cli.serve:serve", "Show the screen in a browser on this machine."),
        "validate": ("tui.cli.validate:validate", "Check agents.toml without running it."),
        "tools": ("tui.cli.tools:tools", "List the tools of each agent, or call one."),
        "graph": ("tui.cli.graph:graph", "Show who hands off to whom."),
        "init": ("tui.cli.init:init", "Begin a small project that runs at once."),
        "keys": ("tui.cli.keys:keys", "List all keys; check your own."),
        "doctor": ("tui.cli.doctor:doctor", "Say what is installed, set and running here."),
        "schema": ("tui.cli.schema:schema", "Print the JSON Schema of agents.toml for editors."),
        "completion": ("tui.cli.completion:completion", "Print what makes your shell complete."),
    },
    help="Watch AI agents work, token by token, and replay what they did.",
    examples=(
        ("agent-tui run agents.toml", "run the agents of a file and watch"),
        ("agent-tui replay last", "watch the latest run again"),
    ),
)


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    # Imported here because it is slow, and only this needs it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"agent-tui {version('agent-tui')}")
    except PackageNotFoundError:
        click.echo("agent-tui, run from its source without being installed")
    ctx.exit()


click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)(cli)


def main() -> None:
    """Run the command line of this process and leave it with an exit code."""
    prepare_process()
    if not shows_unicode(os.environ):
        _speak_ascii()
    sys.exit(run_command_line(sys.argv[1:]))


def _speak_ascii() -> None:
    """Write signs of ours in ASCII where a person reads them; files and pipes stay UTF-8."""
    # Imported here because few locales need it.
    from tui.ascii_signs import ascii_output

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream.isatty():
            plain = ascii_output(stream)
            setattr(sys, name, plain)
            setattr(sys, f"__{name}__", plain)  # the screen and `own_terminal` look there


def run_command_line(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors are printed, never raised."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = cli.main(arguments, prog_name="agent-tui", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return report(error, arguments)
    except BrokenPipeError:
        drop_output()
        return ExitCode.BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    return code if isinstance(code, int) else ExitCode.FINISHED
