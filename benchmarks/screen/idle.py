"""CPU of a screen on which nothing happens, in a pty."""

from benchmarks.screen.painted import ALL_SIZES
from benchmarks.screen.pty_app import pty_app

SECONDS = 4.0
PER_S = 5_000


async def measure() -> None:
    """Print the shares of a core at each size."""
    print(f"idle: CPU of a core over {SECONDS:.0f} s")
    print(" " * 34 + "".join(f"{f'{columns}x{rows}':>8}" for columns, rows in ALL_SIZES))
    taken = [shares(size) for size in ALL_SIZES]
    for name in taken[0]:
        print(f"{name:>34}" + "".join(f"{each[name]:>8.1%}" for each in taken), flush=True)


def shares(size: tuple[int, int]) -> dict[str, float]:
    """Return the share of a core that each takes."""
    found = {}
    with pty_app("finished", "10000", size=size) as app:
        app.wait_for("FINISHED")
        app.live(1)
        found["run finished"] = app.cpu_share(SECONDS)
        app.press(",", "PAUSED")
        app.live(1)
        found["run finished, view paused"] = app.cpu_share(SECONDS)
    for per_s, name in ((0, "run waits"), (PER_S, f"{PER_S:,} deltas/s")):
        with pty_app("growing", "10000", str(per_s), size=size) as app:
            app.wait_for("LIVE")
            app.press(" ", "PAUSED")
            app.live(1)
            found[f"{name}, view paused"] = app.cpu_share(SECONDS)
    return found
