"""Typed on demand: the openai client's classes, chosen by "type", for payloads still in JSON.

Law: a payload never gets a class that is not its own. Valid payloads are built by pydantic; what
real servers send beside the schema is built field by field without validation; a type the client
does not know becomes a generic object with its fields as attributes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from openai import BaseModel
from openai.types.responses import Response, ResponseOutputItem, ResponseStreamEvent
from pydantic import ValidationError

from agents_core.models.lenient import build_model, type_table


class UnknownEvent(BaseModel):
    """A stream event of a type the client does not know; its fields are its attributes."""

    type: str
    """What the server calls it."""


class UnknownItem(BaseModel):
    """An output item of a type the client does not know; its fields are its attributes."""

    type: str
    """What the server calls it."""


@cache
def _event_classes() -> Mapping[str, type[BaseModel]]:
    """Return the class of each event type; built once, at the first typed access."""
    return type_table(ResponseStreamEvent)


@cache
def _item_classes() -> Mapping[str, type[BaseModel]]:
    """Return the class of each output item type."""
    return type_table(ResponseOutputItem)


def typed_event(payload: dict[str, Any]) -> Any:
    """Return a stream event as the client's class for its `type`, else as `UnknownEvent`."""
    return _typed(_event_classes().get(payload["type"], UnknownEvent), payload)


def typed_item(payload: dict[str, Any]) -> Any:
    """Return an output item as the client's class for its `type`, else as `UnknownItem`."""
    return _typed(_item_classes().get(str(payload.get("type")), UnknownItem), payload)


def typed_response(payload: dict[str, Any]) -> Response:
    """Return a response, as a terminal event carries it, as the client's `Response`."""
    response = _typed(Response, payload)
    assert isinstance(response, Response)
    return response


def _typed(cls: type[BaseModel], payload: dict[str, Any]) -> BaseModel:
    """Build by pydantic, which is fast, or leniently, which always works."""
    try:
        return cls.model_validate(payload)
    except ValidationError:
        return build_model(cls, payload)
