"""CPU of a screen on which nothing happens, in a pty."""

from benchmarks.screen.pty_app import pty_app

SECONDS = 4.0


async def measure() -> None:
    """Print the share of a core of each."""
    print(f"idle: CPU of a core over {SECONDS:.0f} s")
    with pty_app("finished", "10000") as app:
        app.wait_for("FINISHED")
        app.live(1)
        print(f"{'run finished':>34}{app.cpu_share(SECONDS):>8.1%}", flush=True)
        app.press(",", "PAUSED")
        app.live(1)
        print(f"{'run finished, view paused':>34}{app.cpu_share(SECONDS):>8.1%}", flush=True)
    with pty_app("growing", "10000", "0") as app:
        app.wait_for("LIVE")
        app.press(" ", "PAUSED")
        app.live(1)
        print(f"{'run waits, view paused':>34}{app.cpu_share(SECONDS):>8.1%}", flush=True)
    with pty_app("growing", "10000", "5000") as app:
        app.wait_for("LIVE")
        app.press(" ", "PAUSED")
        app.live(1)
        print(f"{'5,000 deltas/s, view paused':>34}{app.cpu_share(SECONDS):>8.1%}", flush=True)
