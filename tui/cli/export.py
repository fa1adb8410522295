"""`agent-tui export`: a recorded run in another form."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tui.cli.lazy_group import Command
from tui.cli.options import open_store, run_argument, runs_dir_option

if TYPE_CHECKING:
    from agents_core.config.schema import Config
    from agents_core.recording import RunHeader

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")


def _provider_name(_ctx: click.Context, _parameter: click.Parameter, name: str) -> str:
    """Check `--provider`."""
    if not _NAME.fullmatch(name):
        raise click.BadParameter(f"{name!r} cannot be the name of a table.")
    return name


@click.command(
    cls=Command,
    examples=(
        ("agent-tui export last -f script >> agents.toml", "play a real run offline, with"),
        ("agent-tui run agents.toml --model recorded/x", "the model that was recorded"),
    ),
)
@run_argument
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["script", "jsonl"]),
    required=True,
    help="script: what the model said, as [[turns]] for agents.toml; jsonl: the events.",
)
@click.option(
    "--provider",
    default="recorded",
    show_default=True,
    callback=_provider_name,
    help="What the scripted provider is called.",
)
@runs_dir_option
def export(run: str, format_: str, provider: str, runs_dir: Path | None) -> None:
    """Write a recorded run to standard output, in another form.

    A script says what the model said, at the pace it did: its tools, handoffs and retries really
    happen when it is played. With `jsonl`, damaged lines are left out.
    """
    path = open_store(runs_dir).find(run)
    _write_script(path, provider) if format_ == "script" else _write_events(path)


def _write_events(path: Path) -> None:
    # Imported here because help and completion do not need it.
    from agents_core.recording import read_run
    from tui.headless import JsonLines

    output = JsonLines()
    with read_run(path) as run:
        output.begin(run.header)
        for event in run:
            output.take(event)


def _write_script(path: Path, provider: str) -> None:
    # Imported here because help and completion do not need it.
    from agents_core.config.script_text import AgentTables, script_text
    from agents_core.models.recorded_script import recorded_script
    from agents_core.recording import read_run
    from agents_core.recording.model_calls import read_model_calls

    with read_run(path) as run:
        calls = read_model_calls(run)
    config = _config_of(run.header)
    click.echo(_comment(run.header, provider, calls[0].model if calls else None))
    click.echo(script_text(recorded_script(calls), provider, AgentTables(config)), nl=False)


def _comment(header: "RunHeader", provider: str, model: str | None) -> str:
    """Return what to do with the script."""
    from tui.sanitise import visible_line

    file = Path(header.config_path).name if header.config_path else "agents.toml"
    model = model if model and _NAME.fullmatch(model) else "x"
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
