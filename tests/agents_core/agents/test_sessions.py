"""Conversations kept in SQLite."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents_core import Session, SQLiteSession

ITEMS: list[Any] = [{"role": "user", "content": str(number)} for number in range(3)]


@pytest.fixture
def session() -> Iterator[SQLiteSession]:
    session = SQLiteSession("talk")
    yield session
    session.close()


def test_it_is_a_session(session: SQLiteSession) -> None:
    assert isinstance(session, Session)


async def test_items_come_back_in_order(session: SQLiteSession) -> None:
    await session.add_items(ITEMS[:1])
    await session.add_items(ITEMS[1:])
    assert await session.get_items() == ITEMS


async def test_a_limit_gives_the_latest(session: SQLiteSession) -> None:
    await session.add_items(ITEMS)
    assert await session.get_items(2) == ITEMS[1:]


async def test_the_latest_item_can_be_taken_back(session: SQLiteSession) -> None:
    await session.add_items(ITEMS)
    assert await session.pop_item() == ITEMS[-1]
    assert await session.get_items() == ITEMS[:-1]


async def test_nothing_can_be_taken_from_nothing(session: SQLiteSession) -> None:
    assert await session.pop_item() is None


async def test_a_session_can_be_cleared(session: SQLiteSession) -> None:
    await session.add_items(ITEMS)
    await session.clear_session()
    assert await session.get_items() == []


async def test_conversations_in_one_file_stay_apart_and_last(tmp_path: Path) -> None:
    one, two = (SQLiteSession(name, tmp_path / "talks.db") for name in ("one", "two"))
    await one.add_items(ITEMS)
    one.close()
    again = SQLiteSession("one", tmp_path / "talks.db")
    assert (await again.get_items(), await two.get_items()) == (ITEMS, [])
    again.close()
    two.close()
