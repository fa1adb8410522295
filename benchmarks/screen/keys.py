"""How soon a key is answered in a real pty while 5,000 deltas a second arrive."""

from collections.abc import Iterable
from statistics import median

from benchmarks.screen.pty_app import PtyApp, pty_app

PER_S = 5_000
CHARACTERS = 10_000
KEYS = 40
PAUSES_S = (0.05, 0.083, 0.061, 0.097, 0.073)
"""Between two keys, so that they meet the frames at any phase."""


def latencies(app: PtyApp, keys: Iterable[tuple[str, str]]) -> list[float]:
    """Return the sorted milliseconds from each key to what it paints."""
    times = []
    for number, (key, until) in enumerate(keys):
        app.live(PAUSES_S[number % len(PAUSES_S)])
        times.append(app.press(key, until))
    return sorted(times)


def turning() -> list[tuple[str, str]]:
    """Turn Inspect to its next side, the message in it still growing."""
    faces = ("[Raw]", "[Schema]", "[Timing]", "[Lineage]", "[Pretty]")
    return [("p", faces[number % len(faces)]) for number in range(KEYS)]


def moving() -> list[tuple[str, str]]:
    """Move the cursor up and down in Events; Stream and Inspect go with it."""
    places = (11, 10, 9, 8, 9, 10)
    steps = [places[number % len(places)] for number in range(KEYS)]
    before = [12, *steps]
    return [
        ("k" if here < there else "j", f"item {here} of")
        for there, here in zip(before, steps, strict=False)
    ]


def answering() -> list[tuple[str, str]]:
    """Let a peer count keys on a line of its own."""
    return [("x", f"key#{number:04}#") for number in range(1, KEYS // 2 + 1)]


def row(name: str, times: list[float]) -> str:
    """Return one line of the table."""
    return f"{name:>34}{median(times):>8.0f}{times[len(times) * 9 // 10]:>8.0f}"


async def measure() -> None:
    """Print p50 and p90 of each."""
    print(f"keys: key to repaint in a pty at {PER_S:,} deltas/s, wall ms: p50, p90")
    with pty_app("growing", str(CHARACTERS), str(PER_S)) as app:
        app.wait_for("item 14 of")
        app.live(1)
        print(row("agent-tui, turn Inspect (p)", latencies(app, turning())), flush=True)
        app.press("2", "")
        for _ in range(2):
            app.live(0.3)
            app.press("k", "item ")
        print(row("agent-tui, move in Events (j k)", latencies(app, moving())), flush=True)
        print(f"{'agent-tui, CPU of a core':>34}{app.cpu_share(2):>8.0%}", flush=True)
    with pty_app("peer", "Markdown", str(CHARACTERS), str(PER_S)) as app:
        app.wait_for("key#0000#")
        app.live(1)
        print(row("Textual Markdown, a line of its own", latencies(app, answering())), flush=True)
