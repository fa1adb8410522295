"""Span: one span of a trace, as OTLP writes it in JSON.

Format: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from agents_core.json_text import decode_json
from tui.importing.fields import record, records, text

_ERROR: Final = (2, "STATUS_CODE_ERROR")
"""How a status says that something failed."""

_LATEST_NS: Final = 1 << 63

_SCALARS: Final = ("stringValue", "intValue", "doubleValue", "boolValue")


@dataclass(frozen=True, slots=True)
class Span:
    """What happened in a stretch of time."""

    trace: str
    id: str
    parent: str
    """Id of the span it is in; empty for the first of a trace."""
    name: str
    began_ns: int
    """Since 1970, as `ended_ns`."""
    ended_ns: int
    attributes: dict[str, Any]
    error: str | None
    """What went wrong, if something did."""

    @property
    def operation(self) -> str:
        """What it is by the conventions for generative AI, empty if it is of something else."""
        return text(self.attributes, "gen_ai.operation.name")

    def count(self, *names: str) -> int:
        """Return the first number that has one of these names."""
        found = (self.attributes.get(name) for name in names)
        return next((value for value in found if isinstance(value, int)), 0)

    def told(self, name: str) -> Any:
        """Return a value that may be JSON in a text; what is none is the text itself."""
        value = self.attributes.get(name)
        if not isinstance(value, str):
            return value
        try:
            return decode_json(value.encode("utf-8", "surrogatepass"))
        except ValueError:
            return value


def spans_in(request: dict[str, Any]) -> Iterator[Span]:
    """Yield the spans of one export request; what is no span is passed over."""
    for resource in records(request.get("resourceSpans")):
        for scope in records(resource.get("scopeSpans")):
            for fields in records(scope.get("spans")):
                if (span := _span(fields)) is not None:
                    yield span


def _span(fields: dict[str, Any]) -> Span | None:
    try:
        began = int(fields.get("startTimeUnixNano", 0))
        ended = int(fields.get("endTimeUnixNano", 0))
    except (TypeError, ValueError):
        return None
    if not (trace := text(fields, "traceId")) or not text(fields, "spanId"):
        return None
    if not 0 < began < _LATEST_NS or not 0 <= ended < _LATEST_NS:
        return None
    attributes = _attributes(fields.get("attributes"))
    return Span(
        trace,
        text(fields, "spanId"),
        text(fields, "parentSpanId"),
        text(fields, "name"),
        began,
        max(began, ended),
        attributes,
        _error(record(fields, "status"), attributes),
    )


def _error(status: dict[str, Any], attributes: dict[str, Any]) -> str | None:
    kind = text(attributes, "error.type")
    if status.get("code") not in _ERROR and not kind:
        return None
    return text(status, "message") or kind or "error"


def _attributes(value: object) -> dict[str, Any]:
    pairs = records(value)
    return {text(pair, "key"): _value(record(pair, "value")) for pair in pairs}


def _value(value: dict[str, Any]) -> Any:
    """Return what an AnyValue holds; whole numbers may be texts there."""
    if "intValue" in value:
        try:
            return int(value["intValue"])
        except (TypeError, ValueError):
            return None
    if "arrayValue" in value:
        return [_value(each) for each in records(record(value, "arrayValue").get("values"))]
    if "kvlistValue" in value:
        return _attributes(record(value, "kvlistValue").get("values"))
    return next((value[name] for name in _SCALARS if name in value), None)
