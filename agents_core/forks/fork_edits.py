"""What may be edited before a run is gone on from: pure functions from one ForkPoint to another.

Law: an edit counts for what the model is sent and for what the new run tells alike. A call with
other arguments has no output any more, so it is made anew.
"""

from dataclasses import replace
from typing import Any

from agents_core.forks.fork_point import CarriedItem, ForkPoint, Item, message
from agents_core.forks.fork_reader import ForkError
from agents_core.json_text import decode_json


def with_output(point: ForkPoint, call_id: str, output: str) -> ForkPoint:
    """Return the place with another output of a call.

    Raises:
        ForkError: the call has no output there.
    """

    def edit(item: Item) -> Item:
        is_meant = item.get("call_id") == call_id and str(item.get("type")).endswith("_output")
        return {**item, "output": output} if is_meant else item

    edited = _edited(point, edit)
    if edited == point and not any(_is_output_of(item, call_id) for item in point.said):
        raise ForkError(f"the call {call_id} has no output there")
    return edited


def with_arguments(point: ForkPoint, call_id: str, arguments: str) -> ForkPoint:
    """Return the place with a call of the latest answer still to be made, with these arguments.

    Raises:
        ForkError: the latest answer makes no such call, or what takes JSON is given none.
    """
    _refuse_no_json(point, call_id, arguments)
    if not any(item.is_call and item.call_id == call_id for item in point.answer):
        raise ForkError(f"the call {call_id} is not of the latest answer there")

    def is_left(item: CarriedItem) -> bool:
        return not (item.is_output and item.call_id == call_id)

    def edit(item: Item) -> Item:
        key = "arguments" if "arguments" in item else "input"
        return {**item, key: arguments} if item.get("call_id") == call_id else item

    opened = replace(
        point,
        carried=tuple(filter(is_left, point.carried)),
        answer=tuple(filter(is_left, point.answer)),
        next_input=None,
    )
    return _edited(opened, edit)


def with_input(point: ForkPoint, text: str) -> ForkPoint:
    """Return the place with another text in place of what the user said last.

    Raises:
        ForkError: the user said nothing.
    """
    said = [index for index, item in enumerate(point.said) if item.get("role") == "user"]
    if not said:
        raise ForkError("the user has said nothing there")
    old = point.said[said[-1]]

    def edit(item: Item) -> Item:
        return {**item, "content": text} if item == old else item

    edited = _edited(point, edit)
    is_first = not any(item.name == "input" for item in point.carried)
    return replace(edited, input=text) if is_first else edited


def with_instructions(point: ForkPoint, text: str) -> ForkPoint:
    """Return the place with other instructions of the agent that goes on."""
    return replace(point, new_instructions=text)


def with_more(point: ForkPoint, text: str) -> ForkPoint:
    """Return the place after the user has said something more; calls still open are left out."""
    open_ids = {call.call_id for call in point.open_calls}
    more = message(text)

    def left(items: tuple[CarriedItem, ...]) -> tuple[CarriedItem, ...]:
        return tuple(item for item in items if item.call_id not in open_ids or not item.call_id)

    answer = left(point.answer)
    known = replace(point, answer=answer, next_input=None if open_ids else point.next_input)
    return replace(
        point,
        turn=0,
        carried=(*left(point.carried), CarriedItem("input", more, None, None, 0)),
        before=(*known.said, more),
        answer=(),
        next_input=None,
    )


def _refuse_no_json(point: ForkPoint, call_id: str, arguments: str) -> None:
    call = next((item for item in point.answer if item.is_call and item.call_id == call_id), None)
    if call is None or "arguments" not in call.item:
        return
    try:
        decode_json(arguments.encode())
    except ValueError as error:
        raise ForkError(f"the arguments are no JSON: {error}") from error


def _is_output_of(item: Item, call_id: str) -> bool:
    return item.get("call_id") == call_id and str(item.get("type")).endswith("_output")


def _edited(point: ForkPoint, edit: Any) -> ForkPoint:
    """Return the place with every item as `edit` has it."""

    def carried(items: tuple[CarriedItem, ...]) -> tuple[CarriedItem, ...]:
        return tuple(_edited_item(item, edit(item.item)) for item in items)

    following = point.next_input
    return replace(
        point,
        carried=carried(point.carried),
        before=tuple(map(edit, point.before)),
        answer=carried(point.answer),
        next_input=None if following is None else tuple(map(edit, following)),
    )


def _edited_item(carried: CarriedItem, item: Item) -> CarriedItem:
    if item is carried.item:
        return carried
    return replace(carried, item=item, output=item["output"] if carried.is_output else None)
