"""A live run and its watchers, over a real socket in one process."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fake_run import FakeRun, support_desk

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from agents_core.recording import LineSplitter, RunHeader, RunRecorder
from tui.attaching import attached_run
from tui.attaching.attached_run import AttachedRun
from tui.attaching.places import live_runs, socket_of, sockets_folder
from tui.attaching.run_server import RunServer

HEADER = RunHeader("2026-11-23T14-03-05-ab12", "2026-11-23T14:03:05.000000+00:00", "support.toml")
EVENTS = support_desk()
NOBODY = 65_534


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose name is short enough for sockets."""
    with TemporaryDirectory(prefix="at-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        yield Path(name)


@asynccontextmanager
async def served(upto: int) -> AsyncIterator[tuple[FakeRun, RunServer]]:
    run = FakeRun(EVENTS)
    run.feed(upto)
    server = RunServer(run, HEADER)
    await server.open()
    try:
        yield run, server
    finally:
        await server.close()


@asynccontextmanager
async def watching(file: Path | None = None) -> AsyncIterator[AttachedRun]:
    watcher = AttachedRun(socket_of(HEADER.run_id), file)
    task = asyncio.create_task(watcher.run())
    try:
        async with asyncio.timeout(10):
            yield watcher
    finally:
        await watcher.close()
        await task


def said_to(user: int, path: Path) -> bytes:
    """Return what a process of a user is told at a socket, or the error it gets."""
    told, tell = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.setgroups([])
            os.setuid(user)
            with socket.socket(socket.AF_UNIX) as watcher:
                watcher.connect(os.fspath(path))
                os.write(tell, watcher.recv(100))
        except OSError as error:
            os.write(tell, type(error).__name__.encode())
        finally:
            os._exit(0)
    os.close(tell)
    with open(told, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for knows no event
            await asyncio.sleep(0)


async def test_joining_late_shows_everything_from_the_first_event() -> None:
    async with served(120) as (run, server), watching() as early:
        await until(lambda: len(early.history) == 120)
        run.feed(len(EVENTS))
        server.nudge()
        async with watching() as late:
            await until(lambda: len(early.history) == len(late.history) == len(EVENTS))
            for watcher in (early, late):
                lines = [watcher.history.event(seq).line for seq in range(len(EVENTS))]
                assert lines == [event.line for event in EVENTS]
                assert watcher.header == HEADER
                assert not watcher.problems


async def test_what_a_watcher_asks_is_done() -> None:
    async with served(60) as (run, _), watching() as watcher:
        await watcher.caught_up.wait()
        controls = watcher.controls
        controls.cancel("after_turn")
        controls.cancel_call("c1")
        controls.answer(12, ApprovalAnswer(False, "too much", by="person"))
        controls.resume(31, GateAnswer('{"a": 1}'))
        controls.set_breakpoint("kind:tool")
        controls.send("And then?")
        await until(lambda: "And then?" in watcher.controls.waiting)
        assert watcher.controls.breakpoints == ("kind:tool",)
        assert run.controls.cancelled == ["after_turn"]
        assert run.controls.cancelled_calls == ["c1"]
        assert run.controls.answers == [(12, ApprovalAnswer(False, "too much", by="person"))]
        assert run.controls.resumed == [(31, GateAnswer('{"a": 1}'))]


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1",
        b'{"do":"cancel","mode":"never"}',
        b'{"do":"cancel","mode":"immediate","more":1}',
        b'{"do":"__class__"}',
        b"\xff\xfe\x00",
        b"[" * 5_000,
    ],
)
async def test_what_is_no_command_is_refused_and_harms_nobody(line: bytes) -> None:
    async with served(60) as (run, _), watching() as watcher:
        await watcher.caught_up.wait()
        assert watcher.controls.writer is not None
        watcher.controls.writer.write(line + b"\n")
        await until(lambda: bool(watcher.problems))
        assert "not a command" in watcher.problems[0]
        watcher.controls.cancel("immediate")
        await until(lambda: run.controls.cancelled == ["immediate"])


async def test_an_endless_line_ends_its_watcher_alone() -> None:
    async with served(60) as (run, server), watching() as good, watching() as bad:
        await bad.caught_up.wait()
        assert bad.controls.writer is not None
        bad.controls.writer.write(b"x" * (3 << 20))
        await until(lambda: not bad.is_live)
        run.feed(80)
        server.nudge()
        await until(lambda: len(good.history) == 80)


async def test_a_watcher_that_reads_nothing_holds_nobody_up() -> None:
    async with served(10) as (run, server), watching() as good:
        _, stalled = await asyncio.open_unix_connection(os.fspath(socket_of(HEADER.run_id)))
        run.feed(len(EVENTS))
        server.nudge()
        await until(lambda: len(good.history) == len(EVENTS))
        stalled.close()
        await stalled.wait_closed()


async def test_a_run_that_ends_lets_its_watchers_see_the_end() -> None:
    async with served(60) as (run, server), watching() as watcher:
        await watcher.caught_up.wait()
        run.feed(len(EVENTS))
        await server.close()
        await until(lambda: not watcher.is_live)
        assert len(watcher.history) == len(EVENTS)
        assert not watcher.problems


async def test_a_program_that_is_gone_is_told_and_what_there_is_is_kept() -> None:
    async with served(60) as (_, server), watching() as watcher:
        await watcher.caught_up.wait()
        await server.close()
        await until(lambda: not watcher.is_live)
        assert len(watcher.history) == 60
        assert "is gone" in watcher.problems[-1]


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 400 Bad\r\n",
        b'{"format":"agent-tui-run","version":9,"run_id":"x"}\n',
        b"",
    ],
)
async def test_a_socket_that_speaks_something_else_is_told(said: bytes) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.close()
        await writer.wait_closed()

    path = socket_of(HEADER.run_id)
    server = await asyncio.start_unix_server(answer, os.fspath(path))
    async with server, watching() as watcher:
        await until(lambda: not watcher.is_live)
        assert "can be watched no longer" in watcher.problems[0]


async def test_what_is_no_event_is_left_out_and_the_rest_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = b'{"seq":1,"t":2,"type":"tea.break","agent":null,"turn":0,"data":{"new":true}}'
    bad = (b"{garbage", b"", b'{"controls":5}', b'{"refused"', b"x" * 5_000)

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for line in (HEADER.line, EVENTS[0].line, *bad, newer, EVENTS[1].line):
            writer.write(line + b"\n")
        writer.close()
        await writer.wait_closed()

    monkeypatch.setattr(attached_run, "LineSplitter", partial(LineSplitter, 4_000))
    server = await asyncio.start_unix_server(answer, os.fspath(socket_of(HEADER.run_id)))
    async with server, watching() as watcher:
        await until(lambda: not watcher.is_live)
        lines = [watcher.history.event(seq).line for seq in range(3)]
        assert lines == [EVENTS[0].line, newer, EVENTS[1].line]
        assert watcher.left_out == len(bad)
        assert watcher.problems.count("Lines that are no events are left out.") == 1


async def test_what_the_socket_had_no_time_to_tell_is_read_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / f"{HEADER.run_id}.jsonl"
    file.write_bytes(b"\n".join([HEADER.line, *(event.line for event in EVENTS[:80]), b""]))
    async with served(60) as (_, server), watching(file) as watcher:
        await watcher.caught_up.wait()
        await server.close()
        await until(lambda: not watcher.is_live)
        assert [watcher.history.event(seq) for seq in range(80)] == EVENTS[:80]
        assert "is gone" in watcher.problems[-1]


async def test_a_run_whose_socket_goes_away_is_said_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached_run, "LOOKS", 1)
    file = tmp_path / f"{HEADER.run_id}.jsonl"
    with RunRecorder(file, HEADER):
        async with served(60) as (_, server), watching(file) as watcher:
            await watcher.caught_up.wait()
            await server.close()
            await until(lambda: not watcher.is_live)
            assert len(watcher.history) == 60
            assert "The run goes on" in watcher.problems[-1]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child calls nothing but exit
async def test_another_user_is_refused(folder: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become another user to try it")
    async with served(10):
        path = socket_of(HEADER.run_id)
        os.chmod(folder, 0o755)
        assert await asyncio.to_thread(said_to, NOBODY, path) == b"PermissionError"
        os.chmod(path.parent, 0o755)
        os.chmod(path, 0o666)  # were the modes wrong, there is still the server
        assert await asyncio.to_thread(said_to, NOBODY, path) == b""
        assert (await asyncio.to_thread(said_to, 0, path)).startswith(b'{"format"')


async def test_only_the_user_can_reach_a_socket() -> None:
    async with served(10):
        assert socket_of(HEADER.run_id).stat().st_mode & 0o777 == 0o600
        assert sockets_folder().stat().st_mode & 0o777 == 0o700


async def test_sockets_of_the_dead_are_cleaned_up() -> None:
    async with served(10):
        dead = socket_of("2026-11-23T14-03-05-dead")
        listening = await asyncio.start_unix_server(lambda *_: None, os.fspath(dead))
        listening.close()
        assert await asyncio.to_thread(lambda: list(live_runs())) == [HEADER.run_id]
        assert not dead.exists()


def test_a_folder_of_somebody_else_is_not_used(folder: Path) -> None:
    (folder / "agent-tui").symlink_to("/tmp")
    with pytest.raises(PermissionError, match="somebody else"):
        sockets_folder()
