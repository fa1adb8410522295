"""A provider that answers requests with prepared streams and remembers what it was asked."""

import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import httpx2
from recorded_streams import STREAMS

from agents_core import OpenAIResponsesModel
from agents_core.models.client import make_client


def message(text: str, id: str = "msg") -> dict[str, Any]:
    """Return an answer's message."""
    part = {"type": "output_text", "text": text, "annotations": []}
    return {
        "type": "message",
        "id": id,
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }


def call(name: str, arguments: str = "{}", call_id: str = "c1") -> dict[str, Any]:
    """Return a function call."""
    return {"type": "function_call", "name": name, "arguments": arguments, "call_id": call_id}


def stream(*items: dict[str, Any], id: str = "resp") -> bytes:
    """Return the stream of a response with these items."""
    done = [
        {"type": "response.output_item.done", "output_index": index, "item": item}
        for index, item in enumerate(items)
    ]
    response = {"id": id, "status": "completed", "output": list(items)}
    events = [
        {"type": "response.created", "response": {"id": id, "output": []}},
        *done,
        {"type": "response.completed", "response": response},
    ]
    return b"".join(b"data: %s\n\n" % json.dumps(event).encode() for event in events)


def whole(body: bytes) -> Any:
    """Return the response a stream ends with."""
    last = body.strip().rpartition(b"\ndata: ")[2]
    return json.loads(last)["response"]


def recording(name: str) -> bytes:
    """Return a recorded stream."""
    return Path(STREAMS / name).read_bytes()


class Body(httpx2.AsyncByteStream):
    """The bytes of an answer, sent at once."""

    def __init__(self, content: bytes) -> None:
        """Hold them."""
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Send them."""
        yield self._content


class Provider(httpx2.AsyncBaseTransport):
    """Answers each request with the next stream."""

    def __init__(self, streams: Iterable[bytes]) -> None:
        """Take the streams, one for each request."""
        self._streams = list(streams)
        self.requests: list[dict[str, Any]] = []
        """The bodies of the requests, in order."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Note a request and answer it."""
        asked = json.loads(await request.aread())
        self.requests.append(asked)
        body = self.answer(asked)
        if not asked.get("stream"):
            return httpx2.Response(200, json=whole(body), request=request)
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, headers=headers, stream=Body(body), request=request)

    def answer(self, asked: dict[str, Any]) -> bytes:
        """Return the stream that answers a request: the next one."""
        return self._streams[len(self.requests) - 1]

    def model(self) -> OpenAIResponsesModel:
        """Return a model behind this provider."""
        return OpenAIResponsesModel("m", make_client(api_key="k", transport=self, max_retries=0))
