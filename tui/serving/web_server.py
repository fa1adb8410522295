"""WebServer: pages that each show a program of their own, for whoever knows the address.

Law: it listens on this machine alone. The address holds a key nobody can guess, for other users of
the machine and other pages of the browser can reach a port as well; a page of another origin is
refused even with the key. The page loads nothing from anywhere else.
"""

import secrets
import shlex
from collections.abc import Sequence
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.server import Server

HOST = "127.0.0.1"

_PAGE = Path(__file__).parent / "page"


class WebServer(Server):
    """Serves one command; each page starts it anew, and ends it when it is closed."""

    def __init__(self, command: Sequence[str], port: int, title: str) -> None:
        """Serve `command` on `port`; nothing is opened yet."""
        super().__init__(
            shlex.join(command), HOST, port, title, templates_path=_PAGE, public_url=None
        )
        self.key = secrets.token_urlsafe(16)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"{self.public_url}/{self.key}/"

    async def make_app(self) -> web.Application:
        """Return the application: one page, its socket and its files, below the key."""
        inner = web.Application()
        aiohttp_jinja2.setup(inner, loader=jinja2.FileSystemLoader(_PAGE))
        inner.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.static("/static", self.statics_path, name="static"),
            ]
        )
        outer = web.Application(middlewares=[self._guard])
        outer.add_subapp(f"/{self.key}", inner)
        return outer

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever comes by another name, or from another page; forbid foreign things."""
        name = self.public_url.removeprefix("http://")
        if (
            request.host != name
            or request.headers.get("Origin", self.public_url) != self.public_url
        ):
            raise web.HTTPForbidden(text="This page is for the address that was printed.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_headers(name))
        return response


def _headers(name: str) -> dict[str, str]:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data:; font-src 'self'; connect-src ws://{name}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
