"""PendingQuestion: what a run asks a person, and how the card puts it.

Law: pure. A question is read from the event that asks it, once: that event never changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from tui.arguments.schema_node import ANYTHING, SchemaNode, schema_node
from tui.drawing.verdict_titles import answer_words
from tui.format import clock, duration
from tui.rendering.json_lines import json_lines
from tui.rendering.styled_line import StyledLine, styled
from tui.sanitise import visible, visible_line

INDENT = "  "

MARKED = 20_000
"""Characters of arguments that are coloured and checked on the card; more is shown plain."""


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A call that waits for an approval, or a run that is held at a breakpoint."""

    seq: int
    """Of the event that asks; answers name it."""
    item: int
    """Index of its row among the items."""
    is_approval: bool
    stage: str
    """As in `break.stop`; "tool_call" for an approval."""
    agent: str
    depth: int
    name: str
    """The tool, the agent to hand off to, or the model."""
    value: str
    """The arguments, or the output, all of it."""
    is_editable: bool
    reason: str
    """The rule, or the breakpoint."""
    tool_type: str
    server: str
    asked_at: float
    """Seconds since the run began."""
    node: SchemaNode
    """What the arguments may be."""

    @property
    def can_be_denied(self) -> bool:
        """Whether the step may be left out."""
        return self.stage in ("tool_call", "handoff")


def question_of(history: RunHistory, item: ItemView) -> PendingQuestion:
    """Read the question behind a row of kind approval or break."""
    event = history.event(item.seq)
    fields = event.data if isinstance(event.data, dict) else {}
    is_approval = item.kind == "approval"
    tool_type = _text(fields, "tool_type") or "function"
    card = history.schema_of(item.name)
    is_arguments = is_approval or _text(fields, "stage") == "tool_call"
    return PendingQuestion(
        seq=event.seq,
        item=item.index,
        is_approval=is_approval,
        stage="tool_call" if is_approval else _text(fields, "stage"),
        agent=item.agent or "the agent",
        depth=item.depth,
        name=item.name,
        value=_text(fields, "arguments" if is_approval else "value"),
        is_editable=tool_type == "function" if is_approval else fields.get("is_editable") is True,
        reason=_text(fields, "reason"),
        tool_type=tool_type,
        server=_text(fields, "server"),
        asked_at=item.began_at,
        node=ANYTHING if card is None or not is_arguments else schema_node(card.parameters),
    )


def question_lines(question: PendingQuestion, draft: str | None) -> Iterator[StyledLine]:
    """Yield who wants what, and all of the arguments, or of the edited ones."""
    yield headline(question)
    if draft is not None:
        yield styled("  edited, not sent yet:", "approval")
    yield from value_rows(question.value if draft is None else draft, question.node)


def headline(question: PendingQuestion) -> StyledLine:
    """Say what is about to happen."""
    agent, name = visible_line(question.agent), (visible_line(question.name), "strong approval")
    match question.stage:
        case "handoff":
            return ((f"{agent} is about to hand off to ", ""), name)
        case "tool_output":
            return (name, (f" has returned; {agent} is about to get this", ""))
        case "model_request":
            return ((f"{agent} is about to ask ", ""), name, ("   (Context shows what)", "dim"))
        case _:
            wants = "wants to run" if question.is_approval else "is about to run"
            return ((f"{agent} {wants}  ", ""), name, (f"   ({origin(question)})", "dim"))


def origin(question: PendingQuestion) -> str:
    """Say where the tool comes from, and how deep in the run it is called."""
    kind = "tool" if question.tool_type == "function" else visible_line(question.tool_type)
    server = f"server: {visible_line(question.server)}" if question.server else ""
    return " · ".join(filter(None, (kind, server, f"depth {question.depth}")))


def value_rows(text: str, node: SchemaNode) -> Iterator[StyledLine]:
    """Yield one line a field of JSON with what its schema says of it, or the lines of a text."""
    if not text.lstrip().startswith("{") or len(text) > MARKED:
        yield from (styled(f"  {line}") for line in visible(text).split("\n") if text)
        return
    rows = json_lines(MARKED, node, "all")
    rows.show(text)
    for number in range(len(rows)):
        yield ((INDENT, ""), *rows[number])


def foot(question: PendingQuestion, now: float) -> str:
    """Say which rule asks, for how long, and that no key answers by itself."""
    noun = "rule" if question.is_approval else "breakpoint"
    waiting = duration(max(0.0, now - question.asked_at))
    return f"{noun}: {visible_line(question.reason)}   waiting {waiting}   nothing is default"


def past_foot(question: PendingQuestion, item: ItemView) -> str:
    """Say what was answered to a question of a recorded run, and when."""
    if item.ended_at is None or not item.output:
        return "nobody has answered"
    return f"{visible_line(answer_words(item))}   at {clock(item.ended_at)}"


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
