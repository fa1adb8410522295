"""Faults: whose doing an error was, in one clear line, and what to do about it.

Law: every error of a run ends up here once; the line names who said what, never a Python repr of a
server's answer. Server bodies come in many shapes: see `_said_by`.
"""

import errno
import os
import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from agents_core.errors import (
    AgentsException,
    InputGuardrailTripwireTriggered,
    MaxTurnsExceeded,
    MCPServerError,
    ModelBehaviorError,
    ModelRefusalError,
    ModelTimeoutError,
    OutputGuardrailTripwireTriggered,
    RunTimeoutError,
    ToolInputGuardrailTripwireTriggered,
    ToolOutputGuardrailTripwireTriggered,
    ToolTimeoutError,
    UserError,
)
from agents_core.fault import Fault, FaultKind
from agents_core.running.response_failure import ResponseFailed

if TYPE_CHECKING:
    from openai import APIConnectionError, APIError

_GUARDRAIL_ERRORS: Final = (
    InputGuardrailTripwireTriggered,
    OutputGuardrailTripwireTriggered,
    ToolInputGuardrailTripwireTriggered,
    ToolOutputGuardrailTripwireTriggered,
)

_NO_CONNECTION: Final = "Connection error."
"""What the client says when no connection came about; the reason is in the cause."""


def fault_of(error: BaseException) -> Fault:
    """Say whose doing the error was that ended a run or a model call."""
    from openai import APIError, OpenAIError  # slow to import; only a failed run comes here

    if isinstance(error, APIError):
        return _provider_fault(error)
    if isinstance(error, OpenAIError):  # the client itself refuses, mostly for want of a key
        return Fault("user", _name(error), _line(error), _hint(None, "api key", None))
    if isinstance(error, AgentsException):
        return _own_fault(error)
    if isinstance(error, ConnectionError | TimeoutError):
        hint = "Check the network and the provider's base_url, then run again."
        return Fault("network", _name(error), _line(error), hint)
    return Fault("bug", _name(error), _line(error), traceback=_trace(error))


def tool_fault(error: BaseException) -> Fault:
    """Say whose doing a failed tool call was: mostly the tool's, sometimes the model's."""
    if isinstance(error, ModelBehaviorError):
        hint = "The model is told; a clearer description or schema of the tool may help."
        return Fault("model", _name(error), _line(error), hint)
    if isinstance(error, ToolTimeoutError):
        return Fault("limit", _name(error), _line(error), "Raise the tool's timeout.")
    cause = error.__cause__ if _wraps_a_tool_error(error) else None
    real = error if cause is None else cause
    return Fault("tool", _name(real), _line(real), traceback=_trace(real))


def _own_fault(error: AgentsException) -> Fault:
    """Describe an error of the library's own tree."""
    name, line = _name(error), _line(error)
    match error:
        case MaxTurnsExceeded():
            return Fault("limit", name, line, "Raise max_turns, or look why the agents go round.")
        case _ if isinstance(error, _GUARDRAIL_ERRORS):
            return Fault("guardrail", name, line)
        case RunTimeoutError():
            return Fault("limit", name, line, "Raise the timeout ([run] timeout, --timeout).")
        case ToolTimeoutError():
            return Fault("limit", name, line, "Raise the tool's timeout.")
        case ModelTimeoutError():
            return Fault("network", name, line, "Raise the model's timeout, or run again.")
        case ModelRefusalError():
            return Fault("model", name, line, "Change the input or the instructions.")
        case MCPServerError():
            hint = "Check the server's command or address; required = false goes on without it."
            return Fault("tool", name, line, hint)
        case ResponseFailed():
            return _ended_response_fault(error)
        case ModelBehaviorError():
            return Fault("model", name, line)
        case UserError() if _wraps_a_tool_error(error):
            return Fault("tool", name, line, traceback=_trace(error))
        case _:
            return Fault("user", name, line)


def _ended_response_fault(error: ResponseFailed) -> Fault:
    """Describe what a provider says went wrong in mid stream."""
    code, said = error.code, error.reason or "no reason given"
    suffix = f" ({code})" if code and code not in said else ""
    line = f"the provider ended the response with {error.event_type}: {said}{suffix}"
    kinds: dict[str, FaultKind] = {"rate_limit_exceeded": "limit", "server_error": "network"}
    kind = kinds.get(code or "", "model")
    return Fault(kind, _name(error), _one_line(line), _hint(code, said, None))


def _wraps_a_tool_error(error: BaseException) -> bool:
    """Say whether a tool raised and its owner wanted that to end the run."""
    return isinstance(error, UserError) and str(error).startswith("Error running tool")


def _provider_fault(error: "APIError") -> Fault:
    """Describe what the openai client raised: an HTTP answer, no answer, or a broken stream."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    who = error.request.url.host or "the provider"
    if isinstance(error, APITimeoutError):
        hint = "Raise the provider's timeout, or run again."
        return Fault("network", _name(error), f"{who} did not answer in time", hint)
    if isinstance(error, APIConnectionError):
        return _connection_fault(error, who)
    said, code = _said_by(error.body)
    code, text = code or error.code, said or _line(error)
    status = error.status_code if isinstance(error, APIStatusError) else None
    verb = "broke off with an error" if status is None else f"answered {status}"
    suffix = f" ({code})" if code and code not in text else ""
    line = f"{who} {verb}: {text}{suffix}"
    return Fault(_status_fault(status, code), _name(error), line, _hint(code, text, status))


def _connection_fault(error: "APIConnectionError", who: str) -> Fault:
    """Say why no connection came about, or why one broke."""
    said = _line(error)
    if said != _NO_CONNECTION:
        return Fault("network", _name(error), f"{who}: {said}", "Run again.")
    url = error.request.url
    where = f"{url.scheme}://{who}" + ("" if url.port is None else f":{url.port}")
    reason = said if error.__cause__ is None else _reason(error.__cause__)
    hint = "Check the network, and that base_url names a server that is running."
    return Fault("network", _name(error), f"cannot reach {where}: {reason}", hint)


def _reason(cause: BaseException) -> str:
    """Return why there is no connection: the system's own words at the root of it, if it has."""
    root = cause
    while root.__cause__ is not None:
        root = root.__cause__
    number = (root.errno or 0) if isinstance(root, OSError) else 0
    return os.strerror(number) if number in errno.errorcode else _line(cause)


def _status_fault(status: int | None, code: str | None) -> FaultKind:
    """Say whose doing an HTTP error is."""
    if status == 429 or "rate_limit" in (code or ""):
        return "limit"
    if status is not None and 400 <= status < 500 and status not in (408, 409):
        return "user"
    return "network"


def _said_by(body: object) -> tuple[str, str | None]:
    """Return a server's words and its error code.

    Known shapes, after the client has taken `error` out: {"message", "code"}; a bare text;
    {"detail"}; {"error": text}; a router puts the words of its provider in {"metadata": {"raw"}}.
    """
    if not isinstance(body, Mapping):
        return (_one_line(str(body)) if body else ""), None
    inner = body.get("error")
    if isinstance(inner, Mapping):
        return _said_by(inner)
    words = body.get("message") or body.get("detail") or inner or ""
    metadata = body.get("metadata")
    if isinstance(metadata, Mapping) and metadata.get("raw"):
        words = f"{words}: {metadata['raw']}"
    code = body.get("code")
    return _one_line(str(words)), code if isinstance(code, str) else None


def _hint(code: str | None, text: str, status: int | None) -> str:
    """Return what to do about a provider's error."""
    about = f"{code or ''} {text}".lower()
    if status in (401, 403) or "api key" in about or "invalid_api_key" in about:
        return "Check the API key, and the environment variable the provider reads it from."
    if "quota" in about:
        return "The account has no credit left: check its plan and billing."
    if status == 429 or "rate limit" in about or "rate_limit" in about:
        return "Wait and run again, allow more retries, or use another model."
    if "context" in about and ("length" in about or "window" in about or "size" in about):
        return "Shorten the input or the instructions, or choose a model with a larger context."
    if "model" in about and ("not found" in about or "not exist" in about or "invalid" in about):
        return "Check the model's name, and that the account may use it."
    if status == 404:
        return "Check the model's name and the provider's base_url."
    if status is not None and status >= 500:
        return "The provider's server failed; run again later."
    return "max_output_tokens: raise max_tokens." if "max_output_tokens" in about else ""


def _name(error: BaseException) -> str:
    """Return the class of an exception."""
    return type(error).__name__


def _line(error: BaseException) -> str:
    """Return what an exception says, or at least what it is."""
    return _one_line(str(error)) or _name(error)


def _one_line(text: str) -> str:
    """Join the lines of a text."""
    return " ".join(text.split())


def _trace(error: BaseException) -> str:
    """Return where an exception was raised, its causes included."""
    return "".join(traceback.format_exception(error)).rstrip()
