"""The run file: written while a run goes on, listed, found and read again.

A run file is JSON lines: a header (`header`), then the lines of the journal as they were. The
files are the truth; the index beside them (`index`) is rebuilt whenever it is missing. What people
keep about a run (`annotations`) stands beside it in a file of its own.
"""

from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.annotations import Annotations
from agents_core.recording.header import ParentRun, RunHeader, new_run_id, read_header
from agents_core.recording.line_splitter import LineSplitter
from agents_core.recording.reader import RunRecording, read_run
from agents_core.recording.redaction import Redactor
from agents_core.recording.store import RunStore
from agents_core.recording.summary import RunSummary
from agents_core.recording.writer import RunRecorder

__all__ = [
    "AnnotationFile",
    "Annotations",
    "LineSplitter",
    "ParentRun",
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
