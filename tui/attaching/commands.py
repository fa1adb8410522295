"""What a watcher asks of a run, as lines of JSON: the calls of `RunControls`, by their names.

    {"do":"cancel","mode":"after_turn"}            {"do":"cancel_call","call_id":"c1"}
    {"do":"answer","request":12,"answer":{…}}      {"do":"resume","stop":31,"answer":{…}}
    {"do":"set_breakpoint","expression":"…"}       {"do":"remove_breakpoint","expression":"…"}
    {"do":"send","text":"…"}  {"do":"release"}     {"do":"take_back"}

Law: whoever writes a command is not trusted to have written one: anything else is refused whole.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from agents_core.filters import FilterError
from tui.sources.run_controls import CancelMode, RunControls


class Command(BaseModel):
    """One line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        raise NotImplementedError


class Cancel(Command):
    """Stop the run."""

    do: Literal["cancel"] = "cancel"
    mode: CancelMode

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.cancel(self.mode)


class CancelCall(Command):
    """Stop one tool call."""

    do: Literal["cancel_call"] = "cancel_call"
    call_id: str

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.cancel_call(self.call_id)


class Answer(Command):
    """Decide about a call that waits."""

    do: Literal["answer"] = "answer"
    request: int
    answer: ApprovalAnswer

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.answer(self.request, self.answer)


class Resume(Command):
    """Let the run go on from a breakpoint."""

    do: Literal["resume"] = "resume"
    stop: int
    answer: GateAnswer

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.resume(self.stop, self.answer)


class SetBreakpoint(Command):
    """Hold the run where a filter matches."""

    do: Literal["set_breakpoint"] = "set_breakpoint"
    expression: str

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.set_breakpoint(self.expression)


class RemoveBreakpoint(Command):
    """Hold it there no more."""

    do: Literal["remove_breakpoint"] = "remove_breakpoint"
    expression: str

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.remove_breakpoint(self.expression)


class Send(Command):
    """Say something."""

    do: Literal["send"] = "send"
    text: str

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.send(self.text)


class Release(Command):
    """Let what waits be asked."""

    do: Literal["release"] = "release"

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.release()


class TakeBack(Command):
    """Unsay what was said last."""

    do: Literal["take_back"] = "take_back"

    def apply(self, controls: RunControls) -> None:
        """Do it."""
        controls.take_back()


AnyCommand = Annotated[
    Cancel
    | CancelCall
    | Answer
    | Resume
    | SetBreakpoint
    | RemoveBreakpoint
    | Send
    | Release
    | TakeBack,
    Field(discriminator="do"),
]

_COMMANDS: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


def obey(line: bytes, controls: RunControls) -> None:
    """Do what a line asks.

    Raises:
        ValueError: it asks for nothing that can be done; the message says why.
    """
    try:
        _COMMANDS.validate_json(line).apply(controls)
    except ValidationError as error:
        raise ValueError(f"not a command: {error.errors()[0]['msg']}") from error
    except FilterError as error:
        raise ValueError(str(error)) from error
