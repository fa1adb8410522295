"""Typed on demand: the openai client's classes, chosen by "type", for payloads still in JSON.

Law: a payload never gets a class that is not its own. Valid payloads are built by pydantic; what
real servers send beside the schema is built field by field without validation; a type the client
does not know becomes a generic object with its fields as attributes.
"""

from typing import Any


def typed_event(payload: dict[str, Any]) -> Any:
    """Return a stream event as the client's class for its `type`."""
    raise NotImplementedError


def typed_item(payload: dict[str, Any]) -> Any:
    """Return an output item as the client's class for its `type`."""
    raise NotImplementedError


def typed_response(payload: dict[str, Any]) -> Any:
    """Return a response, as a terminal event carries it, as the client's `Response`."""
    raise NotImplementedError
