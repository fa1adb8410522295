"""Backpressure: whether the terminal takes what is drawn as fast as it is drawn.

A terminal can stall: a slow line, ctrl+s, a window that is being moved. Frames wait then in the
driver's queue, and once that is full the whole program would wait with them, the run included.
"""

from textual.app import App

WAITING = 8
"""Writes that may wait before no further frame is made; the driver blocks at 30."""


def is_terminal_behind(app: App[object]) -> bool:
    """Tell whether several frames still wait for the terminal."""
    writer = getattr(app._driver, "_writer_thread", None)  # of the Linux driver alone
    return writer is not None and writer._queue.qsize() > WAITING
