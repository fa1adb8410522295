"""What the runner asks of a model: one response, whole or as a stream of events."""

import abc
import enum
from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from agents_core.models.wire import WireEvent

if TYPE_CHECKING:
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.costs import ModelCard
    from agents_core.items import ModelResponse
    from agents_core.response_types import TResponseInputItem, TResponseStreamEvent
    from agents_core.tools import Tool


calling_agent: ContextVar[str | None] = ContextVar("calling_agent", default=None)
"""The name of the agent a model is asked for; the runner sets it around each call."""


class ModelTracing(enum.Enum):
    """Whether a call is traced; accepted for compatibility, nothing is traced here."""

    DISABLED = 0
    """No tracing."""

    ENABLED = 1
    """Tracing with inputs and outputs."""

    ENABLED_WITHOUT_DATA = 2
    """Tracing without inputs and outputs."""

    def is_disabled(self) -> bool:
        """Say whether nothing is to be traced."""
        return self is ModelTracing.DISABLED

    def include_data(self) -> bool:
        """Say whether inputs and outputs may be traced."""
        return self is ModelTracing.ENABLED


class Model(abc.ABC):
    """A model that can be asked. Input and answer have the shapes of the Responses API."""

    card: "ModelCard | None" = None
    """Its prices and its context window, as far as somebody knows them."""

    @abc.abstractmethod
    async def get_response(
        self,
        system_instructions: str | None,
        input: "str | list[TResponseInputItem]",
        model_settings: "ModelSettings",
        tools: "list[Tool]",
        output_schema: "AgentOutputSchemaBase | None",
        handoffs: "list[Handoff[Any, Any]]",
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: Any | None,
    ) -> "ModelResponse":
        """Ask for a whole response.

        Args:
            system_instructions: what the model is told to be.
            input: what it answers: a user's text, or items.
            model_settings: temperature and the like.
            tools: what it may call.
            output_schema: the shape its answer must have, if any.
            handoffs: to whom it may hand over.
            tracing: accepted for compatibility.
            previous_response_id: the response this one continues on the server.
            conversation_id: the conversation on the server this belongs to.
            prompt: a stored prompt on the server.
        """

    @abc.abstractmethod
    def stream_response(
        self,
        system_instructions: str | None,
        input: "str | list[TResponseInputItem]",
        model_settings: "ModelSettings",
        tools: "list[Tool]",
        output_schema: "AgentOutputSchemaBase | None",
        handoffs: "list[Handoff[Any, Any]]",
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: Any | None,
    ) -> "AsyncIterator[WireEvent | TResponseStreamEvent]":
        """Ask for a response event by event: as they came over the wire, or typed by the client.

        The arguments are those of `get_response`.
        """

    async def close(self) -> None:
        """Let go of what the model holds open."""
        return None


class ModelProvider(abc.ABC):
    """Finds models by name."""

    @abc.abstractmethod
    def get_model(self, model_name: str | None) -> Model:
        """Return the model of that name, or the provider's default for None."""

    async def aclose(self) -> None:
        """Let go of what the provider holds open."""
        return None
