"""Arguments and options several commands share."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from tui.cli.reporting import sentence

if TYPE_CHECKING:
    from agents_core.recording import RunStore

Callback = TypeVar("Callback", bound=Callable[..., Any])


def open_store(runs_dir: Path | None) -> "RunStore":
    """Return the store of runs at `runs_dir`, or the user's own."""
    # Imported here because help and completion of commands never need it.
    from agents_core.recording import RunStore

    return RunStore(runs_dir)


def complete_run(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the ids of the runs there are, by the names of their files alone."""
    store = open_store(ctx.params.get("runs_dir"))
    ids = [run_id for run_id in ["last", *store.ids()] if run_id.startswith(incomplete)]
    return [CompletionItem(run_id) for run_id in ids] or [CompletionItem(incomplete, type="file")]


def runs_dir_option(command: Callback) -> Callback:
    """Add `--runs-dir`."""
    return click.option(
        "--runs-dir",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="AGENT_TUI_RUNS_DIR",
        show_envvar=True,
        help="Where runs are kept.",
    )(command)


def break_option(command: Callback) -> Callback:
    """Add `--break`: filters that hold the run on the screen."""
    return click.option(
        "--break",
        "breakpoints",
        multiple=True,
        metavar="FILTER",
        help="Stop on the screen where this matches, such as tool:NAME. Repeatable.",
    )(command)


def check_breakpoints(texts: Iterable[str], named: Mapping[str, str], *, has_screen: bool) -> None:
    """Refuse `--break` where it means nothing; `named` are the filters that `@name` may name."""
    # Imported here because help and completion do not need it.
    from agents_core.filters import FilterError, parse_filter

    for text in texts:
        try:
            parse_filter(text, named)
        except FilterError as error:
            raise click.BadParameter(sentence(str(error)), param_hint="--break") from error
        if not has_screen:
            raise click.UsageError("--break needs the screen: nobody could let the run go on.")


def format_options(command: Callback) -> Callback:
    """Add `--format` as `format_`, and its two short forms."""
    for option in (
        click.option("--no-tui", "format_", flag_value="text", help="Same as --format text."),
        click.option("--json", "format_", flag_value="jsonl", help="Same as --format jsonl."),
        click.option(
            "--format",
            "format_",
            type=click.Choice(["auto", "tui", "text", "jsonl"]),
            default="auto",
            show_default=True,
            help="How to show it; auto is the screen if there is a terminal.",
        ),
    ):
        command = option(command)
    return command


def run_argument(command: Callback) -> Callback:
    """Add RUN: an id, the beginning of one, `last`, or a path."""
    return click.argument("run", metavar="RUN", shell_complete=complete_run)(command)


def json_option(command: Callback) -> Callback:
    """Add `--json` to a command that prints something else by itself."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def complete_agent(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the agents of CONFIG; a file that cannot be read offers none."""
    # Imported here because nothing but this needs it.
    import tomllib

    # after an option without its value, click leaves the arguments where they are
    file = ctx.args[0] if ctx.args else ctx.params.get("config") or "agents.toml"
    try:
        text = Path(file).read_text("utf-8")
        agents = tomllib.loads(text).get("agents")
    except (OSError, ValueError):
        return []
    names = agents if isinstance(agents, dict) else ()
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def config_argument(command: Callback) -> Callback:
    """Add CONFIG: an agents.toml, the one here by default."""
    return click.argument(
        "config", type=click.Path(path_type=Path), default="agents.toml", metavar="[CONFIG]"
    )(command)
