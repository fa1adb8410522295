"""The run file: written while a run goes on, listed, found and read again.

A run file is JSON lines: a header (`header`), then the lines of the journal as they were. The
files are the truth; the index beside them (`index`) is rebuilt whenever it is missing.
"""

from agents_core.recording.header import RunHeader, new_run_id, read_header
from agents_core.recording.reader import RunRecording, read_run
from agents_core.recording.redaction import Redactor
from agents_core.recording.store import RunStore
from agents_core.recording.summary import RunSummary
from agents_core.recording.writer import RunRecorder

__all__ = [
    "Redactor",
    "RunHeader",
    "RunRecorder",
    "RunRecording",
    "RunStore",
    "RunSummary",
    "new_run_id",
    "read_header",
    "read_run",
]
