"""ResponseFailed: what a stream's last event says when there is no answer.

Law: read from the event alone; servers put status, code and message in different places.
"""

from typing import Any

from agents_core.errors import ModelBehaviorError
from agents_core.models.answers import token_usage
from agents_core.usage import Usage


class ResponseFailed(ModelBehaviorError):
    """The model's stream ended with an event that says so."""

    def __init__(self, type: str, payload: dict[str, Any]) -> None:
        """Read the reason off the last event."""
        self.event_type = type
        response = _object(payload, "response")
        self.response_id: str | None = response.get("id")
        self.usage: Usage | None = None
        """What the attempt cost, where the provider says so."""
        if response.get("usage"):
            self.usage = token_usage(response["usage"])
        self.status, self.code, self.reason = _failure_parts(type, payload)
        parts = {"status": self.status, "code": self.code, "message": self.reason}
        said = "; ".join(f"{name}={value}" for name, value in parts.items() if value)
        super().__init__(
            f"Responses stream ended with terminal event `{type}`." + (f" {said}." if said else "")
        )


def _failure_parts(type_: str, payload: dict[str, Any]) -> tuple[str | None, str | None, str]:
    """Return status, code and message of an event that ends a response without an answer.

    Servers put them flat, under `error`, or under `response.error`.
    """
    response = _object(payload, "response")
    error = _object(response or payload, "error") or (payload if not response else {})
    reason = _object(response, "incomplete_details").get("reason")
    status = response.get("status")
    code, message = error.get("code") or error.get("type"), error.get("message")
    if code == type_:
        code = None
    return (
        None if status is None else str(status),
        None if code is None else str(code),
        str(message or reason or ""),
    )


def _object(fields: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a nested object, or an empty one."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}
