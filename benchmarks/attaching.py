"""How long an event takes from a run to its watchers in other processes, and whether any is lost.

    python -m benchmarks.attaching [--seconds 10] [--rate 5000] [--watchers 3]

Beside it, in the same run: one process that only reads the same lines from a pipe, which is the
limit. One more watcher reads nothing at all; it must change nothing.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from statistics import quantiles
from tempfile import TemporaryDirectory

from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal
from agents_core.json_text import encode_json
from agents_core.recording import RunHeader
from tui.attaching.places import socket_of
from tui.attaching.run_server import RunServer

HEADER = RunHeader("2026-11-23T14-03-05-ab12", "2026-11-23T14:03:05.000000+00:00", "benchmark")

TICK_S = 0.005
"""How often the run writes what is due."""

WATCHER = """
import asyncio, json, sys, time
from pathlib import Path
from tui.attaching.attached_run import AttachedRun

async def main(path, wanted):
    watcher = AttachedRun(Path(path))
    late = []
    append = watcher.history.append

    def take(event):
        append(event)
        late.append(time.monotonic() - event.data["sent"])

    watcher.history.append = take
    task = asyncio.create_task(watcher.run())
    while len(late) < wanted and not task.done():
        await asyncio.sleep(0.05)
    await watcher.close()
    print(json.dumps(late))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""

READER = """
import json, sys, time
late = []
for line in sys.stdin.buffer:
    late.append(time.monotonic() - json.loads(line)["data"]["sent"])
print(json.dumps(late))
"""


class Emitter:
    """A `RunSource`, as far as a server asks, that writes events at a steady rate."""

    controls = None
    is_live = True

    def __init__(self) -> None:
        """Begin with no event."""
        self.history = RunHistory()
        self.journal = Journal()
        self.journal.subscribe(self.history.append)

    async def emit(self, rate: int, seconds: float) -> None:
        """Write `rate` events a second."""
        began, written = time.monotonic(), 0
        while written < rate * seconds:
            due = min(int((time.monotonic() - began) * rate), int(rate * seconds))
            for _ in range(due - written):
                self._write()
            written = due
            await asyncio.sleep(TICK_S)

    def _write(self) -> None:
        data = {
            "type": "response.output_text.delta",
            "output_index": 0,
            "content_index": 0,
            "delta": "word ",
            "sent": time.monotonic(),
        }
        self.journal.append("model.event", encode_json(data), agent="a", turn=1, parent=None)


def figures(name: str, late: list[float], wanted: int) -> str:
    """Return one row."""
    cuts = quantiles(late, n=100)
    lost = wanted - len(late)
    return (
        f"{name:<22} p50 {cuts[49] * 1e3:7.1f} ms   p99 {cuts[98] * 1e3:7.1f} ms   "
        f"max {max(late) * 1e3:7.1f} ms   lost {lost}"
    )


def start(*command: str) -> "subprocess.Popen[bytes]":
    """Start a process and keep both ends of it."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


async def measure(rate: int, seconds: float, watchers: int) -> None:
    """Run the emitter with its watchers and print what each saw."""
    wanted = int(rate * seconds)
    source = Emitter()
    server = RunServer(source, HEADER)
    source.journal.subscribe(server.take)
    await server.open()
    path = os.fspath(socket_of(HEADER.run_id))
    command = (sys.executable, "-c", WATCHER, path, str(wanted))
    processes = [start(*command) for _ in range(watchers)]
    pipe = start(sys.executable, "-c", READER)
    _, stalled = await asyncio.open_unix_connection(path)
    while server.watchers < watchers + 1:  # noqa: ASYNC110 - counted, not signalled
        await asyncio.sleep(0.05)
    assert pipe.stdin is not None
    write = pipe.stdin.write
    source.journal.subscribe(lambda event: write(event.line + b"\n") and None)
    cpu = time.process_time()
    await source.emit(rate, seconds)
    spent = time.process_time() - cpu
    pipe.stdin.close()
    outputs = [await asyncio.to_thread(each.communicate) for each in processes]
    stalled.close()
    await server.close()
    print(f"{rate} events/s for {seconds:g} s, {watchers} watchers and one that reads nothing")
    for number, (output, _) in enumerate(outputs, start=1):
        print(figures(f"watcher {number}", json.loads(output), wanted))
    assert pipe.stdout is not None
    print(figures("a pipe (the limit)", json.loads(pipe.stdout.read()), wanted))
    print(
        f"the run's process: {spent / seconds:.0%} of a core, {spent / wanted * 1e6:.1f} µs/event"
    )


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=int, default=5_000)
    parser.add_argument("--watchers", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="at-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        asyncio.run(measure(options.rate, options.seconds, options.watchers))


if __name__ == "__main__":
    main()
