"""ToldPrints: what the tools of a run print, told as progress of the call that began last."""

import asyncio
import sys
import threading

from agents_core.outputs.printing import outside_of_calls
from tui.watch.tool_log import ToolLog


class ToldPrints:
    """Takes prints from any thread, and tells them in the event loop, joined."""

    def __init__(self, tools: ToolLog) -> None:
        """Tell of the calls in `tools`, in the running event loop."""
        self._tools = tools
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._untold: list[str] = []

    def tell(self, text: str) -> None:
        """Take what was printed."""
        if not text:
            return
        with self._lock:
            self._untold.append(text)
            is_due = len(self._untold) > 1
        if not is_due:
            self._loop.call_soon_threadsafe(self._write)

    def _write(self) -> None:
        """Tell all of it; what no call prints is for the terminal."""
        with self._lock:
            text, self._untold = "".join(self._untold), []
        if not self._tools.tell(text):
            with outside_of_calls():
                sys.stderr.write(text)
