"""What `agent-tui doctor` finds out: facts about this machine, none of them a secret.

Law: of an environment variable that may hold a key, only whether it is set ever leaves this module.
"""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal

from tui.cli.local_servers import LocalServer
from tui.terminal import has_screen

Verdict = Literal["ok", "note", "bad"]
"""ok: as it should be · note: fine, but good to know · bad: something will not work."""

_NEEDED: Final = ("agent-tui", "openai", "httpx2", "pydantic", "textual", "rich", "click")
_EXTRAS: Final = {
    "aiohttp": "the fast HTTP transport; without it streams cost more (openai[aiohttp])",
    "mcp": "MCP servers (agent-tui[mcp])",
    "opentelemetry-sdk": "spans of a recorded run (agent-tui[otel])",
    "textual-serve": "the screen in a browser (agent-tui[web])",
    "openai-agents": "agents of the OpenAI Agents SDK (agent-tui[openai-agents])",
    "pydantic-ai-slim": "agents of pydantic-ai (agent-tui[pydantic-ai])",
    "langgraph": "graphs of LangGraph (agent-tui[langgraph])",
}
"""Packages that need not be there, and what they are for."""

_KEYS: Final = ("OPENAI_API_KEY",)
"""Variables that are looked for without a configuration."""

_TERMINAL: Final = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "CI", "TMUX")
"""Variables that change how the screen looks; none of them is a secret."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was found out."""

    topic: str
    name: str
    verdict: Verdict
    value: str


def version_facts() -> Iterator[Fact]:
    """Yield the versions of Python and of what is built on."""
    enough = sys.version_info >= (3, 11)
    where = f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Fact("versions", "python", "ok" if enough else "bad", where)
    for name in _NEEDED:
        found = _version(name)
        missing = "run from its source" if name == "agent-tui" else "not installed"
        verdict: Verdict = "ok" if found else "note" if name == "agent-tui" else "bad"
        yield Fact("versions", name, verdict, found or missing)


def extra_facts() -> Iterator[Fact]:
    """Yield which optional packages are installed."""
    for name, purpose in _EXTRAS.items():
        found = _version(name)
        yield Fact("extras", name, "ok" if found else "note", found or f"not installed: {purpose}")


def key_facts(environ: Mapping[str, str], names: Iterable[str] = ()) -> Iterator[Fact]:
    """Yield which keys are set, never their values."""
    for name in dict.fromkeys((*_KEYS, *names)):
        is_set = bool(environ.get(name))
        yield Fact("keys", name, "ok" if is_set else "note", "set" if is_set else "not set")


def server_facts(servers: Iterable[LocalServer]) -> Iterator[Fact]:
    """Yield which model servers answer on this machine."""
    for server in servers:
        if server.models is None:
            yield Fact("servers", server.name, "note", f"does not answer at {server.url}")
            continue
        some = ", ".join(server.models[:3]) + (", …" if len(server.models) > 3 else "")
        known = f"{server.url}, {len(server.models)} models{': ' if some else ''}{some}"
        yield Fact("servers", server.name, "ok", known)


def runs_fact(directory: Path) -> Fact:
    """Say whether runs can be kept; a folder that does not exist yet is not created."""
    parent = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=parent):
            pass
    except OSError as error:
        return Fact("runs", "directory", "bad", f"{directory}: cannot be written: {error.strerror}")
    state = "writable" if parent == directory else "will be made by the first run"
    return Fact("runs", "directory", "ok", f"{directory}: {state}")


def terminal_facts(environ: Mapping[str, str]) -> Iterator[Fact]:
    """Yield what the screen depends on."""
    shown = "on the screen" if has_screen() else "as text: no terminal for keys and screen"
    yield Fact("terminal", "a run is shown", "ok" if has_screen() else "note", shown)
    size = shutil.get_terminal_size()
    yield Fact("terminal", "size", "ok", f"{size.columns} × {size.lines}")
    encoding = (sys.stdout.encoding or "?").lower()
    utf8: Verdict = "ok" if encoding.replace("-", "") == "utf8" else "note"
    yield Fact("terminal", "encoding", utf8, encoding)
    for name in _TERMINAL:
        if name in environ:
            yield Fact("terminal", name, "ok", environ[name] or "(empty)")


def _version(name: str) -> str | None:
    """Return the version of an installed package; nothing is imported for it."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def all_facts(runs_dir: Path, servers: Iterable[LocalServer], names: Iterable[str]) -> list[Fact]:
    """Return everything there is to say.

    Args:
        runs_dir: where runs are kept.
        servers: what the probe of the model servers found.
        names: environment variables that a configuration reads secrets from.
    """
    return [
        *version_facts(),
        *extra_facts(),
        *key_facts(os.environ, names),
        *server_facts(servers),
        runs_fact(runs_dir),
        *terminal_facts(os.environ),
    ]
