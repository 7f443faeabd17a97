"""The log as lines of JSON, with the facts of calls and the trace that they belong to."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from opentelemetry import trace

_NO_FACTS = frozenset({*vars(logging.makeLogRecord({})), "message", "color_message"})
"""What every record has, and the colours that uvicorn adds."""


class JsonLines(logging.Formatter):
    """Writes a record with its `extra` fields, such as those of each call that failed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: fact for name, fact in vars(record).items() if name not in _NO_FACTS},
        }
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            line["trace_id"] = trace.format_trace_id(span.trace_id)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure_logging(stream: TextIO = sys.stderr) -> None:
    """Write what every logger says to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
