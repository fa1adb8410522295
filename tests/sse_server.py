"""A local HTTP server in its own process that answers requests from a plan, over real sockets.

From a test:

    with SseServer([Reply(body=recording.read_bytes(), chunk_size=7)]) as server:
        ... server.base_url ...
        server.requests()  # what was asked, as (path, headers, JSON body)

As a program: `python sse_server.py PLAN.json REQUESTS.jsonl` prints its port and serves until its
standard input closes or its lifetime is over. Standard library only.
"""

import asyncio
import base64
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

LIFETIME_S = 120.0


@dataclass(frozen=True)
class Reply:
    """How one request is answered; a request beyond the last reply gets a 500 that says so."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/event-stream"})
    chunk_size: int | None = None
    """Bytes a write; None writes the body at once, 0 writes one event at a time."""
    cut_after: int | None = None
    """Drop the connection after so many bytes of the body; 0 drops it without a status line."""
    hold_open: bool = False
    """Keep the connection open after the body, without ending it."""
    repeat: bool = False
    """Answer every further request like this one too."""


class Request(NamedTuple):
    """A request as the server saw it."""

    path: str
    headers: dict[str, str]
    body: Any
    client_port: int


class SseServer:
    """The server process, for the length of a `with` block; `seen` is what was asked, after it."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        self._replies = replies

    def __enter__(self) -> "SseServer":
        self._directory = tempfile.TemporaryDirectory()
        plan, self._log = (Path(self._directory.name) / name for name in ("plan", "requests"))
        plan.write_text(json.dumps([_packed(reply) for reply in self._replies]))
        self._log.touch()
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(plan), str(self._log)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self.seen = self.requests()
        self._process.communicate(timeout=10)
        self._directory.cleanup()

    def requests(self) -> list[Request]:
        """What was asked so far, in order."""
        return [Request(*json.loads(line)) for line in self._log.read_text().splitlines()]


def _packed(reply: Reply) -> dict[str, Any]:
    return {**asdict(reply), "body": base64.b64encode(reply.body).decode()}


class _Plan:
    """The server's side: replies left, and the log of requests."""

    def __init__(self, plan: Path, log: Path) -> None:
        packed = json.loads(plan.read_text())
        self._left = [Reply(**{**each, "body": base64.b64decode(each["body"])}) for each in packed]
        self._log = log

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            port = writer.get_extra_info("peername")[1]
            while (request := await _read_request(reader, port)) is not None:
                with self._log.open("a") as log:
                    log.write(json.dumps(request) + "\n")
                await _answer(self._next_reply(), writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client is gone, or the server is about to be
        finally:
            writer.close()

    def _next_reply(self) -> Reply:
        if not self._left:
            return Reply(b'{"error":{"message":"the plan has no reply left"}}', 500, {})
        return self._left[0] if self._left[0].repeat else self._left.pop(0)


async def _read_request(reader: asyncio.StreamReader, port: int) -> Request | None:
    """Read one request, or None at the end of the connection."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(head[0].split(" ")[1], headers, json.loads(body) if body else None, port)


async def _answer(reply: Reply, writer: asyncio.StreamWriter) -> None:
    """Write one reply; a cut one ends the connection."""
    if reply.cut_after == 0:
        raise ConnectionResetError
    lines = [f"HTTP/1.1 {reply.status} Planned", "transfer-encoding: chunked"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    for piece in _pieces(reply.body[: reply.cut_after], reply.chunk_size):
        writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        await writer.drain()
        await asyncio.sleep(0)  # lets the socket be written to before the next piece is added
    if reply.cut_after is not None:
        raise ConnectionResetError
    if reply.hold_open:
        await asyncio.sleep(LIFETIME_S)
    writer.write(b"0\r\n\r\n")
    await writer.drain()


def _pieces(body: bytes, size: int | None) -> Iterator[bytes]:
    """Cut a body into what is written at a time."""
    if size == 0:
        yield from (event + b"\n\n" for event in body.split(b"\n\n") if event)
    elif body:
        step = size or len(body)
        yield from (body[start : start + step] for start in range(0, len(body), step))


async def _main(plan: Path, log: Path) -> None:
    """Serve until standard input closes, and no longer than the lifetime."""
    server = await asyncio.start_server(_Plan(plan, log).serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    parent_gone = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), parent_gone.set)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(parent_gone.wait(), LIFETIME_S)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), Path(sys.argv[2])))
