"""How fast a recorded run opens, indexes and seeks, and what a live append costs.

    python -m benchmarks.replay [--events 10000 100000 1000000]

Every size is generated, then measured in a fresh process. Ratios are to two peers in the same run:
decoding every line with `json`, and scanning the file for line breaks only. CPU time throughout.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import Final

from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal, JournalScope
from agents_core.run_events import RunEvent, read_event

_DELTAS_PER_TURN: Final = 2_000
_WORDS: Final = ("The ", "refund ", "of ", "order ", "A-1042 ", "is\\n", "on ", "its ", "way. ")


def turn_payloads(turn: int, deltas: int) -> list[bytes]:
    """Return the provider's events of one turn: a message in many deltas."""
    item = f'"item_id":"msg_{turn:08x}c0ffee5eed","output_index":0'
    delta = '{"type":"response.output_text.delta","sequence_number":%d,%s,"content_index":0,'
    tail = '"delta":"%s","logprobs":[],"obfuscation":"%s"}'
    head = '{"type":"response.output_item.added","output_index":0,"item":{"type":"message"}}'
    texts = (_WORDS[n % len(_WORDS)] for n in range(deltas))
    return [
        b'{"type":"response.created","response":{"id":"r"}}',
        head.encode(),
        *(
            ((delta + tail) % (n, item, text, "abcdefghijkl"[: n % 12])).encode()
            for n, text in enumerate(texts)
        ),
        b'{"type":"response.completed","response":{"id":"r"}}',
    ]


def run_events(count: int) -> list[RunEvent]:
    """Return a run of about `count` events, 98 % of them deltas."""
    clock = iter(n * 0.003 for n in range(count * 2))
    journal = Journal(clock=lambda: next(clock))
    events: list[RunEvent] = []
    journal.subscribe(events.append)
    scope = JournalScope(journal)
    scope.agent = "research"
    scope.append("run.start", {"agent": "research", "input": "Where is my order?"})
    scope.append("agent.update", {"agent": "research", "from": None})
    while len(events) < count:
        scope.turn += 1
        scope.append("turn.start", {"turn": scope.turn})
        scope.append("model.request", {"model": "m"})
        for payload in turn_payloads(scope.turn, min(_DELTAS_PER_TURN, count - len(events))):
            scope.append_json("model.event", payload)
        scope.append("model.end", {"usage": {"input_tokens": 10, "output_tokens": 20}})
        call = {"call_id": f"c{scope.turn}", "name": "look_up", "arguments": "{}"}
        scope.append("tool.start", call)
        scope.append("tool.end", {**call, "output": "found", "is_error": False})
    scope.append("run.end", {"status": "finished", "final_output": "done"})
    return events


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds some work takes."""
    began = process_time()
    work()
    return process_time() - began


def resident_mb() -> float:
    """Return the megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def show_screen(history: RunHistory, position: int) -> None:
    """Ask for what a screen shows: the state, and the last 40 items and events."""
    view = history.view(position)
    for index in range(max(view.items - 40, 0), view.items):
        length = history.text_length(index, position)
        history.item_text(index, max(length - 4_000, 0), length, position)
    for seq in range(max(position - 40, 0), position):
        history.event(seq)


def append_all(history: RunHistory, events: list[RunEvent]) -> None:
    """Append as a journal would."""
    append = history.append
    for event in events:
        append(event)


def measure(path: Path) -> None:
    """Print the figures of one file."""
    base_mb = resident_mb()
    began = process_time()
    history = RunHistory.open(path)
    slices = history.index()
    next(slices)
    show_screen(history, min(len(history), 1_000))
    first_ms = (process_time() - began) * 1e3
    for _ in slices:
        pass
    index_s = process_time() - began
    show_screen(history, len(history))
    last_ms = (process_time() - began) * 1e3
    grown_mb = resident_mb() - base_mb
    count = len(history)
    places = {"start": 100, "middle": count // 2, "end": count - 1}
    seeks = {
        name: min(seconds(partial(show_screen, history, place)) for _ in range(5)) * 1e3
        for name, place in places.items()
    }
    scan_s = seconds(lambda: path.read_bytes().split(b"\n"))
    decode_s = seconds(lambda: [json.loads(line) for line in path.open("rb")])
    print(f"{count:>9,} events  {path.stat().st_size / 1e6:6.1f} MB")
    print(f"  first screen {first_ms:8.1f} ms     last screen {last_ms:8.1f} ms")
    print(
        f"  index        {count / index_s:8,.0f} events/s   {index_s / count * 1e6:.2f} µs/event"
        f"   {index_s / decode_s:.2f} x json of every line   {index_s / scan_s:.1f} x line scan"
    )
    print("  seek         " + "   ".join(f"{name} {ms:.2f} ms" for name, ms in seeks.items()))
    print(f"  memory       {grown_mb:8.1f} MB over base, {grown_mb * 1e6 / count:.0f} bytes/event")


def measure_append(count: int) -> None:
    """Print what a live history costs an event."""
    lines = [event.line for event in run_events(count)]
    line_bytes = sum(map(len, lines)) / len(lines)
    events = [read_event(line) for line in lines]
    base_mb = resident_mb()
    kept = [RunHistory() for _ in range(3)]
    for history in kept:
        append_all(history, events)
    grown = (resident_mb() - base_mb) * 1e6 / (len(events) * len(kept))
    spent = []
    for _ in range(5):
        history = RunHistory()
        spent.append(seconds(partial(append_all, history, events)) / len(events))
    print(
        f"live append    {min(spent) * 1e6:.2f} µs/event   {grown:.0f} bytes/event"
        f" (lines of {line_bytes:.0f} bytes)"
    )


def main() -> None:
    """Run every size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.file is not None:
        measure(options.file)
        return
    measure_append(50_000)
    command = [sys.executable, "-m", "benchmarks.replay", "--file"]
    with tempfile.TemporaryDirectory() as folder:
        for count in options.events:
            path = Path(folder) / f"{count}.jsonl"
            with path.open("wb") as file:
                file.write(b'{"format":"agent-tui run","version":1}\n')
                file.writelines(event.line + b"\n" for event in run_events(count))
            subprocess.run([*command, str(path)], check=True)
            path.unlink()


if __name__ == "__main__":
    main()
