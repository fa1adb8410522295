"""Random event lists for the tests: any order, any shape, fields missing or junk instead."""

from typing import Any

from hypothesis import strategies as st

from agents_core.json_text import encode_json
from agents_core.run_events import RunEvent, read_event

NAMES = st.sampled_from(["triage", "billing", ""])
CALL_IDS = st.sampled_from(["c0", "c1", "", None])
WORDS = st.sampled_from(["", "a", "Hallo ", "日本", '"q"\\', "\n", "\ud83d", "\x01"])
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 3), WORDS, st.lists(WORDS, max_size=2), st.just({})
)
FAMILIES = st.sampled_from(
    [
        "output_text",
        "refusal",
        "reasoning_summary_text",
        "reasoning_text",
        "function_call_arguments",
        "mcp_call_arguments",
        "shell_call_command",
        "shell_call_output_content",
        "output_audio",
        "brand_new",
    ]
)
ITEM_TYPES = st.sampled_from(
    [
        "message",
        "reasoning",
        "function_call",
        "mcp_call",
        "web_search_call",
        "shell_call",
        "shell_call_output",
        "function_call_output",
        "brand_new",
    ]
)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects whose fields may each be missing or junk."""
    return st.fixed_dictionaries(
        {}, optional={key: st.one_of(value, value, value, JUNK) for key, value in fields.items()}
    )


PARTS = st.lists(objects(type=st.sampled_from(["text", "refusal"]), text=WORDS), max_size=2)
ITEMS = objects(
    type=ITEM_TYPES,
    id=WORDS,
    call_id=CALL_IDS,
    name=NAMES,
    arguments=WORDS,
    content=PARTS,
    summary=PARTS,
    output=WORDS,
    status=st.sampled_from(["completed", "incomplete", "failed"]),
    action=objects(commands=st.lists(WORDS, max_size=2)),
)
INDEXES = st.integers(0, 1)
PRICES = st.sampled_from([0, 0.0, 0.075, 1.25, 10, -1.0])


def _place(family: str, index: int, part: int, words: str) -> dict[str, Any]:
    return {
        "type": f"response.{family}.delta",
        "output_index": index,
        "content_index": part,
        "delta": words,
    }


DELTAS = st.one_of(
    st.builds(_place, FAMILIES, INDEXES, INDEXES, WORDS),
    st.builds(
        lambda family, rest: {"type": f"response.{family}.delta", **rest},
        FAMILIES,
        objects(
            output_index=INDEXES,
            summary_index=INDEXES,
            sequence_number=INDEXES,
            delta=st.one_of(WORDS, st.dictionaries(WORDS, WORDS, max_size=2)),
            obfuscation=WORDS,
        ),
    ),
)
DONES = st.builds(
    lambda family, rest: {"type": f"response.{family}.done", **rest},
    FAMILIES,
    objects(output_index=INDEXES, content_index=INDEXES, text=WORDS, arguments=WORDS),
)
ITEM_EVENTS = st.builds(
    lambda verb, rest: {"type": f"response.output_item.{verb}", **rest},
    st.sampled_from(["added", "done"]),
    objects(output_index=INDEXES, item=ITEMS),
)
OTHERS = st.builds(
    lambda type_, rest: {"type": type_, **rest},
    st.sampled_from(
        [
            "response.created",
            "response.completed",
            "response.failed",
            "error",
            "response.mcp_call.executing",
            "response.web_search_call.searching",
            "response.web_search_call.completed",
            "response.mcp_call.failed",
            "unheard.of",
        ]
    ),
    objects(output_index=INDEXES),
)
WIRE = st.one_of(DELTAS, DELTAS, DONES, ITEM_EVENTS, OTHERS, JUNK)
ERRORS = objects(fault=st.just("tool"), type=NAMES, message=WORDS)

STAGES = st.sampled_from(["input", "output", "tool_input", "tool_output"])

BREAKS = st.sampled_from(["model_request", "tool_call", "tool_output", "handoff"])

DATA: dict[str, st.SearchStrategy[Any]] = {
    "run.start": objects(
        input=st.one_of(WORDS, st.lists(objects(content=WORDS), max_size=2)),
        max_turns=INDEXES,
        resumed=st.booleans(),
        agents=st.lists(objects(name=NAMES, handoffs=st.lists(NAMES, max_size=2)), max_size=2),
    ),
    "agent.update": st.fixed_dictionaries({"agent": NAMES, "from": st.one_of(st.none(), NAMES)}),
    "turn.start": objects(turn=INDEXES),
    "model.request": objects(
        tools=st.lists(objects(name=NAMES), max_size=1),
        input_price=PRICES,
        cached_input_price=PRICES,
        output_price=PRICES,
        context_window=st.integers(-1, 2),
    ),
    "model.retry": objects(status=st.just(429), message=WORDS),
    "model.difference": objects(call=INDEXES, differences=st.lists(WORDS, max_size=2)),
    "model.event": WIRE,
    "model.end": objects(
        usage=objects(
            input_tokens=INDEXES,
            cached_tokens=st.integers(-1, 2),
            output_tokens=INDEXES,
            total_tokens=INDEXES,
        ),
        status=st.just("completed"),
    ),
    "item.create": objects(
        name=st.sampled_from(["tool_called", "handoff_requested", "handoff_occured", "input"]),
        item=ITEMS,
        output=WORDS,
        carried=st.booleans(),
    ),
    "tool.start": objects(call_id=CALL_IDS, name=NAMES, arguments=WORDS),
    "mcp.error": objects(server=NAMES, message=WORDS),
    "watch.drop": st.fixed_dictionaries({"deltas": INDEXES, "others": INDEXES}),
    "tool.progress": objects(
        call_id=CALL_IDS,
        text=WORDS,
        message=WORDS,
        fraction=st.one_of(st.floats(-1, 2, allow_nan=False), st.booleans()),
    ),
    "tool.end": objects(call_id=CALL_IDS, output=JUNK, is_error=st.booleans(), error=ERRORS),
    "approval.request": objects(call_id=CALL_IDS, name=NAMES, arguments=WORDS),
    "approval.answer": objects(
        call_id=CALL_IDS,
        name=NAMES,
        approved=st.booleans(),
        message=WORDS,
        by=NAMES,
        arguments=st.one_of(st.none(), WORDS),
    ),
    "break.stop": objects(call_id=CALL_IDS, name=NAMES, stage=BREAKS, value=WORDS),
    "break.resume": objects(
        stop=st.integers(0, 12),
        stage=BREAKS,
        value=st.one_of(st.none(), WORDS),
        skipped=st.booleans(),
        message=WORDS,
        by=NAMES,
    ),
    "guardrail.start": objects(guardrail=NAMES, stage=STAGES, call_id=CALL_IDS),
    "guardrail.result": objects(
        guardrail=NAMES,
        stage=STAGES,
        call_id=CALL_IDS,
        tripped=st.booleans(),
        behavior=st.sampled_from(["allow", "reject_content", "raise_exception"]),
        message=WORDS,
        info=JUNK,
    ),
    "run.end": objects(
        status=st.sampled_from(["finished", "failed", "cancelled"]), final_output=JUNK, error=ERRORS
    ),
    "not.yet.invented": JUNK,
}
TYPES = st.one_of(st.sampled_from(sorted(DATA)), st.just("model.event"), st.just("model.event"))
EVENTS = TYPES.flatmap(
    lambda type_: st.fixed_dictionaries(
        {
            "type": st.just(type_),
            "agent": st.sampled_from([None, "triage", "billing"]),
            "turn": st.integers(0, 2),
            "parent": st.one_of(st.none(), st.none(), st.integers(0, 12)),
            "gap": st.sampled_from([0.0, 0.01, -0.5, 3.0]),
            "data": DATA[type_],
        }
    )
)


def as_events(drawn: list[dict[str, Any]]) -> list[RunEvent]:
    """Stamp drawn events the way a journal does."""
    events, at = [], 1.0
    for seq, fields in enumerate(drawn):
        at += fields["gap"]
        parent = b"" if fields["parent"] is None else b',"parent":%d' % fields["parent"]
        line = b'{"seq":%d,"t":%.6f,"type":%s,"agent":%s,"turn":%d%s,"data":%s}' % (
            seq,
            max(at, 0.0),
            encode_json(fields["type"]),
            encode_json(fields["agent"]),
            fields["turn"],
            parent,
            encode_json(fields["data"]),
        )
        events.append(read_event(line))
    return events
