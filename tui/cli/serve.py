"""`agent-tui serve`: the screen in a browser."""

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from tui.cli.lazy_group import Command
from tui.cli.reporting import CommandFailed

if TYPE_CHECKING:
    from tui.serving.web_server import WebServer

SHOWN = ("browse", "run", "replay", "watch")
"""Commands that have a screen."""


@click.command(
    cls=Command,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    examples=(
        ("agent-tui serve", "saved runs, and agents to start"),
        ("agent-tui serve replay last", "one run"),
        ("agent-tui serve run agents.toml", "a new run for each page that is opened"),
    ),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[COMMAND]...")
def serve(port: int, command: tuple[str, ...]) -> None:
    """Show the screen of another command in a browser on this machine.

    COMMAND is `browse` (the default), `run`, `replay` or `watch` with its arguments. Each page that
    is opened starts it anew and ends it when it is closed. Only this machine can reach it, and
    only with the address that is printed.
    """
    command = command or ("browse",)
    if command[0] not in SHOWN:
        raise click.BadParameter(f"{command[0]!r} has no screen; one of {', '.join(SHOWN)} has.")
    if os.environ.get("TERM") in (None, "", "dumb"):
        os.environ["TERM"] = "xterm-256color"  # what the page is
    try:
        # Imported here because the extra is optional, and slow to load.
        from tui.serving.web_server import WebServer
    except ModuleNotFoundError as error:
        raise CommandFailed(
            f"a page needs the extra [web] ({error.name} is missing): pip install 'agent-tui[web]'"
        ) from error
    own = [sys.executable, "-m", "tui", *command]
    asyncio.run(_serve(WebServer(own, port, f"agent-tui {' '.join(command)}")))


async def _serve(server: "WebServer") -> None:
    """Serve until the user has enough."""
    from aiohttp import web

    runner = web.AppRunner(await server.make_app())
    await runner.setup()
    try:
        await web.TCPSite(runner, server.host, server.port).start()
    except OSError as error:
        raise CommandFailed(
            f"port {server.port} cannot be used ({error.strerror}); choose another with --port"
        ) from error
    click.echo(f"Open {server.address}\nCtrl-C ends it.")
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()
    await runner.cleanup()
