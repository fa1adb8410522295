"""Answers: a raw response object, as JSON, made into the `ModelResponse` a result keeps."""

from typing import Any

from agents_core.items import ModelResponse
from agents_core.models.typed import typed_item
from agents_core.usage import InputTokensDetails, OutputTokensDetails, Usage


def model_response(response: dict[str, Any], request_id: str | None = None) -> ModelResponse:
    """Return what a run keeps of a response; what the server left out is empty or zero."""
    output = response.get("output")
    response_id = response.get("id")
    return ModelResponse(
        output=[typed_item(item) for item in output or [] if isinstance(item, dict)],
        usage=token_usage(response.get("usage")),
        response_id=response_id if isinstance(response_id, str) else None,
        request_id=request_id,
    )


def token_usage(usage: object) -> Usage:
    """Return the tokens of one request from a response's `usage`, which may be missing."""
    counts = usage if isinstance(usage, dict) else {}
    entered, left = _count(counts, "input_tokens"), _count(counts, "output_tokens")
    return Usage(
        requests=1,
        input_tokens=entered,
        input_tokens_details=InputTokensDetails(
            _count(counts.get("input_tokens_details"), "cached_tokens")
        ),
        output_tokens=left,
        output_tokens_details=OutputTokensDetails(
            _count(counts.get("output_tokens_details"), "reasoning_tokens")
        ),
        total_tokens=_count(counts, "total_tokens") or entered + left,
    )


def _count(counts: object, name: str) -> int:
    """Return a count, or 0 where the server gives none."""
    value = counts.get(name) if isinstance(counts, dict) else None
    return value if isinstance(value, int) else 0
