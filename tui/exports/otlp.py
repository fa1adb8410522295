"""Spans in OTLP: as JSON for a file, or sent to a collector that was named.

Specification: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExportResult

_IDS = frozenset({"traceId", "spanId", "parentSpanId"})
"""Fields OTLP writes in hexadecimal where protobuf's own JSON has base64."""


def otlp_json(spans: Sequence[ReadableSpan]) -> str:
    """Return one export request as JSON."""
    request = MessageToDict(encode_spans(spans), use_integers_for_enums=True)
    return json.dumps(_with_hex_ids(request), ensure_ascii=False)


def send_spans(spans: Sequence[ReadableSpan], endpoint: str) -> None:
    """Post the spans to a collector.

    Raises:
        ConnectionError: it did not take them.
    """
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=10)
    try:
        if exporter.export(spans) is not SpanExportResult.SUCCESS:
            raise ConnectionError(f"{endpoint} did not take the spans")
    finally:
        exporter.shutdown()  # type: ignore[no-untyped-call]


def _with_hex_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_hex_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: base64.b64decode(each).hex() if key in _IDS else _with_hex_ids(each)
        for key, each in value.items()
    }
