"""The client's types under the Agents SDK's names. Importing this imports `openai`."""

from typing import TypeAlias

from openai.types.responses import (
    Response,
    ResponseInputItemParam,
    ResponseOutputItem,
    ResponseStreamEvent,
)

TResponse: TypeAlias = Response
"""A whole response of the model."""

TResponseInputItem: TypeAlias = ResponseInputItemParam
"""One item of what is sent to the model, as a dict."""

TResponseOutputItem: TypeAlias = ResponseOutputItem
"""One item of what the model answered."""

TResponseStreamEvent: TypeAlias = ResponseStreamEvent
"""One event of a model's stream, typed."""
