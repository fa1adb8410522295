"""What the reader says a model received is what the model was given, in real runs."""

from typing import Any

from run_traces import agent_saying, labels

from agents_core import Agent, HandoffInputData, RunConfig, Runner, function_tool, handoff
from agents_core.agents.run_config import CallModelData, ModelInputData
from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal
from agents_core.json_text import decode_json, encode_json
from agents_core.received.difference import difference
from agents_core.received.request_reader import RequestReader
from agents_core.testing import ScriptedModel, assistant_message, function_call


@function_tool
def look_up(key: str) -> str:
    """Look something up."""
    return f"{key}: " + "secret " * 50


LOOK_UP = function_call("look_up", {"key": "A-1"}, call_id="c1")
TO_B = function_call("transfer_to_b", {}, call_id="h1")


async def played(agent: Agent[Any], **config: Any) -> RunHistory:
    history, journal = RunHistory(), Journal()
    journal.subscribe(history.append)
    result = Runner.run_streamed(agent, "hi", run_config=RunConfig(journal=journal, **config))
    await labels(result)
    return history


def inputs(history: RunHistory) -> list[list[Any]]:
    """The input of every call, put together from the run."""
    reader, calls = RequestReader(history), history.view(len(history)).calls
    return [[reader.whole(e.place) for e in reader.received(n).input] for n in range(calls)]


def given(*agents: Agent[Any]) -> list[list[Any]]:
    """What the models of `agents` were given, call by call."""
    models = [agent.model for agent in agents]
    assert all(isinstance(model, ScriptedModel) for model in models)
    calls = [
        call.input for model in models if isinstance(model, ScriptedModel) for call in model.calls
    ]
    return [as_json(call) for call in calls]


def as_json(value: Any) -> Any:
    items = [{"role": "user", "content": value}] if isinstance(value, str) else value
    return decode_json(encode_json(items))


def shown(history: RunHistory, number: int, against: int) -> list[tuple[str, str, str]]:
    reader = RequestReader(history)
    created = reader.created(against, number)
    found = difference(reader.received(against), reader.received(number), created)
    return [(each.mark, each.entry.label, each.entry.name) for each in found]


async def test_the_input_of_every_call_is_put_together_from_what_each_added() -> None:
    agent = agent_saying([LOOK_UP], [LOOK_UP], [assistant_message("done")], tools=[look_up])
    history = await played(agent)
    assert inputs(history) == given(agent)
    assert [len(call) for call in inputs(history)] == [1, 3, 5]


async def test_what_a_handoff_filter_dropped_is_seen() -> None:
    def without_tools(data: HandoffInputData) -> HandoffInputData:
        kept = tuple(item for item in data.pre_handoff_items if "tool" not in item.type)
        return data.clone(pre_handoff_items=kept)

    b = agent_saying([assistant_message("done")], name="b")
    a = agent_saying([LOOK_UP], [TO_B], tools=[look_up], instructions="You are a.")
    a.handoffs = [handoff(b, input_filter=without_tools)]
    history = await played(a)
    assert inputs(history) == given(a, b)
    assert history.call(2, len(history)).handed_by == 1
    assert shown(history, 2, against=1) == [
        ("removed", "system", ""),
        ("kept", "user", ""),
        ("removed", "call", "look_up"),
        ("removed", "output", "look_up"),
        ("added", "call", "transfer_to_b"),
        ("added", "output", "transfer_to_b"),
        ("removed", "tool", "look_up"),
        ("removed", "tool", "transfer_to_b"),
    ]


async def test_what_an_input_filter_changed_is_seen_and_later_calls_are_whole() -> None:
    def shorten(data: CallModelData) -> ModelInputData:
        model_data = data.model_data
        items: list[Any] = [
            {**item, "output": "cut"} if "output" in item else item for item in model_data.input
        ]
        has_output = any("output" in item for item in items)
        return ModelInputData(items if has_output else model_data.input, "Be brief.")

    agent = agent_saying([LOOK_UP], [LOOK_UP], [assistant_message("done")], tools=[look_up])
    history = await played(agent, call_model_input_filter=shorten)
    assert inputs(history) == given(agent)
    reader = RequestReader(history)
    assert [e.preview for e in reader.received(2).input if e.label == "output"] == ["cut", "cut"]
    assert reader.received(0).instructions[0].preview == "Be brief."


async def test_the_calls_of_a_nested_run_begin_anew_and_those_around_it_go_on() -> None:
    writer = agent_saying([LOOK_UP], [assistant_message("Dear")], name="writer", tools=[look_up])
    ask = function_call("write", {"input": "a letter"}, call_id="w1")
    tool = writer.as_tool("write", "Writes")
    desk = agent_saying([ask], [assistant_message("sent")], tools=[tool])
    history = await played(desk)
    first, second = given(desk)
    assert inputs(history) == [first, *given(writer), second]
    calls = [history.call(number, len(history)) for number in range(4)]
    assert [call.own_before for call in calls] == [None, None, 1, 0]
    assert [call.depth for call in calls] == [0, 1, 1, 0]


async def test_what_was_said_last_and_taken_out_by_a_handoff_filter_is_seen() -> None:
    def nothing_new(data: HandoffInputData) -> HandoffInputData:
        return data.clone(new_items=())

    b = agent_saying([assistant_message("done")], name="b")
    a = agent_saying([assistant_message("Let me see."), TO_B])
    a.handoffs = [handoff(b, input_filter=nothing_new)]
    history = await played(a)
    assert shown(history, 1, against=0)[:4] == [
        ("kept", "user", ""),
        ("removed", "assistant", ""),
        ("removed", "call", "transfer_to_b"),
        ("removed", "output", "transfer_to_b"),
    ]


async def test_an_output_an_input_filter_never_let_through_is_seen() -> None:
    def without_calls(data: CallModelData) -> ModelInputData:
        items: list[Any] = [item for item in data.model_data.input if "call_id" not in item]
        return ModelInputData(items, None)

    agent = agent_saying([LOOK_UP], [assistant_message("done")], tools=[look_up])
    history = await played(agent, call_model_input_filter=without_calls)
    assert shown(history, 1, against=0) == [
        ("kept", "user", ""),
        ("removed", "call", "look_up"),
        ("removed", "output", "look_up"),
        ("kept", "tool", "look_up"),
    ]


async def test_nothing_is_called_removed_where_nothing_was_taken_out() -> None:
    summary = [{"type": "summary_text", "text": "?"}]
    thought = {"type": "reasoning", "id": "rs_1", "summary": summary}
    agent = agent_saying(
        [thought, LOOK_UP], [thought, LOOK_UP], [assistant_message("done")], tools=[look_up]
    )
    history = await played(agent, reasoning_item_id_policy="omit")
    marks = {mark for number in (1, 2) for mark, _, _ in shown(history, number, number - 1)}
    assert marks == {"kept", "added"}


async def test_an_output_schema_is_part_of_what_is_received() -> None:
    agent = agent_saying([assistant_message('{"response": [1]}')], output_type=list[int])
    reader = RequestReader(await played(agent))
    [offer] = reader.received(0).offers
    assert (offer.label, offer.part) == ("schema", "schema")
    assert reader.whole(offer.place)["type"] == "object"


def test_what_came_long_ago_is_found_without_reading_it_again_for_each_call() -> None:
    history, journal = RunHistory(), Journal()
    journal.subscribe(history.append)
    for number in range(2_000):
        item = {"role": "user", "content": f"{number}"}
        payload = encode_json({"model": "m", "kept": number, "input": [item]})
        journal.append("model.request", payload, agent="a", turn=number, parent=None)
    reader = RequestReader(history)
    assert [e.preview for e in reader.received(1_999).input] == [str(n) for n in range(2_000)]
    assert reader.received(1_999).input[0] is reader.received(7).input[0]


def test_junk_in_a_request_is_shown_as_far_as_it_goes() -> None:
    history, journal = RunHistory(), Journal()
    journal.subscribe(history.append)
    for data in (
        b"7",
        b'{"kept":9,"input":"hi","tools":[3],"settings":4,"instructions":5}',
        b'{"kept":-1,"input":[null,{"role":7}],"tools":{},"output_schema":true}',
    ):
        journal.append("model.request", data, agent="a", turn=1, parent=None)
    reader = RequestReader(history)
    assert [len(reader.received(number).input) for number in range(3)] == [0, 1, 2]
    assert reader.whole(reader.received(2).input[1].place) == {"role": 7}


def test_an_image_counts_as_what_it_shows_not_as_its_characters() -> None:
    history, journal = RunHistory(), Journal()
    journal.subscribe(history.append)
    part = {"type": "input_image", "image_url": "data:image/png;base64," + "A" * 1_000_000}
    item = {"role": "user", "content": [part, {"type": "input_text", "text": "see"}]}
    payload = encode_json({"model": "m", "input": [item]})
    journal.append("model.request", payload, agent="a", turn=1, parent=None)
    [entry] = RequestReader(history).received(0).input
    assert entry.size < 4_000
    assert entry.preview == "[input_image]\n\nsee"
