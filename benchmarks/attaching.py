"""How long an event takes from a run to its watchers in other processes, and whether any is lost.

    python -m benchmarks.attaching [--seconds 10] [--rate 5000] [--watchers 3] [--sdk-rate 500]

First a run of ours, and beside its watchers one process that only reads the same lines from a pipe,
which is the limit. Then, where openai-agents is installed, a program on it that is watched: beside
its watchers stands the program itself, which reads its own stream. In both, one more watcher reads
nothing at all; it must change nothing. What is lost must have been announced.
"""

import argparse
import asyncio
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal
from agents_core.json_text import encode_json
from agents_core.recording import RunHeader
from agents_core.run_events import RunEvent
from tui.attaching.places import live_runs, socket_of
from tui.attaching.run_server import RunServer

HEADER = RunHeader("2026-11-23T14-03-05-ab12", "2026-11-23T14:03:05.000000+00:00", "benchmark")

TICK_S = 0.005
"""How often the run writes what is due."""

WATCHER = """
import asyncio, json, sys, time
from pathlib import Path
from tui.attaching.attached_run import AttachedRun

async def main(path, wanted):
    watcher, late, announced = AttachedRun(Path(path)), [], 0
    append = watcher.history.append

    def take(event):
        nonlocal announced
        append(event)
        if event.type == "watch.drop":
            announced += event.data["deltas"]
        elif b".delta" in event.payload:
            late.append(time.monotonic() - float(event.data["delta"]))

    watcher.history.append = take
    task = asyncio.create_task(watcher.run())
    await watcher.caught_up.wait()
    print("ready", flush=True)
    cpu = time.process_time()
    while len(late) + announced < wanted and not task.done():
        await asyncio.sleep(0.05)
    cpu = time.process_time() - cpu
    await watcher.close()
    print(json.dumps({"late": late, "announced": announced, "cpu": cpu}))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""

READER = """
import json, sys, time
late, cpu = [], time.process_time()
for line in sys.stdin.buffer:
    late.append(time.monotonic() - float(json.loads(line)["data"]["delta"]))
print(json.dumps({"late": late, "announced": 0, "cpu": time.process_time() - cpu}))
"""

Process = subprocess.Popen[bytes]


def now() -> str:
    """Return what an event says: when it was made, on the clock that all processes share."""
    return f"{time.monotonic():.6f} "


class Emitter:
    """A run, as far as a server asks, that writes events at a steady rate."""

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
        place = {"item_id": "m1", "output_index": 0, "content_index": 0}
        data = {"type": "response.output_text.delta", **place, "delta": now()}
        self.journal.append("model.event", encode_json(data), agent="a", turn=1, parent=None)


@dataclass
class Audience:
    """Watchers in processes of their own, and a connection that reads nothing."""

    watchers: list[Process]
    stalled: asyncio.StreamWriter

    @classmethod
    async def gather(cls, run_id: str, watchers: int, wanted: int) -> "Audience":
        """Start them, and wait until they are there."""
        path = os.fspath(socket_of(run_id))
        processes = [start(WATCHER, path, str(wanted)) for _ in range(watchers)]
        _, stalled = await asyncio.open_unix_connection(path)
        for process in processes:
            assert process.stdout is not None
            await asyncio.to_thread(process.stdout.readline)
        return cls(processes, stalled)

    async def print_figures(self, wanted: int) -> None:
        """Wait until all have seen all; print a row for each."""
        for number, process in enumerate(self.watchers, start=1):
            output, _ = await asyncio.to_thread(process.communicate)
            print(figures(f"watcher {number}", json.loads(output), wanted))
        self.stalled.close()


def start(code: str, *arguments: str) -> Process:
    """Start a Python program and keep both ends of it."""
    command = (sys.executable, "-c", code, *arguments)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def figures(name: str, seen: dict[str, Any], wanted: int) -> str:
    """Return one row."""
    late = seen["late"]
    cuts = quantiles(late, n=100)
    lost = wanted - len(late)
    return (
        f"{name:<22} p50 {cuts[49] * 1e3:7.1f} ms   p99 {cuts[98] * 1e3:7.1f} ms   "
        f"max {max(late) * 1e3:7.1f} ms   lost {lost}, announced {seen['announced']}   "
        f"{seen['cpu'] / wanted * 1e6:5.1f} µs/event"
    )


async def measure_run(rate: int, seconds: float, watchers: int) -> None:
    """Run the emitter with its watchers and print what each saw."""
    wanted = int(rate * seconds)
    source = Emitter()
    server = RunServer(source, HEADER)
    source.journal.subscribe(server.take)
    await server.open()
    audience = await Audience.gather(HEADER.run_id, watchers, wanted)
    pipe = start(READER)
    assert pipe.stdin is not None
    to_pipe = pipe.stdin

    def write(event: RunEvent) -> None:
        to_pipe.write(event.line + b"\n")

    source.journal.subscribe(write)
    print(f"{rate} events/s for {seconds:g} s, {watchers} watchers and one that reads nothing")
    cpu = time.process_time()
    await source.emit(rate, seconds)
    spent = time.process_time() - cpu
    await audience.print_figures(wanted)
    output, _ = await asyncio.to_thread(pipe.communicate)
    print(figures("a pipe (the limit)", json.loads(output), wanted))
    print(
        f"the run's process: {spent / seconds:.0%} of a core, {spent / wanted * 1e6:.1f} µs/event"
    )
    await server.close()


async def measure_sdk(rate: int, seconds: float, watchers: int) -> None:
    """Run a watched program on the Agents SDK in this process, and print what each saw of it."""
    sdk: Any = importlib.import_module("agents")
    testing: Any = importlib.import_module("agents.testing")
    responses: Any = importlib.import_module("openai.types.responses")
    from tui.watch import watch

    wanted, may_begin = int(rate * seconds), asyncio.Event()

    def delta(number: int) -> Any:
        return responses.ResponseTextDeltaEvent(
            content_index=0,
            delta=now(),
            item_id="m1",
            logprobs=[],
            output_index=0,
            sequence_number=number,
            type="response.output_text.delta",
        )

    async def talk() -> AsyncIterator[Any]:
        await may_begin.wait()
        began = time.monotonic()
        for number in range(wanted):
            while (time.monotonic() - began) * rate < number:  # noqa: ASYNC110 - it is the clock
                await asyncio.sleep(TICK_S)
            yield delta(number)
        done = responses.Response.model_construct(
            id="r1", output=[testing.assistant_message("done")], status="completed", usage=None
        )
        yield responses.ResponseCompletedEvent(
            response=done, sequence_number=wanted, type="response.completed"
        )

    model = testing.ScriptedModel([testing.ModelStep.stream(lambda _: talk())])
    result = watch(sdk.Runner.run_streamed(sdk.Agent(name="talker", model=model), "Talk."))
    late: list[float] = []

    async def read() -> None:
        async for event in result.stream_events():
            data: Any = getattr(event, "data", None)
            if getattr(data, "type", "").endswith(".delta"):
                late.append(time.monotonic() - float(data.delta))

    reading = asyncio.create_task(read())
    while not (run_ids := await asyncio.to_thread(lambda: list(live_runs()))):  # noqa: ASYNC110
        await asyncio.sleep(TICK_S)
    audience = await Audience.gather(run_ids[0], watchers, wanted)
    print(f"\na program on the Agents SDK, {rate} events/s for {seconds:g} s, watched by as many")
    cpu = time.process_time()
    may_begin.set()
    await reading
    seen = {"late": late, "announced": 0, "cpu": time.process_time() - cpu}
    await audience.print_figures(wanted)
    print(figures("the SDK's own stream", seen, wanted))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=int, default=5_000)
    parser.add_argument("--watchers", type=int, default=3)
    parser.add_argument("--sdk-rate", type=int, default=500)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="at-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        os.environ["AGENT_TUI_RUNS_DIR"] = f"{folder}/runs"
        os.environ["OPENAI_API_KEY"] = ""
        asyncio.run(measure_run(options.rate, options.seconds, options.watchers))
        if importlib.util.find_spec("agents") is not None:
            asyncio.run(measure_sdk(options.sdk_rate, options.seconds, options.watchers))


if __name__ == "__main__":
    main()
