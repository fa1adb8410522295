"""The screen as a picture and as a terminal recording."""

import json
from typing import Any

import pyte
import pytest
from fake_run import FakeRun, support_desk
from hostile import HOSTILE

from tui.exports.asciicast import asciicast
from tui.exports.stage import picture

SIZE = (100, 30)


async def lines_of(run: FakeRun, **options: Any) -> list[Any]:
    return [json.loads(line) async for line in asciicast(run, SIZE, **options)]


def shown(frames: list[Any]) -> str:
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    for _, _, data in frames:
        stream.feed(data)
    return "\n".join(screen.display)


async def test_a_player_sees_the_replay() -> None:
    header, *frames = await lines_of(FakeRun(support_desk(), is_live=False), speed=16)
    assert (header["version"], header["width"], header["height"]) == (2, *SIZE)
    times = [at for at, _, _ in frames]
    assert times == sorted(times)
    assert "triage" in shown(frames[:1])
    assert "FINISHED" in shown(frames)
    assert "FINISHED" not in shown(frames[: len(frames) // 2])


async def test_frames_hold_colours_and_places_alone() -> None:
    run = FakeRun(support_desk(), is_live=False)
    run.title = HOSTILE
    _, *frames = await lines_of(run, speed=64)
    assert not [data for _, _, data in frames if "\x1b]" in data or "\x07" in data]


async def test_a_picture_shows_the_place_that_was_named() -> None:
    early = await picture(FakeRun(support_desk(), is_live=False), SIZE, "0%")
    late = await picture(FakeRun(support_desk(), is_live=False), SIZE, "100%")
    assert "FINISHED" in late
    assert "FINISHED" not in early
    with pytest.raises(ValueError, match="seek"):
        await picture(FakeRun(support_desk(), is_live=False), SIZE, "soon")
