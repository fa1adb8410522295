"""`agent-tui run`: run the agents of a file, watch them, and keep what happened."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from tui.cli.input_option import read_input
from tui.cli.lazy_group import Command
from tui.cli.options import break_option, format_options, runs_dir_option
from tui.cli.screen import Looks, looks_options
from tui.terminal import choose_format

if TYPE_CHECKING:
    from agents_core.config import Overrides

PARALLEL: Final = 4
"""How many runs of a file of inputs go on at once, unless somebody says so."""


def _variables(
    _ctx: click.Context, _parameter: click.Parameter, pairs: Iterable[str]
) -> dict[str, str]:
    """Split `--var NAME=VALUE`."""
    variables = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE.")
        variables[name] = value
    return variables


class _Run(Command):
    """The command; a bare `--dry-run` must not swallow the file that follows it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write the bare option out, as click would if nothing came after it."""
        options = args[: args.index("--")] if "--" in args else args
        written = ["--dry-run=stubbed" if arg == "--dry-run" else arg for arg in options]
        return super().parse_args(ctx, [*written, *args[len(options) :]])


@click.command(
    cls=_Run,
    examples=(
        ("agent-tui run agents.toml", "run and watch"),
        ('agent-tui run agents.toml -i "Hello" --format text > a.txt', "keep the answer alone"),
        ("agent-tui run app.py:agent", "an agent in Python, ours or the Agents SDK's"),
    ),
)
@click.argument("target", type=click.Path())
@click.option(
    "-i", "--input", "input_", metavar="TEXT", help="What to ask; - is stdin, @FILE a file."
)
@click.option(
    "--inputs",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A run for each line: a JSON text, or an object with input, vars and name.",
)
@click.option(
    "--parallel",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"How many runs of --inputs go on at once.  [default: {PARALLEL}]",
)
@click.option("--agent", metavar="NAME", help="The agent to start with.")
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="[AGENT=]PROVIDER/ID",
    envvar="AGENT_TUI_MODEL",
    show_envvar=True,
    help="Another model for all agents, or one. Repeatable.",
)
@click.option("--max-turns", type=click.IntRange(min=1), help="Most model calls the run may make.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds it may take.")
@click.option(
    "--var",
    "variables",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_variables,
    help="A variable of [vars]. Repeatable.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Any key of the file, such as run.max_turns=5. Repeatable.",
)
@click.option("--approve", type=click.Choice(["ask", "all", "none"]), help="Who approves calls.")
@click.option(
    "--dry-run",
    type=click.Choice(["stubbed", "tools"]),
    is_flag=False,
    flag_value="stubbed",
    help="A made-up model and made-up tool outputs; =tools runs the tools for real.",
)
@click.option(
    "--session", metavar="ID", help="Go on with the conversation of that name, and keep it."
)
@click.option("--pace", type=click.FloatRange(min=0), help="Tokens a second of scripted models.")
@click.option("--record/--no-record", default=None, help="Keep the run, as is usual.")
@runs_dir_option
@format_options
@break_option
@click.option("--detach", is_flag=True, help="Run without this terminal; see agent-tui watch.")
@click.option("--hosted", is_flag=True, hidden=True)
@click.option(
    "--fail-if",
    metavar="FILTER",
    help="Exit with 6 if this matches once the run has finished, such as 'cost>$0.50 | is:error'.",
)
@click.option("--plain", is_flag=True, help="Lines of text; approvals are asked in words.")
@looks_options
@click.option("--exit-on-finish", is_flag=True, help="Close the screen when the run is over.")
def run(
    target: str,
    input_: str | None,
    inputs: Path | None,
    parallel: int | None,
    record: bool | None,
    runs_dir: Path | None,
    breakpoints: tuple[str, ...],
    detach: bool,
    fail_if: str | None,
    format_: str,
    hosted: bool,
    plain: bool,
    looks: Looks,
    exit_on_finish: bool,
    **options: Any,
) -> None:
    """Run the agents of TARGET and watch them.

    TARGET is an agents.toml, or an agent in Python: app.py:agent or package.module:agent.

    The run is recorded; watch it again with `agent-tui replay last`. Without an input, the screen
    asks for one.

    Exit codes: 0 finished, 1 failed, 2 bad arguments or configuration, 3 too many turns,
    4 stopped by a guardrail, 5 an approval was needed, 6 --fail-if matches, 130 cancelled.
    """
    # Imported here because help and completion need none of it.
    from tui.cli.run_live import run_one
    from tui.cli.run_request import RunRequest, Showing, refuse_misplaced_options

    ctx = click.get_current_context()
    alone = {"input": input_, "session": options["session"], "break": breakpoints, "detach": detach}
    _check_together(inputs, parallel, alone)
    if detach and fail_if is not None:
        raise click.UsageError("--fail-if with --detach: nobody would see the exit code.")
    refuse_misplaced_options(ctx, target)
    is_away = detach or hosted
    showing = Showing(
        format="text" if is_away or plain else choose_format(format_),
        looks=looks,
        is_hosted=hosted,
        is_plain=plain,
        asks_in_words=plain and inputs is None and not is_away and sys.stdin.isatty(),
        exit_on_finish=exit_on_finish,
    )
    if options["pace"] is None and not showing.has_screen and not is_away:
        options["pace"] = 0.0  # a check, or a pipe, need not wait for typing speed
    request = RunRequest(target, options, record, runs_dir, showing.is_watched)
    if inputs is not None:
        # Imported here because one run needs none of it.
        from tui.cli.run_batch import run_many

        ctx.exit(run_many(request, inputs, parallel or PARALLEL, fail_if, showing))
    detached = sys.argv[2:] if detach else None
    ctx.exit(run_one(request, read_input(input_), breakpoints, fail_if, showing, detached))


def overrides_of(argv: Sequence[str]) -> "Overrides":
    """Return what a recorded command line put on top of the file, its input left out."""
    from agents_core.config import Overrides

    if list(argv[1:2]) != ["run"]:
        return Overrides()
    try:
        typed = run.make_context("run", list(argv[2:])).params
    except click.ClickException:  # written by another version
        return Overrides()
    known = {name: typed[name] for name in Overrides.__dataclass_fields__ if name in typed}
    return Overrides(**{**known, "dry_run": known.get("dry_run") or "off"})


def _check_together(inputs: object, parallel: object, alone: Mapping[str, object]) -> None:
    """Refuse options that contradict each other; those in `alone` are for one run."""
    if parallel and not inputs:
        raise click.UsageError("--parallel needs --inputs: there is one run only.")
    for name, given in alone.items():
        if inputs and given:
            raise click.UsageError(f"--{name} and --inputs exclude each other.")
