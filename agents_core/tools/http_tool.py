"""A request to an HTTP API as a tool.

Law: the model fills places in a request and chooses nothing else: neither the host nor the method,
and no header but as a template has it. Redirects are told, not followed, so that secrets in headers
stay where they were meant to go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import httpx2

from agents_core.agents.run_context import RunContextWrapper
from agents_core.errors import UserError
from agents_core.outputs.capped_output import CappedOutput
from agents_core.tools.arguments import decode_arguments
from agents_core.tools.failing import failing_as_text
from agents_core.tools.function_tool import FunctionTool, ToolNeedsApproval
from agents_core.tools.templates import fill, placeholders
from agents_core.tools.tool_context import ToolContext

_WHOLE: Final = re.compile(r"\s*\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}\s*")
"""A template that is one argument and nothing else: it keeps the argument's type."""

_ORIGIN: Final = re.compile(r"https?://[^/?#{}]+(?=[/?#]|$)")
"""Scheme and host, which may not come from the model."""


class HttpError(Exception):
    """The server was not reached, or says that the request failed."""


@dataclass(frozen=True)
class HttpSpec:
    """What to ask, and within which bounds; `{{ name }}` is an argument of the call."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Sent as they are."""
    query: Mapping[str, str] = field(default_factory=dict)
    """Added to the URL; one whose only argument is absent or null is left out."""
    body: Mapping[str, Any] | str | None = None
    """JSON, in which a text that is one argument alone becomes the argument itself; or a text."""
    max_output: int = 65536
    """Bytes of the answer kept."""


def http_tool(
    name: str,
    description: str,
    parameters: dict[str, Any],
    spec: HttpSpec,
    *,
    timeout: float | None = None,
    needs_approval: ToolNeedsApproval = False,
) -> FunctionTool:
    """Make a tool of a request.

    Args:
        name: what the model calls.
        description: what the model is told about it.
        parameters: JSON Schema of the arguments.
        spec: the request.
        timeout: seconds a call may take.
        needs_approval: whether somebody must agree to a call.

    Raises:
        UserError: the host is a template, or a template names no parameter.
    """
    _check_templates(name, spec, parameters)

    async def run(context: ToolContext[Any], arguments: str) -> str:
        return await send_request(spec, decode_arguments(name, arguments), context)

    return FunctionTool(
        name=name,
        description=description,
        params_json_schema=parameters,
        on_invoke_tool=failing_as_text(run, _failure_for_model),
        strict_json_schema=False,
        needs_approval=needs_approval,
        timeout_seconds=timeout,
    )


async def send_request(
    spec: HttpSpec, arguments: Mapping[str, Any], context: ToolContext[Any]
) -> str:
    """Send a request and return the answer's body as text.

    Raises:
        HttpError: the server was not reached, or says that the request failed.
    """
    options = _options(spec, arguments)
    what = f"{spec.method} {options['url']}"
    body = CappedOutput(spec.max_output, context.emit, lambda: context.open_output("body"))
    try:
        async with (
            httpx2.AsyncClient(timeout=None, follow_redirects=False) as client,
            client.stream(spec.method, **options) as answer,
        ):
            context.emit(message=_status(answer))
            async for data in answer.aiter_bytes():
                body.add(data)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise HttpError(f"{what} failed: {str(error) or type(error).__name__}") from error
    finally:
        body.close()
    if answer.is_success:
        return body.text()
    moved = answer.headers.get("location")
    where = f" to {moved}, which is not followed" if moved else ""
    raise HttpError(f"{what} answered {_status(answer)}{where}\n{body.text()}".rstrip())


def _options(spec: HttpSpec, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request as the client takes it."""
    quoted = {key: _segment(fill("{{ x }}", {"x": each})) for key, each in arguments.items()}
    options: dict[str, Any] = {
        "url": fill(spec.url, quoted),
        "headers": {key: fill(text, arguments) for key, text in spec.headers.items()}
        | dict(spec.secret_headers),
    }
    if query := {k: fill(t, arguments) for k, t in spec.query.items() if _is_given(t, arguments)}:
        options["params"] = query
    if isinstance(spec.body, str):
        options["content"] = fill(spec.body, arguments).encode()
    elif spec.body is not None:
        options["json"] = _filled(dict(spec.body), arguments)
    return options


def _segment(text: str) -> str:
    """Return a text as one segment of a path; dots alone would mean another segment."""
    return text.replace(".", "%2E") if text in (".", "..") else quote(text, "")


def _is_given(template: str, arguments: Mapping[str, Any]) -> bool:
    """Say whether a template is more than an argument that is absent or null."""
    whole = _WHOLE.fullmatch(template)
    return whole is None or arguments.get(whole[1]) is not None


def _filled(value: Any, arguments: Mapping[str, Any]) -> Any:
    """Return JSON with its templates filled; what is absent becomes null."""
    match value:
        case str():
            whole = _WHOLE.fullmatch(value)
            return fill(value, arguments) if whole is None else arguments.get(whole[1])
        case dict():
            return {key: _filled(each, arguments) for key, each in value.items()}
        case list():
            return [_filled(each, arguments) for each in value]
        case _:
            return value


def templates_of(spec: HttpSpec) -> list[str]:
    """Return every text of a request that may name arguments."""
    return [spec.url, *spec.headers.values(), *spec.query.values(), *_texts(spec.body)]


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case Mapping():
            return [text for each in value.values() for text in _texts(each)]
        case list():
            return [text for each in value for text in _texts(each)]
        case _:
            return []


def origin_is_fixed(url: str) -> bool:
    """Say whether scheme and host of a URL are written out."""
    return _ORIGIN.match(url) is not None


def _check_templates(name: str, spec: HttpSpec, parameters: dict[str, Any]) -> None:
    """Refuse a request that could never be sent as it is meant.

    Raises:
        UserError: the host is a template, or a template names no parameter.
    """
    if not origin_is_fixed(spec.url):
        raise UserError(f"tool {name!r}: the url must begin with http(s):// and a host of its own")
    known = set(parameters.get("properties", {}))
    for template in templates_of(spec):
        if unknown := placeholders(template) - known:
            raise UserError(
                f"tool {name!r}: {template!r} names {sorted(unknown)[0]!r}, "
                f"which is no parameter; known: {', '.join(sorted(known))}"
            )


def _status(answer: httpx2.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".rstrip()


def _failure_for_model(context: RunContextWrapper[Any], error: Exception) -> str:
    """Tell the model what the server said: it is meant to be read."""
    return str(error)
