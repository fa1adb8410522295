"""What `watch()` costs the program it watches, and how soon a watcher sees an event.

The same program on the OpenAI Agents SDK streams `--words` deltas without and with `watch()`, in
turns, `--runs` times over; its model is in the process, so that nothing but the SDK's own work
hides the difference. Printed are the medians: CPU time of the program's own thread and of the whole
process per event. Then one run is paced, and the time from an event in the program's own loop to
its line in the run file, as somebody who follows the file sees it, is printed as p50 and p99.

    python benchmarks/watching.py [--words N] [--runs N] [--paced N]
"""

import argparse
import asyncio
import importlib
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

sdk: Any = importlib.import_module("agents")
testing: Any = importlib.import_module("agents.testing")
responses: Any = importlib.import_module("openai.types.responses")

LOOK_S = 0.0005
"""How often the follower looks at the file; what it adds to a latency at the most."""


async def talk(words: int, pause_s: float) -> AsyncIterator[Any]:
    """Yield what a model streams that says so many words."""
    for number in range(words):
        await asyncio.sleep(pause_s)
        yield responses.ResponseTextDeltaEvent(
            content_index=0,
            delta=" word",
            item_id="m1",
            logprobs=[],
            output_index=0,
            sequence_number=number,
            type="response.output_text.delta",
        )
    yield responses.ResponseCompletedEvent(
        response=responses.Response.model_construct(
            id="r1", output=[testing.assistant_message("done")], status="completed", usage=None
        ),
        sequence_number=words,
        type="response.completed",
    )


async def run(words: int, *, is_watched: bool, pause_s: float = 0.0) -> dict[int, float]:
    """Run the program; return when its own loop had each word."""
    step = testing.ModelStep.stream(lambda _: talk(words, pause_s))
    agent = sdk.Agent(name="talker", model=testing.ScriptedModel([step]))
    result = sdk.Runner.run_streamed(agent, "Talk.")
    if is_watched:
        from tui.watch import watch

        watch(result)
    seen = {}
    async for event in result.stream_events():
        if event.type == "raw_response_event" and event.data.type.endswith(".delta"):
            seen[event.data.sequence_number] = time.monotonic()
    return seen


def cost(words: int, *, is_watched: bool) -> tuple[float, float]:
    """Return CPU microseconds an event: of the program's thread, and of the whole process."""
    thread, process = time.thread_time(), time.process_time()
    asyncio.run(run(words, is_watched=is_watched))
    spent = time.thread_time() - thread
    if is_watched:
        from tui.watch.program import watched_program

        watched_program()._notes.flush(60)
    return spent / words * 1e6, (time.process_time() - process) / words * 1e6


def follow(folder: Path, seen: dict[int, float], is_over: threading.Event) -> None:
    """Note when each word is in the run file."""
    while not (files := list(folder.glob("*.jsonl"))):
        time.sleep(LOOK_S)
    with files[0].open() as file:
        while not is_over.is_set():
            for line in file:
                number = json.loads(line).get("data", {}).get("sequence_number")
                if ".delta" in line and number is not None:
                    seen[number] = time.monotonic()
            time.sleep(LOOK_S)


def latencies(words: int) -> list[float]:
    """Return in order, in milliseconds, how much later the file had each word than the program."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AGENT_TUI_RUNS_DIR"] = folder
        seen: dict[int, float] = {}
        is_over = threading.Event()
        follower = threading.Thread(target=follow, args=(Path(folder), seen, is_over))
        follower.start()
        told = asyncio.run(run(words, is_watched=True, pause_s=0.005))
        time.sleep(0.5)
        is_over.set()
        follower.join()
        return sorted((seen[number] - at) * 1000 for number, at in told.items() if number in seen)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--paced", type=int, default=500)
    options = parser.parse_args(arguments)
    os.environ["OPENAI_API_KEY"] = ""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AGENT_TUI_RUNS_DIR"] = folder
        cost(200, is_watched=True)  # what is loaded once is not counted
        taken: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for _ in range(options.runs):
            for is_watched, costs in taken.items():
                costs.append(cost(options.words, is_watched=is_watched))
    for index, what in enumerate(("the program's thread", "the whole process")):
        bare, watched = (statistics.median(c[index] for c in taken[key]) for key in taken)
        ratio = watched / bare
        print(f"{what:<22} {bare:6.1f} µs an event, watched {watched:6.1f} µs: {ratio:.2f}x")
    late = latencies(options.paced)
    p50, p99 = (late[int(len(late) * share)] for share in (0.5, 0.99))
    print(f"{'program to run file':<22} p50 {p50:.1f} ms, p99 {p99:.1f} ms ({len(late)} events)")


if __name__ == "__main__":
    main()
