"""Model servers on this machine: which of the usual ones answer, found out in no time.

Law: only this machine is asked, all servers at once, and none is waited for longer than
`PATIENCE_S`.
"""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from agents_core.json_text import decode_json

PATIENCE_S: Final = 0.15
"""How long an answer is waited for."""

_LONGEST_LIST: Final = 1 << 20
"""Bytes of a list of models that are read."""


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server that answers, or would."""

    name: str
    port: int
    provider: str | None = None
    """What agents.toml calls it without a table, if it does."""
    models: Sequence[str] | None = None
    """The models it has; None when nothing answers."""

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://localhost:{self.port}/v1"


OLLAMA: Final = LocalServer("Ollama", 11434, "ollama")
LM_STUDIO: Final = LocalServer("LM Studio", 1234)


def probe_servers(servers: Sequence[LocalServer] = (OLLAMA, LM_STUDIO)) -> list[LocalServer]:
    """Return the servers with what they answered."""
    with ThreadPoolExecutor(len(servers)) as pool:
        return list(pool.map(_probe, servers))


def model_advice() -> str | None:
    """Return how to do without a key here, if an Ollama answers."""
    (ollama,) = probe_servers([OLLAMA])
    if ollama.models is None:
        return None
    name = ollama.models[0] if ollama.models else "<name>"
    return f"Ollama is running here: try --model ollama/{name}"


def _probe(server: LocalServer) -> LocalServer:
    """Ask a server for its models."""
    until = time.monotonic() + PATIENCE_S
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/v1/models")
        connection.sock.settimeout(max(0.01, until - time.monotonic()))
        answer = connection.getresponse()
        models = _model_names(_read(answer, until)) if answer.status == 200 else []
    except (OSError, http.client.HTTPException):
        return server
    finally:
        connection.close()
    return LocalServer(server.name, server.port, server.provider, models)


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """Return what comes in time."""
    body = b""
    while len(body) < _LONGEST_LIST and time.monotonic() < until and (more := answer.read1(65536)):
        body += more
    return body


def _model_names(body: bytes) -> list[str]:
    """Return the ids in a list of models, none if it is something else."""
    try:
        found = decode_json(body)
    except ValueError:
        return []
    entries = found.get("data") if isinstance(found, dict) else None
    ids = (entry.get("id") for entry in entries or () if isinstance(entry, dict))
    return [name for name in ids if isinstance(name, str)]
