"""CPU of one flush of 33 deltas and the frame that follows, as the message grows."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from benchmarks.screen.growing_run import GrowingRun
from benchmarks.screen.painted import SIZE, Painted, PaintedTui
from benchmarks.screen.peers import PEERS, PaintedPeer
from tui.screens.run_screen import RunScreen

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PEERS_UP_TO = {"Static": 100_000, "Markdown": 100_000, "Log": 1_000_000}
"""Past these one flush takes seconds."""
PER_S = 990
FLUSHES = 40
SKIPPED = 10
"""Flushes before the measured ones: the first frames fill caches."""


async def cost_ms(app: Painted, cpu_s: Sequence[float], flushes: int) -> float:
    """Return the median CPU milliseconds from one flush to the next."""
    async with app.run_test(size=SIZE):
        while len(cpu_s) <= flushes + SKIPPED:
            assert app.is_running, "the app has ended: its error follows"
            await asyncio.sleep(0.05)
    return median(after - before for before, after in pairwise(cpu_s[SKIPPED:])) * 1e3


async def product_ms(size: int) -> float:
    """Return the cost of a flush on the finished screen, all panes open."""
    run = GrowingRun(size, PER_S, step_s=1 / 30)
    return await cost_ms(PaintedTui(RunScreen(run)), run.cpu_s, FLUSHES)


async def peer_ms(name: str, size: int) -> float | None:
    """Return the cost of a flush on a peer, or None where it would take too long."""
    if size > PEERS_UP_TO[name]:
        return None
    app = PaintedPeer(name, size, PER_S)
    return await cost_ms(app, app.cpu_s, 6 if size >= 100_000 else FLUSHES)


async def measure() -> None:
    """Print a row a size."""
    print(f"flush: CPU ms of 33 deltas and their frame at {SIZE[0]}x{SIZE[1]} (ratio to ours)")
    print(f"{'characters':>12}{'agent-tui':>12}" + "".join(f"{name:>18}" for name in PEERS))
    for size in SIZES:
        ours = await product_ms(size)
        row = f"{size:>12,}{ours:>12.1f}"
        for name in PEERS:
            cost = await peer_ms(name, size)
            row += f"{'left out':>18}" if cost is None else f"{cost:>10.1f} ({cost / ours:>4.1f}x)"
        print(row, flush=True)
