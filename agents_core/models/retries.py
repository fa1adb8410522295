"""Retries, watched: the HTTP client's event hooks that see the openai client send a request again.

The openai client decides on a retry behind its own doors; what it goes by is all on the wire (the
status, the headers, its own count of retries), so the same decision is read off there.
"""

import email.utils
import math
import time
from contextvars import ContextVar
from typing import Final

import httpx2

from agents_core.json_text import decode_json
from agents_core.models.attempts import ModelAttempt, report_attempt

_LONGEST_DELAY_S: Final = 120.0
"""The client does not retry when the server asks it to wait longer than this."""

_reported: ContextVar[int] = ContextVar("_reported", default=0)
"""The last attempt of the request under way that was reported."""


class RetryWatch:
    """Reports every attempt that fails and is made again; one watch a client."""

    def __init__(self, max_retries: int) -> None:
        """Know how often the client sends a failed request again."""
        self._max_retries = max_retries

    async def sending(self, request: httpx2.Request) -> None:
        """Before a request: report the attempt before it if that ended without an answer."""
        taken = _retries_taken(request)
        if taken > _reported.get():
            report_attempt(ModelAttempt(taken, None, "no answer: connection or time-out", None))
        _reported.set(taken)

    async def answered(self, response: httpx2.Response) -> None:
        """After an answer: report it if it is an error after which the client tries again."""
        taken = _retries_taken(response.request)
        if taken < self._max_retries and is_retried(response):
            await response.aread()
            _reported.set(taken + 1)
            report_attempt(
                ModelAttempt(
                    taken + 1, response.status_code, error_message(response), _delay_s(response)
                )
            )


def error_message(response: httpx2.Response) -> str:
    """Return the reason a server gives in the body of an error it answered with."""
    try:
        body = decode_json(response.content)
    except ValueError:
        body = None
    error = body.get("error", body) if isinstance(body, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    if isinstance(message, str) and message:
        return message
    return response.text.strip()[:200] or response.reason_phrase


def _retries_taken(request: httpx2.Request) -> int:
    """Return how many requests went before this one, by the client's own count."""
    count = request.headers.get("x-stainless-retry-count", "0")
    return int(count) if count.isdecimal() else 0


def is_retried(response: httpx2.Response) -> bool:
    """Say whether the client sends the request again after this answer."""
    if not response.is_error or (asked_delay_s(response) or 0) > _LONGEST_DELAY_S:
        return False
    if (asked := response.headers.get("x-should-retry")) in ("true", "false"):
        return asked == "true"
    return response.status_code in (408, 409, 429) or response.status_code >= 500


def _delay_s(response: httpx2.Response) -> float | None:
    """Return the wait the server asks for, if the client will keep to it."""
    asked = asked_delay_s(response)
    return asked if asked is not None and 0 < asked <= _LONGEST_DELAY_S else None


def asked_delay_s(response: httpx2.Response) -> float | None:
    """Return the seconds in the headers: as milliseconds, as seconds, or as a date."""
    headers = response.headers
    for name, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(name, "")) / divisor
        except ValueError:
            continue
        return seconds if math.isfinite(seconds) else None
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    return None if date is None else email.utils.mktime_tz(date) - time.time()
