"""RunEvent: what the journal holds, the file stores and every view is made of.

Law: an event holds no live objects; it *is* its line of JSON. The line is built once, in `Journal`,
and the same bytes go to the file, to standard output and into the history. Names here are for ever.

One line, keys in this order (`parent` only inside a nested run):

    {"seq":12,"t":1.204511,"type":"model.event","agent":"triage","turn":1,"parent":7,"data":{...}}

`seq` counts from 0, `t` is seconds since the run began on a monotonic clock, `parent` is the `seq`
of the `tool.start` or `guardrail.start` event this nested event happened under. What `data` holds,
by type:

    run.start         run_id, agent, input, max_turns, agents: [agent card], resumed
                      `resumed` is true when a run that had stopped goes on, else absent; a root
                      run that starts again without it answers what the user said next: `input`
                      is that alone, turns count from 1 again, `usage` goes on
    agent.update      agent, from                  a handoff was taken (`from` is null at the start)
    turn.start        turn, max_turns
    model.request     model, instructions, kept, input, tools, settings
                      `input` are the items after the first `kept`, those of the request before;
                      previous_response_id and conversation_id where the provider keeps the rest;
                      output_schema unless text is wanted; input_price, cached_input_price,
                      output_price (US dollars per million tokens) and context_window (tokens)
                      where they are known
    model.retry       attempt, status, message, delay_s        the client sends a request again
    model.difference  call, differences            a replayed request is not the recorded one: the
                      number of the recorded call, from 1, and what differs, in words
    model.event       the provider's payload, verbatim; of a framework that hides it, what it tells
                      of items and their words, as the Responses API would
    model.end         response_id, status, usage, seconds
    item.create       name, item, output        `name` as in RunItemStreamEvent, `item` the raw item
                      `carried` is true, else absent, for what another run had come to before this
                      one was forked from it; what the user said there has the name "input"
    tool.start        call_id, name, arguments
    tool.progress     call_id, name, text, fraction, message      what a running tool told
                      `text` goes on from the texts before it; `fraction` (0 to 1) and `message`
                      replace those before; absent when it told no such thing
    tool.end          call_id, name, output, is_error, error, seconds, output_files
                      `output_files`: where the whole of an output stands that was cut, or absent
                      no such event for a call whose nested run stopped for approvals
    approval.request  call_id, name, arguments, reason, tool_type, description, parameters, server
                      `arguments` is JSON text, `parameters` the schema, `reason` the rule that asks
    approval.answer   call_id, name, approved, always, message, by, arguments
                      `by` is program, policy or person; `arguments` replace the model's if not null
    break.stop        stage, call_id, name, value, is_editable, reason
                      the run is held at a breakpoint: before a model_request that has been written
                      down, before a tool_call or a handoff, or before the model gets a tool_output
                      `value` is what it is about as text, `reason` the breakpoint
    break.resume      stop, stage, call_id, name, value, skipped, message, by
                      `stop` is the seq of its break.stop; `value` replaces the one there if not
                      null; of a skipped step the model is told `message`; `by` as above
    guardrail.start   guardrail, stage, call_id    stage: input, output, tool_input, tool_output
    guardrail.result  guardrail, stage, call_id, tripped, behavior, message, info
                      `behavior` is allow, reject_content (`message` replaces) or raise_exception
    mcp.connect       server, tools, seconds        an MCP server was connected to
    mcp.error         server, required, message     one did not start, or died; if required,
                      that ends the run
    watch.drop        deltas, others                what a program that is watched from inside told
                      faster than it could be written, of all its runs: so many deltas, and so
                      many other events, are in no file
    run.end           status, final_output, error, usage, turns, cost
                      `cost`: what the file's model calls cost, of the root run: `dollars`, and how
                      many calls are `unpriced`: of those, some tokens have no known price

An agent card is name, model, instructions, handoff_description, handoffs: [name], output_schema and
tools: [{name, description, parameters}]. `usage` is input_tokens, cached_tokens, output_tokens,
reasoning_tokens, total_tokens and requests. `error` is null or fault, type, message, hint and
traceback (fault: model, tool, user, network, guardrail, limit, bug). `status` of run.end is
finished, failed, cancelled or needs_approval; a file whose last event is no root run.end belongs
to an interrupted run, and the last root run.end says how all of it ended. Readers keep types and
fields they do not know.
"""

import re
from typing import Any, Final, Literal

from agents_core.json_text import decode_json, encode_json

EventType = Literal[
    "run.start",
    "agent.update",
    "turn.start",
    "model.request",
    "model.retry",
    "model.difference",
    "model.event",
    "model.end",
    "item.create",
    "tool.start",
    "tool.progress",
    "tool.end",
    "approval.request",
    "approval.answer",
    "break.stop",
    "break.resume",
    "guardrail.start",
    "guardrail.result",
    "mcp.connect",
    "mcp.error",
    "watch.drop",
    "run.end",
]

_CANONICAL: Final = re.compile(
    rb'\{"seq":(\d+),"t":([\d.]+),"type":"([^"\\]+)",'
    rb'"agent":(?:"((?:[^"\\]|\\.)*)"|null),"turn":(\d+)(?:,"parent":(\d+))?,"data":'
)
"""The head of a line as `Journal` writes it; any other order of keys is read the slow way."""


class RunEvent:
    """One thing that happened in a run: a stamped head, and `data` as JSON bytes."""

    __slots__ = ("_payload_from", "agent", "at", "line", "parent", "seq", "turn", "type")

    def __init__(
        self,
        seq: int,
        at: float,
        type: str,
        agent: str | None,
        turn: int,
        parent: int | None,
        line: bytes,
        payload_from: int,
    ) -> None:
        """Take the parts of an encoded `line`; `payload_from` is where `data` begins, or -1."""
        self.seq = seq
        self.at = at
        self.type = type
        self.agent = agent
        self.turn = turn
        self.parent = parent
        self.line = line
        self._payload_from = payload_from

    @property
    def payload(self) -> bytes:
        """`data` as JSON bytes: for `model.event`, exactly what the provider sent."""
        if self._payload_from < 0:
            return encode_json(decode_json(self.line).get("data"))
        return self.line[self._payload_from : -1]

    @property
    def data(self) -> Any:
        """`data` decoded, afresh at each call."""
        return decode_json(self.payload)

    def __eq__(self, other: object) -> bool:
        """Two events are equal when their lines are."""
        return isinstance(other, RunEvent) and self.line == other.line

    def __hash__(self) -> int:
        """Hash the line."""
        return hash(self.line)

    def __repr__(self) -> str:
        """Show where in the run the event stands."""
        return f"<RunEvent {self.seq} {self.at:.3f}s {self.type} agent={self.agent!r}>"


def event_head(type: str, agent: str | None, turn: int, parent: int | None) -> bytes:
    """Return the part of a line between the clock and the payload."""
    nested = b"" if parent is None else b',"parent":%d' % parent
    return b',"type":%s,"agent":%s,"turn":%d%s,"data":' % (
        encode_json(type),
        encode_json(agent),
        turn,
        nested,
    )


def read_event(line: bytes) -> RunEvent:
    """Return the event a line (without its line break) holds; unknown fields are kept in the line.

    Raises:
        ValueError: the line is not a JSON object with a `seq` and a `type`.
    """
    if (head := _CANONICAL.match(line)) is not None and line.endswith(b"}"):
        seq, at, type_, agent, turn, parent = head.groups()
        return RunEvent(
            int(seq),
            float(at),
            type_.decode(),
            None if agent is None else decode_json(b'"%s"' % agent),
            int(turn),
            None if parent is None else int(parent),
            line,
            head.end(),
        )
    return _read_foreign(line)


def _read_foreign(line: bytes) -> RunEvent:
    """Read a line some other program wrote: any order of keys, any further fields."""
    fields = decode_json(line)
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise ValueError("not a run event: a JSON object with a type was expected")
    seq, parent = fields.get("seq"), fields.get("parent")
    if not isinstance(seq, int):
        raise ValueError("not a run event: it has no seq")
    agent, turn = fields.get("agent"), fields.get("turn")
    return RunEvent(
        seq,
        _seconds(fields.get("t")),
        fields["type"],
        agent if isinstance(agent, str) else None,
        turn if isinstance(turn, int) else 0,
        parent if isinstance(parent, int) else None,
        line,
        -1,
    )


def _seconds(value: object) -> float:
    """Return a time as far as it is one."""
    try:
        return float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return 0.0
