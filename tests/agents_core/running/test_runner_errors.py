"""Models that end badly, and whose fault it is said to be."""

import asyncio
import json
from typing import Any

import httpx2
import openai
import pytest
from recorded_streams import STREAMS, needs_streams
from run_traces import agent_saying, label, labels, watched

from agents_core import (
    Agent,
    MaxTurnsExceeded,
    ModelBehaviorError,
    ModelRefusalError,
    ModelSettings,
    ModelTimeoutError,
    Runner,
    UserError,
)
from agents_core.models.typed import typed_item
from agents_core.running.faults import fault_of, tool_fault
from agents_core.testing import ModelStep, ScriptedModel, assistant_message, wire_event

CREATED = wire_event("response.created", response={"id": "r"})
HTTP_ERRORS = STREAMS / "http-errors.json"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (
            {"type": "response.failed", "response": {"status": "failed"}},
            "Responses stream ended with terminal event `response.failed`. status=failed.",
        ),
        (
            {
                "type": "response.failed",
                "response": {"status": "failed", "error": {"code": "x", "message": "boom"}},
            },
            "Responses stream ended with terminal event `response.failed`. "
            "status=failed; code=x; message=boom.",
        ),
        (
            {"type": "error", "code": "x", "message": "boom"},
            "Responses stream ended with terminal event `error`. code=x; message=boom.",
        ),
        (
            {"type": "error", "error": {"type": "tokens", "code": "x", "message": "boom"}},
            "Responses stream ended with terminal event `error`. code=x; message=boom.",
        ),
        (
            {
                "type": "response.incomplete",
                "response": {
                    "status": "incomplete",
                    "incomplete_details": {"reason": "max_output_tokens"},
                },
            },
            "Responses stream ended with terminal event `response.incomplete`. "
            "status=incomplete; message=max_output_tokens.",
        ),
    ],
)
async def test_an_event_that_ends_a_response_badly_is_passed_on_then_raised(
    event: dict[str, Any], text: str
) -> None:
    after = wire_event("response.in_progress", response={})
    result, events = watched(agent_saying(ModelStep(stream_events=[CREATED, event, after])))
    seen = []
    with pytest.raises(ModelBehaviorError) as raised:
        async for each in result.stream_events():
            seen.append(label(each))
    assert seen == ["agent a", "created", event["type"].removeprefix("response.")]
    assert str(raised.value) == text
    end = next(each.data for each in events if each.type == "model.end")
    assert end["status"] == event["type"].removeprefix("response.")
    assert events[-1].data["error"]["fault"] == "model"


async def test_a_failure_in_mid_stream_is_one_clear_line_with_what_to_do() -> None:
    error = {"type": "tokens", "code": "rate_limit_exceeded", "message": "Request too large."}
    result, events = watched(
        agent_saying(ModelStep(stream_events=[{"type": "error", "error": error}]))
    )
    with pytest.raises(ModelBehaviorError):
        await labels(result)
    said = events[-1].data["error"]
    assert said["fault"] == "limit"
    assert said["message"] == (
        "the provider ended the response with error: Request too large. (rate_limit_exceeded)"
    )
    assert "Wait" in said["hint"]


async def test_a_response_cut_short_still_counts_its_tokens() -> None:
    usage = {"input_tokens": 83, "output_tokens": 16, "total_tokens": 99}
    cut = wire_event("response.incomplete", response={"id": "r", "usage": usage})
    result, events = watched(agent_saying(ModelStep(stream_events=[cut])))
    with pytest.raises(ModelBehaviorError):
        await labels(result)
    end = next(each.data for each in events if each.type == "model.end")
    assert (end["response_id"], end["usage"]["total_tokens"]) == ("r", 99)
    assert events[-1].data["usage"]["total_tokens"] == 99


async def test_a_model_that_takes_too_long_is_given_up() -> None:
    class Silent(ScriptedModel):
        async def stream_response(self, *args: Any, **options: Any) -> Any:
            await asyncio.Event().wait()
            yield CREATED

    agent = Agent[Any](name="a", model=Silent(), model_settings=ModelSettings(timeout=0.01))
    with pytest.raises(ModelTimeoutError):
        await labels(Runner.run_streamed(agent, "hi"))


async def test_the_stream_of_a_model_that_failed_is_closed_at_once() -> None:
    closed = []

    class Model(ScriptedModel):
        async def stream_response(self, *args: Any, **options: Any) -> Any:
            try:
                async for event in super().stream_response(*args, **options):
                    yield event
            finally:
                closed.append(True)

    failure = wire_event("response.failed", response={"status": "failed"})
    model = Model([ModelStep(stream_events=[failure, CREATED])])
    with pytest.raises(ModelBehaviorError):
        await labels(Runner.run_streamed(Agent(name="a", model=model), "hi"))
    assert closed == [True]


async def test_a_stream_without_an_end_is_an_error() -> None:
    with pytest.raises(ModelBehaviorError, match="Model did not produce a final response!"):
        await labels(Runner.run_streamed(agent_saying(ModelStep(stream_events=[CREATED])), "hi"))


async def test_items_of_the_stream_stand_in_for_an_empty_final_output() -> None:
    def done(index: int, text: str) -> Any:
        item = assistant_message(text).model_dump(exclude_unset=True)
        return wire_event("response.output_item.done", output_index=index, item=item)

    end = wire_event("response.completed", response={"id": "r", "output": []})
    step = ModelStep(stream_events=[done(1, "second"), done(0, "first"), end])
    result = Runner.run_streamed(agent_saying(step), "hi")
    await labels(result)
    assert result.final_output == "second"
    assert len(result.new_items) == 2


async def test_a_refusal_is_raised_after_its_message_was_delivered() -> None:
    refusal = {
        "type": "message",
        "id": "m",
        "role": "assistant",
        "status": "completed",
        "content": [{"type": "refusal", "refusal": "I will not"}],
    }
    result = Runner.run_streamed(agent_saying([typed_item(refusal)]), "hi")
    seen = []
    with pytest.raises(ModelRefusalError) as raised:
        async for event in result.stream_events():
            seen.append(label(event))
    assert seen[-1] == "message_output_created"
    assert raised.value.refusal == "I will not"


def status_error(status: int, body: str) -> openai.APIStatusError:
    """Return what the client raises for an HTTP answer."""
    client = openai.AsyncOpenAI(api_key="k", base_url="https://api.example.com/v1")
    request = httpx2.Request("POST", "https://api.example.com/v1/responses")
    response = httpx2.Response(status, text=body, request=request)
    return client._make_status_error_from_response(response)


@pytest.mark.parametrize(
    ("status", "body", "fault", "line", "hint"),
    [
        (
            401,
            {"error": {"message": "Incorrect API key provided: x.", "code": "invalid_api_key"}},
            "user",
            "api.example.com answered 401: Incorrect API key provided: x. (invalid_api_key)",
            "API key",
        ),
        (
            404,
            {"error": {"message": "The model `x` does not exist", "code": "model_not_found"}},
            "user",
            "api.example.com answered 404: The model `x` does not exist (model_not_found)",
            "model's name",
        ),
        (
            429,
            {"error": {"message": "Provider returned error", "metadata": {"raw": "busy"}}},
            "limit",
            "api.example.com answered 429: Provider returned error: busy",
            "Wait",
        ),
        (
            500,
            {"error": {"message": "tools need a flag", "type": "server_error"}},
            "network",
            "api.example.com answered 500: tools need a flag",
            "later",
        ),
        (
            401,
            {"detail": "Invalid API Key"},
            "user",
            "api.example.com answered 401: Invalid API Key",
            "API key",
        ),
        (
            400,
            {"code": "x", "error": "Incorrect API key provided."},
            "user",
            "api.example.com answered 400: Incorrect API key provided.",
            "API key",
        ),
    ],
)
def test_an_http_error_says_who_what_and_what_to_do(
    status: int, body: dict[str, Any], fault: str, line: str, hint: str
) -> None:
    described = fault_of(status_error(status, json.dumps(body)))
    assert (described.fault, described.message) == (fault, line)
    assert hint in described.hint


def test_an_answer_that_is_no_json_is_still_one_line() -> None:
    described = fault_of(status_error(502, "<html>\n<body>Bad gateway</body>\n</html>"))
    assert described.message == (
        "api.example.com answered 502: <html> <body>Bad gateway</body> </html>"
    )


@needs_streams
def test_recorded_http_errors_give_one_clear_line_each() -> None:
    for recorded in json.loads(HTTP_ERRORS.read_text()):
        described = fault_of(status_error(recorded["status"], recorded["body"]))
        assert described.message.startswith(f"api.example.com answered {recorded['status']}: ")
        assert not set("\n{}") & set(described.message)
        assert described.hint


def test_a_server_that_cannot_be_reached_is_named() -> None:
    request = httpx2.Request("POST", "http://localhost:1/v1/responses")
    error = openai.APIConnectionError(request=request)
    error.__cause__ = OSError("connection refused")
    described = fault_of(error)
    assert described.fault == "network"
    assert described.message == "cannot reach http://localhost:1: connection refused"
    assert "base_url" in described.hint
    broken = openai.APIConnectionError(message="The connection broke.", request=request)
    assert fault_of(broken).message == "localhost: The connection broke."
    late = fault_of(openai.APITimeoutError(request=request))
    assert late.message == "localhost did not answer in time"


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (MaxTurnsExceeded("Max turns (2) exceeded"), "limit"),
        (ModelBehaviorError("no such tool"), "model"),
        (ModelRefusalError("no"), "model"),
        (UserError("wrong"), "user"),
        (ConnectionResetError("gone"), "network"),
        (openai.OpenAIError("Missing credentials."), "user"),
        (KeyError("x"), "bug"),
    ],
)
def test_every_error_is_somebodys_fault(error: Exception, fault: str) -> None:
    assert fault_of(error).fault == fault


def test_a_failed_tool_is_described_by_what_it_raised() -> None:
    wrapped = UserError("Error running tool x: no")
    wrapped.__cause__ = ValueError("no")
    described = tool_fault(wrapped)
    assert (described.fault, described.type, described.message) == ("tool", "ValueError", "no")
