"""SdkControls: the controls of a run that the OpenAI Agents SDK makes in this process.

Law: what the SDK's runner has no means for is refused in words, never passed over.
"""

from typing import Final

from agents_core.agents.approvals import ApprovalAnswer
from tui.sources.live_controls import LiveControls
from tui.sources.run_controls import Refused

NO_STOPS: Final = "runs of the OpenAI Agents SDK cannot be held at breakpoints"

NO_CALLS: Final = "one call of the OpenAI Agents SDK cannot be stopped alone: stop the run"

NO_EDITS: Final = "the OpenAI Agents SDK runs a call as the model made it: approve it or deny it"


class SdkControls(LiveControls):
    """Cancelling, answering and talking; the rest is refused."""

    def set_breakpoint(self, expression: str) -> None:
        """Refuse: nothing of the SDK's waits for anybody.

        Raises:
            Refused: always.
        """
        raise Refused(NO_STOPS)

    def cancel_call(self, call_id: str) -> None:
        """Refuse: the SDK stops all or nothing.

        Raises:
            Refused: always.
        """
        raise Refused(NO_CALLS)

    def answer(self, request: int, answer: ApprovalAnswer) -> None:
        """Decide about a call that waits.

        Raises:
            Refused: it is to be made with other arguments.
        """
        if answer.arguments is not None:
            raise Refused(NO_EDITS)
        super().answer(request, answer)
