"""`agent-tui run`: run the agents of a file, watch them, and keep what happened."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from tui.cli.filter_options import read_filter
from tui.cli.lazy_group import Command
from tui.cli.options import (
    break_option,
    check_breakpoints,
    format_options,
    open_store,
    runs_dir_option,
)
from tui.cli.reporting import CommandFailed
from tui.cli.screen import Looks, looks_options, settings_for
from tui.terminal import OutputFormat, choose_format

if TYPE_CHECKING:
    from agents_core.config import LoadedConfig, Overrides
    from agents_core.recording import RunStore
    from tui.sources.live_run import LiveRun

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
    ),
)
@click.argument("config", type=click.Path(path_type=Path))
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
    config: Path,
    input_: str | None,
    inputs: Path | None,
    parallel: int | None,
    format_: str,
    record: bool | None,
    runs_dir: Path | None,
    breakpoints: tuple[str, ...],
    detach: bool,
    hosted: bool,
    fail_if: str | None,
    exit_on_finish: bool,
    plain: bool,
    looks: Looks,
    **options: Any,
) -> None:
    """Run the agents of CONFIG and watch them.

    The run is recorded; watch it again with `agent-tui replay last`. Without an input, the screen
    asks for one.

    Exit codes: 0 finished, 1 failed, 2 bad arguments or configuration, 3 too many turns,
    4 stopped by a guardrail, 5 an approval was needed, 6 --fail-if matches, 130 cancelled.
    """
    # Imported here because help and completion need none of it.
    from tui.cli.hosting import host
    from tui.cli.run_live import run_headless, run_on_screen
    from tui.named_filters import with_own_filters
    from tui.sources.live_run import LiveRun

    apart = {"input": input_, "session": options["session"], "break": breakpoints, "detach": detach}
    _check_together(inputs, parallel, **apart, **{"fail-if": fail_if})
    is_away = detach or hosted
    format_ = "text" if is_away or plain else choose_format(format_)
    asks_in_words = plain and sys.stdin.isatty() and not is_away
    if options["pace"] is None and format_ != "tui" and not is_away:
        options["pace"] = 0.0  # a check, or a pipe, need not wait for typing speed
    if inputs is not None:
        new_store = partial(_store, record, runs_dir)
        many = _make_runs(config, inputs, format_, new_store, options)
        code = _run_batch(many, parallel or PARALLEL, format_, looks, exit_on_finish)
        click.get_current_context().exit(code)
    overrides = _overrides(_read_input(input_), **options)
    loaded = _load(config, overrides, needs_input=format_ != "tui")
    filters = with_own_filters(loaded.config.filters)
    check_breakpoints(breakpoints, filters, has_screen=format_ == "tui")
    if is_away and fail_if is not None:
        raise click.UsageError("--fail-if with --detach: nobody would see the exit code.")
    check = None if fail_if is None else read_filter("--fail-if", fail_if, filters)
    store = _store(record, runs_dir, loaded)
    if detach:
        _tell_detached(sys.argv[2:], overrides.input)
        return
    argv, is_watched = ["agent-tui", *sys.argv[1:]], format_ == "tui" or hosted or asks_in_words
    source = LiveRun(loaded, store=store, argv=argv, has_watcher=is_watched, is_shared=True)
    if hosted:
        host(source)
        return
    if format_ == "tui":
        settings = settings_for(looks, loaded)
        leaves = exit_on_finish or settings.exits_on_finish
        code = run_on_screen(source, settings, leaves, breakpoints, check)
    else:
        code = run_headless(source, format_, check, asks_in_words=asks_in_words)
    click.get_current_context().exit(code)


def _tell_detached(arguments: Sequence[str], text: str | None) -> None:
    """Start the run elsewhere, and say how to get to it."""
    # Imported here because help and completion need none of it.
    from tui.cli.hosting import detach

    run_id = detach(arguments, text)
    click.echo(run_id)
    click.echo(f"It goes on by itself. Watch it: agent-tui watch {run_id}", err=True)


def _load(config: Path, overrides: "Overrides", *, needs_input: bool) -> "LoadedConfig":
    """Load the configuration; where a key is missing, say what would do without one."""
    from agents_core.config import ConfigError, load_config

    try:
        return load_config(config, overrides=overrides, for_run=True, needs_input=needs_input)
    except ConfigError as error:
        if not any(found.code == "missing-env" for found in error.diagnostics):
            raise
        # Imported here because only this needs it.
        from tui.cli.local_servers import model_advice

        advice = model_advice()
        raise CommandFailed(f"{error}\n\n{advice}" if advice else str(error)) from error


def _overrides(text: str | None, *, dry_run: Any, **options: Any) -> "Overrides":
    from agents_core.config import Overrides

    return Overrides(input=text, dry_run=dry_run or "off", **options)


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


def _store(record: bool | None, named: Path | None, loaded: "LoadedConfig") -> "RunStore | None":
    """Return where to record: the option or variable first, the file next, the user's own last."""
    keep = loaded.config.run.record if record is None else record
    return open_store(named or loaded.runs_dir) if keep else None


def _check_together(inputs: object, parallel: object, **others: object) -> None:
    """Refuse options that contradict each other."""
    if parallel and not inputs:
        raise click.UsageError("--parallel needs --inputs: there is one run only.")
    for name, given in others.items():
        if inputs and given:
            raise click.UsageError(f"--{name} and --inputs exclude each other.")


def _make_runs(
    config: Path,
    inputs: Path,
    format_: OutputFormat,
    new_store: "Callable[[LoadedConfig], RunStore | None]",
    options: dict[str, Any],
) -> "list[LiveRun]":
    """Return a run for each line of `inputs`."""
    # Imported here because one run needs none of it.
    from tui.batch.inputs_file import BatchInput
    from tui.cli.run_batch import make_runs
    from tui.sources.live_run import LiveRun

    def load(variables: Mapping[str, str]) -> "LoadedConfig":
        merged = {**options["variables"], **variables}
        overrides = _overrides(None, **{**options, "variables": merged})
        return _load(config, overrides, needs_input=False)

    def new_run(loaded: "LoadedConfig", item: BatchInput, title: str) -> LiveRun:
        typed = [f"--var={name}={value}" for name, value in item.variables.items()]
        return LiveRun(
            loaded,
            store=new_store(loaded),
            argv=["agent-tui", *sys.argv[1:], *typed],
            first=item.input,
            has_watcher=format_ == "tui",
            is_shared=True,
            title=title,
        )

    return make_runs(inputs, load, new_run)


def _run_batch(
    runs: "Sequence[LiveRun]",
    parallel: int,
    format_: OutputFormat,
    looks: Looks,
    exit_on_finish: bool,
) -> int:
    from tui.cli.run_batch import run_batch_headless, run_batch_on_screen

    if format_ == "tui":
        return run_batch_on_screen(runs, parallel, settings_for(looks), exit_on_finish)
    return run_batch_headless(runs, parallel, format_)


def _read_input(text: str | None) -> str | None:
    """Return the input as the user means it; standard input is read for `-` alone."""
    if text == "-":
        return _read_stdin()
    if text is not None and text.startswith("@"):
        try:
            return Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandFailed(f"-i {text}: cannot be read: {error}") from error
    return text


def _read_stdin() -> str:
    try:
        return sys.stdin.read()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"-i -: standard input cannot be read: {error}") from error
