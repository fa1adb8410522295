"""FollowedRun: a run file that another process writes, from its beginning and as it grows."""

import asyncio

from agents_core.recording.summary import is_being_written
from tui.sources.recorded_run import RecordedRun, is_ended, shortcomings

POLL_S = 0.05
"""How often the file is looked at for more."""


class FollowedRun(RecordedRun):
    """A `RunSource` that stays with the end of its file until nobody writes there any more."""

    is_live = True
    is_remote = True

    async def run(self) -> None:
        """Read what there is and what comes, until the writer has let go of the file."""
        is_written = True
        while is_written:
            is_written = is_being_written(
                self.recorded_at
            )  # asked first: what follows is the last look
            for _ in self.history.index():
                await asyncio.sleep(0)
            if is_written:
                await asyncio.sleep(POLL_S)
        self.is_live = False
        self.problems += shortcomings(self.history, self.history.skipped, is_written=False)
        if not is_ended(self.history):
            self.problems.append("The program that wrote it is gone.")
