"""Runs forked from recorded ones, end to end: real files, real tools, a scripted model."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from forked_runs import CONFIG, Parent, made_parent

from agents_core.forks.fork_edits import (
    with_arguments,
    with_input,
    with_instructions,
    with_more,
    with_output,
)
from agents_core.forks.fork_point import ForkPoint
from agents_core.forks.fork_reader import ForkError, read_fork_point
from agents_core.recording import ParentRun


@pytest.fixture
async def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Parent]:
    monkeypatch.chdir(tmp_path)
    made = await made_parent(tmp_path)
    yield made
    for fork in made.forks:
        await fork.close()


def types(items: list[Any]) -> list[str]:
    return [str(item.get("type") if "role" not in item else item["role"]) for item in items]


HANDED = ["user", "function_call", "function_call_output"]
CALLED = [*HANDED, "function_call", "function_call", "function_call_output", "function_call_output"]


async def test_an_edited_output_is_what_the_model_is_sent(parent: Parent) -> None:
    before = parent.path.read_bytes()
    point = parent.point(parent.after("item.create", "stamped"))
    call_id = next(item.call_id for item in point.answer if item.item.get("name") == "find")
    child = await parent.fork(with_output(point, call_id, "found nowhere"), "output of find")
    first = child.calls[0]
    assert types(first.input) == CALLED
    outputs = {item["call_id"]: item["output"] for item in first.input if "output" in item}
    assert outputs[call_id] == "found nowhere"
    assert child.run.end["final_output"] == "Answer: found nowhere"
    assert child.tools_run == ""
    assert parent.path.read_bytes() == before
    assert child.run.header.parent == ParentRun(
        parent.run.header.run_id, point.position, ("output of find",)
    )


async def test_what_came_before_is_told_at_the_beginning_of_the_new_run(parent: Parent) -> None:
    child = await parent.fork(parent.point(parent.after("item.create", "stamped")))
    history = child.run.history
    shown = [(item.kind, item.name, item.status) for item in history.items(len(history))]
    assert shown[0] == ("input", "input", "done")
    assert [name for kind, name, _ in shown if kind == "tool"] == ["find", "stamp"]
    assert {status for *_, status in shown} == {"done"}
    carried = [event for event in child.events if event.data.get("carried")]
    assert [event.agent for event in carried] == ["triage", "triage", *["desk"] * 4]


async def test_calls_still_open_are_made_for_real_and_no_others(parent: Parent) -> None:
    point = parent.point(parent.after("tool.end", '"name":"find"'))
    child = await parent.fork(point)
    assert child.tools_run in ("s", "")
    assert types(child.calls[0].input)[: len(HANDED)] == HANDED
    assert sorted(types(child.calls[0].input)) == sorted(CALLED)


async def test_a_place_before_any_output_makes_all_calls_again(parent: Parent) -> None:
    child = await parent.fork(parent.point(parent.after("model.end", "", 1)))
    assert sorted(child.tools_run) == ["f", "s"]
    assert child.run.end["status"] == "finished"


async def test_edited_arguments_make_that_call_anew_and_keep_the_other(parent: Parent) -> None:
    point = parent.point(parent.after("item.create", "stamped"))
    call_id = next(item.call_id for item in point.answer if item.item.get("name") == "find")
    child = await parent.fork(with_arguments(point, call_id, '{"order": "77"}'))
    assert child.tools_run == "f"
    assert child.run.end["final_output"].startswith("Answer: found 77")


async def test_edited_instructions_are_those_of_the_agent_that_goes_on(parent: Parent) -> None:
    point = parent.point(parent.after("item.create", "stamped"))
    assert (point.agent, point.instructions) == ("desk", "Be brief.")
    child = await parent.fork(with_instructions(point, "Be kind."))
    assert child.calls[0].instructions == "Be kind."


async def test_an_edited_input_is_what_the_first_model_is_asked(parent: Parent) -> None:
    point = parent.point(1)
    assert point.agent == "triage"
    child = await parent.fork(with_input(point, "Where is order 4?"))
    assert child.calls[0].input == [{"role": "user", "content": "Where is order 4?"}]
    assert child.events[0].data["input"] == "Where is order 4?"


async def test_the_end_of_a_run_asks_for_its_answer_again(parent: Parent) -> None:
    point = parent.point(len(parent.events))
    assert types(point.said) == CALLED
    assert point.turn == 2


async def test_more_can_be_said_at_the_end(parent: Parent) -> None:
    point = parent.point(len(parent.events), asks_again=False)
    assert types(point.said) == [*CALLED, "assistant"]
    child = await parent.fork(with_more(point, "And order 5?"))
    assert types(child.calls[0].input) == [*CALLED, "assistant", "user"]


async def test_a_fork_can_be_talked_to_and_forked_again(parent: Parent) -> None:
    child = await parent.fork(parent.point(parent.after("item.create", "stamped")))
    child.run.controls.send("And order 5?")
    await child.run.run()
    latest = child.calls[-1]
    assert types(latest.input) == [*CALLED, "assistant", "user"]
    again = read_fork_point(child.events, len(child.events), asks_again=False)
    assert types(again.said) == [*CALLED, "assistant", "user", "assistant"]
    assert [item.item["role"] for item in again.carried if item.name == "input"] == ["user"]


async def test_an_agent_that_is_gone_is_one_clear_error(parent: Parent) -> None:
    point = parent.point(parent.after("item.create", "stamped"))
    config = CONFIG.replace("[agents.desk]", "[agents.office]").replace('"desk"', '"office"')
    (parent.folder / "agents.toml").write_text(config)
    child = await parent.fork(point)
    error = child.run.end["error"]
    assert (error["fault"], "desk" in error["message"]) == ("user", True)


EDITS: list[Callable[[ForkPoint], ForkPoint]] = [
    lambda point: with_output(point, "nowhere", "x"),
    lambda point: with_arguments(point, "nowhere", "{}"),
]


@pytest.mark.parametrize("edit", EDITS, ids=["output", "arguments"])
async def test_what_is_not_there_cannot_be_edited(
    parent: Parent, edit: Callable[[ForkPoint], ForkPoint]
) -> None:
    with pytest.raises(ForkError, match="nowhere"):
        edit(parent.point(parent.after("item.create", "stamped")))


async def test_before_its_first_event_there_is_nothing_to_go_on_from(parent: Parent) -> None:
    with pytest.raises(ForkError, match="had not begun"):
        parent.point(0)
