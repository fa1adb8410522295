"""The Responses API through the openai client, read below the client's typed layer.

Law: the client keeps what it is good at (key, base URL, headers, timeouts, retries, errors); the
body is cut into wire events here and nothing is typed before somebody asks.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from openai import AsyncOpenAI

from agents_core.errors import ModelBehaviorError
from agents_core.models.answers import model_response
from agents_core.models.body import read_body, read_object
from agents_core.models.interface import Model, ModelTracing
from agents_core.models.request import response_request
from agents_core.models.wire import SseSplitter, WireEvent

if TYPE_CHECKING:
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.items import ModelResponse
    from agents_core.response_types import TResponseInputItem
    from agents_core.tools import Tool

_TERMINAL: Final = frozenset({"response.completed", "response.incomplete", "response.failed"})
"""After one of these a response is over, whether or not the server closes the connection."""


class OpenAIResponsesModel(Model):
    """A model behind the Responses API of OpenAI, or of a server that speaks it."""

    def __init__(self, model: str, openai_client: AsyncOpenAI) -> None:
        """Name the model and the client to ask it through."""
        self.model = model
        self._client = openai_client

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
        """Ask for a whole response; see `Model.get_response`.

        Raises:
            ModelBehaviorError: the response failed or is incomplete.
            openai.APIError: the request was refused, or no usable answer came.
        """
        request = response_request(
            self.model,
            system_instructions,
            input,
            model_settings,
            tools,
            output_schema,
            handoffs,
            previous_response_id=previous_response_id,
            conversation_id=conversation_id,
            prompt=prompt,
        )
        answer = await self._client.responses.with_raw_response.create(**request)
        response = read_object(answer.http_response)
        if response.get("status") in ("failed", "incomplete"):
            raise ModelBehaviorError(
                f"The response ended with status={response['status']}."
                f" {response.get('error') or response.get('incomplete_details')}"
            )
        return model_response(response, answer.request_id)

    async def stream_response(
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
    ) -> AsyncGenerator[WireEvent, None]:
        """Ask for a response event by event; see `Model.stream_response`.

        An `error` event is yielded like any other: what it means is for the runner to say.

        Raises:
            openai.APIError: the request was refused; no answer came; the connection broke.
        """
        request = response_request(
            self.model,
            system_instructions,
            input,
            model_settings,
            tools,
            output_schema,
            handoffs,
            previous_response_id=previous_response_id,
            conversation_id=conversation_id,
            prompt=prompt,
        )
        create = self._client.responses.with_streaming_response.create
        async with (
            create(**request, stream=True) as answer,
            aclosing(read_body(answer.http_response, SseSplitter(), _is_terminal)) as batches,
        ):
            async for batch in batches:
                for event in batch:
                    yield event


def _is_terminal(event: WireEvent) -> bool:
    """Say whether an event ends its response."""
    return event.type in _TERMINAL
