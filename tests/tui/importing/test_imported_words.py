"""What the screen says of an imported run, all the time."""

from dataclasses import replace

from fake_run import support_desk
from scenes import scene_of

from agents_core.recording.header import ImportedRun, RunHeader, read_header
from tui.drawing.imported import SHORT, imported_words
from tui.widgets.transport_bar import totals_of


def test_the_bar_says_how_far_the_times_can_be_trusted() -> None:
    scene = scene_of(support_desk())
    assert "tim" not in totals_of(scene, 80).plain
    for timing, words in SHORT.items():
        assert f"  {words}  err" in totals_of(replace(scene, timing=timing), 80).plain


def test_a_header_keeps_where_a_run_is_from() -> None:
    imported = ImportedRun("otlp", "\x1b[2J.json", "spans")
    header = RunHeader("r1", "2026-11-23T14:03:05.000000+00:00", imported=imported)
    assert read_header(header.line, "f") == header
    assert imported_words(imported) == "otlp, ␛[2J.json: times are of whole spans"
    assert b"imported" not in RunHeader("r1", "").line
