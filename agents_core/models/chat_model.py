"""The Chat Completions API through the openai client, answered in events of the Responses API.

Law: as with `responses`, the client keeps what it is good at and its typed layer is passed by. What
leaves here cannot be told from a model of the Responses API.
"""

import time
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from itertools import count
from typing import TYPE_CHECKING, Any

from openai import APIResponseValidationError, AsyncOpenAI

from agents_core.errors import ModelBehaviorError
from agents_core.models.answers import model_response
from agents_core.models.body import read_body, read_object
from agents_core.models.chat_chunks import DONE, Chunk, error_of, read_chunks
from agents_core.models.chat_request import chat_request, check_supported, stream_options
from agents_core.models.chat_stream import ChatStream
from agents_core.models.interface import Model, ModelTracing
from agents_core.models.wire import BlockSplitter, WireEvent

if TYPE_CHECKING:
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.items import ModelResponse
    from agents_core.response_types import TResponseInputItem
    from agents_core.tools import Tool


class OpenAIChatCompletionsModel(Model):
    """A model behind the Chat Completions API, which nearly every server of models speaks."""

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
            ModelBehaviorError: the answer is an error, or was cut off.
            UserError: something only the Responses API can do.
            openai.APIError: the request was refused, or no usable answer came.
        """
        check_supported(
            previous_response_id=previous_response_id,
            conversation_id=conversation_id,
            prompt=prompt,
        )
        request = chat_request(
            self.model, system_instructions, input, model_settings, tools, output_schema, handoffs
        )
        answer = await self._client.chat.completions.with_raw_response.create(**request)
        completion = read_object(answer.http_response)
        if not completion.get("choices") and not error_of(completion):
            message = f"{answer.http_response.url} answered without choices: {completion}"
            raise APIResponseValidationError(answer.http_response, None, message=message[:400])
        return model_response(_whole_response(completion, self._stream()), answer.request_id)

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

        An error in the midst of the stream is yielded as an `error` event.

        Raises:
            UserError: something only the Responses API can do.
            openai.APIError: the request was refused; no answer came; the connection broke.
        """
        check_supported(
            previous_response_id=previous_response_id,
            conversation_id=conversation_id,
            prompt=prompt,
        )
        request = chat_request(
            self.model, system_instructions, input, model_settings, tools, output_schema, handoffs
        )
        request = stream_options(model_settings, is_official=self._is_official) | request
        stream = self._stream()
        create = self._client.chat.completions.with_streaming_response.create
        async with (
            create(**request) as answer,
            aclosing(
                read_body(answer.http_response, BlockSplitter(read_chunks), _is_done)
            ) as batches,
        ):
            async for batch in batches:
                for chunk in batch:
                    for event in stream.feed(chunk):
                        yield event
        for event in stream.finish():
            yield event

    @property
    def _is_official(self) -> bool:
        """Whether the server is OpenAI's own, which is held to its documentation."""
        url = self._client.base_url
        return bool(url.scheme == "https" and url.host == "api.openai.com")

    def _stream(self) -> ChatStream:
        """Return what turns the chunks of one answer into events."""
        begun = {
            "id": "",
            "object": "response",
            "created_at": time.time(),
            "model": self.model,
            "status": "in_progress",
            "output": [],
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
        }
        return ChatStream(begun, _new_ids(), needs_finish_reason=self._is_official)


def _is_done(chunk: Chunk) -> bool:
    """Say whether a chunk is the end mark."""
    return chunk is DONE


def _new_ids() -> Callable[[str], str]:
    """Return what makes the ids of one response: unique, and short enough to be sent back."""
    unique, numbers = uuid.uuid4().hex, count()
    return lambda prefix: f"{prefix}_{unique}{next(numbers)}"


def _whole_response(completion: Chunk, stream: ChatStream) -> dict[str, Any]:
    """Return an answer that came at once as a response: it is one chunk with all there is to say.

    Raises:
        ModelBehaviorError: it is an error, or was cut off.
    """
    [*_, last] = stream.feed(_as_chunk(completion)) + stream.finish()
    response = last.json.get("response")
    if last.type == "response.completed" and isinstance(response, dict):
        return response
    reason = last.json if response is None else response
    raise ModelBehaviorError(
        f"The response ended with {last.type}."
        f" {reason.get('error') or reason.get('incomplete_details')}"
    )


def _as_chunk(completion: Chunk) -> Chunk:
    """Return a completion with its messages as deltas."""
    choices = completion.get("choices")
    whole = [choice for choice in choices or [] if isinstance(choice, dict)]
    return {**completion, "choices": [{**each, "delta": each.get("message")} for each in whole]}
