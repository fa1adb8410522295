"""What can be seen of a run at one position: plain frozen values, no behaviour.

Law: a view is a function of a prefix of the events and of nothing else. A *position* is a number of
events: the view at position p is what `events[:p]` say.
"""

from dataclasses import dataclass
from typing import Literal

from agents_core.costs import Cost

RunStatus = Literal["waiting", "running", "finished", "failed", "cancelled", "needs_approval"]
"""waiting: no event yet · needs_approval: it ended with calls that nobody had approved.

A recording that stops short stays `running`; its reader says so.
"""

ItemKind = Literal[
    "input",
    "reasoning",
    "message",
    "tool",
    "handoff",
    "approval",
    "break",
    "retry",
    "guardrail",
    "error",
    "other",
]
"""`tool` is any call that runs something, here or at the provider; `break` is a stop at a
breakpoint; `other` is shown by its type."""

ItemStatus = Literal["streaming", "waiting", "running", "done", "failed", "cut"]
"""streaming: text or arguments arrive · waiting: arguments complete, not started · running: the
tool works · done · failed · cut: the stream or the run ended before the item did."""

ItemVerdict = Literal["open", "tripped"]
"""open: a guardrail still looks at it · tripped: one objected, so it does not count."""

AgentStatus = Literal[
    "idle", "asked", "reasoning", "writing", "calling", "held", "tools", "done", "failed"
]
"""asked: a request is out, no token yet · calling: arguments arrive · held: somebody was asked
whether it may go on · tools: its tools run."""


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Tokens a provider reported."""

    input: int = 0
    cached: int = 0
    """The part of `input` that came from the provider's cache."""
    output: int = 0
    reasoning: int = 0
    """The part of `output` that was reasoning."""
    total: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Why something failed, and whose fault it was."""

    fault: str
    type: str
    message: str
    hint: str = ""
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What a tool told while it ran."""

    text: str = ""
    """All it wrote so far, in pieces as it came."""
    fraction: float | None = None
    """How much is done, 0 to 1."""
    message: str = ""
    """What it is about, in its latest words."""


@dataclass(frozen=True, slots=True)
class EditView:
    """What somebody put in place of something, before the run went on with it."""

    what: str
    """arguments, or output."""
    before: str
    after: str
    by: str
    """Who did: program, policy or person."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One line of the outline: something the run said, did or suffered."""

    index: int
    """Place among the items of the run, in order of beginning."""
    seq: int
    """The event it began with."""
    kind: ItemKind
    name: str
    """Tool name, hosted item type, handoff target, or what the item is."""
    agent: str | None
    turn: int
    depth: int
    """0 in the root run, one more in each nested run."""
    parent: int | None
    """Index of the tool item whose nested run this belongs to."""
    call_id: str | None
    status: ItemStatus
    began_at: float
    """Seconds since the run began; so are all times here."""
    ready_at: float | None
    """When its text or arguments were complete."""
    started_at: float | None
    """When its tool began to run."""
    ended_at: float | None
    text: str
    """Its words so far: message, reasoning or refusal text, or the arguments' JSON as received."""
    is_refusal: bool
    output: str | None
    """What the tool returned, as the model gets it."""
    error: ErrorView | None
    deltas: int
    """Pieces of text received, about one token each."""
    last_seq: int
    """The latest event that belongs to it."""
    verdict: ItemVerdict | None = None
    """What guardrails have to say about it; None when none has, or none objects."""
    progress: ProgressView | None = None
    """What its tool told so far; None while it told nothing."""
    edits: tuple[EditView, ...] = ()
    """What was changed about it, or in answer to it."""
    is_denied: bool = False
    """Somebody decided that it is not done."""


@dataclass(frozen=True, slots=True)
class CallView:
    """One request to a model, and what it cost once it was answered."""

    number: int
    """Place among the calls of the run and the runs nested in it, in order of asking."""
    seq: int
    """The `model.request` event."""
    agent: str | None
    turn: int
    depth: int
    parent: int | None
    """Index of the tool item whose nested run asks."""
    at: float
    model: str
    window: int | None
    """Tokens the model can read at once; None: nobody knows."""
    before: int | None
    """The call before in the same run, from which the request's `kept` counts."""
    own_before: int | None
    """The call before of the same agent in the same run."""
    handed_by: int | None
    """The latest call of the agent that handed off to this one."""
    tokens: TokenCount | None
    """None until the answer is complete."""
    cost: Cost | None
    status: str | None
    """How it ended: completed, incomplete, failed, or another word of the provider's."""
    answered: int | None
    """The `model.end` event."""


AgentKey = tuple[int | None, str]
"""The parent of an agent, and its name: together they are its alone."""


@dataclass(frozen=True, slots=True)
class AgentView:
    """One agent of one run: who works, who is idle. A nested run brings its own entries."""

    name: str
    depth: int
    parent: int | None
    """Index of the tool item whose nested run it works in."""
    caller: AgentKey | None
    """The agent that called that tool."""
    status: AgentStatus
    is_current: bool
    turns: int
    """Model calls made so far."""
    active_s: float
    """Seconds it has been the current agent."""
    tokens: TokenCount
    cost: Cost
    context: int
    """Input tokens of its latest model call."""
    window: int | None
    """How many tokens the model of that call can read at once, if that is known."""
    handoffs: tuple[str, ...]
    """Whom it may hand off to."""
    came_from: str | None
    """Who handed off to it last."""

    @property
    def key(self) -> AgentKey:
        """What tells it from its namesakes."""
        return self.parent, self.name


@dataclass(frozen=True, slots=True)
class Wait:
    """What the run is waiting for, and since when."""

    what: str
    """model, tool NAME, retry, approval NAME, or breakpoint NAME."""
    since: float


@dataclass(frozen=True, slots=True)
class RunView:
    """The state of a run after its first `position` events; items are asked for one by one."""

    position: int
    at: float
    status: RunStatus
    turn: int
    """Turn of the root run."""
    max_turns: int | None
    breadcrumb: tuple[str, ...]
    """The working agent, outermost first, and the tools and agents nested under it."""
    waiting_for: Wait | None
    tokens: TokenCount
    cost: Cost
    first_token_s: float | None
    """From the latest model request to its first delta."""
    tokens_per_s: float | None
    """Deltas a second of the latest response, from its first to its latest delta."""
    items: int
    """How many items have begun."""
    errors: int
    handoffs: int
    retries: int
    tools_running: int
    """Those of nested runs included; an agent that runs as a tool is one as well."""
    approvals: int
    """Calls that wait for somebody's decision, at breakpoints as well."""
    calls: int
    """Model calls made so far, those of nested runs included."""
    agents: tuple[AgentView, ...]
    final_output: str | None
    """Plain text, or the JSON of a structured output."""
    error: ErrorView | None
