"""The card of pending questions: it waits without the keys, and each key does what it says."""

import json
from typing import Any

import pytest
from fake_run import refund_desk, seq_of
from screen_driver import ScreenDriver, shown
from textual.widgets import TextArea

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from tui.screens.choice_dialog import ChoiceDialog
from tui.screens.text_dialog import TextDialog
from tui.widgets.pane_deck import STREAM
from tui.widgets.pending_card import ARMING_S, PendingCard

pytestmark = pytest.mark.asyncio

EVENTS = refund_desk()
ASKED = seq_of(EVENTS, "approval.request", 1)
"""Two calls wait for approvals."""
HELD = seq_of(EVENTS, "break.stop")
"""One of them is held at a breakpoint."""
FIRST, SECOND = (event.seq for event in EVENTS if event.type == "approval.request")
LONG_S = 10.0
"""Long after a card got the keys, on however busy a machine."""
(STOP,) = (event.seq for event in EVENTS if event.type == "break.stop")


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


def waiting(upto: int = ASKED) -> ScreenDriver:
    return ScreenDriver(EVENTS, upto=upto)


def card_of(driver: ScreenDriver) -> PendingCard:
    return driver.deck.card


async def armed(driver: ScreenDriver) -> None:
    """Give the keys to the card and let it get ready."""
    await driver.press("exclamation_mark")
    await driver.pass_time(LONG_S)


async def edit(driver: ScreenDriver, text: str) -> None:
    """Put `text` in place of what the dialog shows, and take it."""
    driver.app.screen.query_one(TextArea).text = text
    await driver.press("ctrl+d")
    await driver.pilot.pause()


async def test_a_question_shows_up_without_taking_the_keys() -> None:
    async with shown(waiting(upto=ASKED - 2), 80, 24) as driver:
        assert not card_of(driver).is_asking
        await driver.feed(ASKED)
        assert "! APPROVAL 1 of 2" in driver.text and "issue_refund" in driver.text
        assert driver.deck.panes[STREAM].view.has_focus
        await driver.press("y", "n", "enter")
        assert driver.run.controls.answers == []


async def test_y_approves_one_call_and_the_next_is_shown() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        assert "! answer" in driver.text
        await driver.press("y")
        assert driver.run.controls.answers == [(FIRST, ApprovalAnswer(True, by="person"))]
        await driver.feed(ASKED + 1)
        assert "! answer" not in driver.text
        assert card_of(driver).question.seq == SECOND  # type: ignore[union-attr]
        assert card_of(driver).has_keys


async def test_keys_typed_too_soon_are_dropped() -> None:
    async with shown(waiting()) as driver:
        await driver.press("exclamation_mark", "y", "n")
        await driver.pass_time(ARMING_S - 0.01)
        await driver.press("y")
        assert driver.run.controls.answers == []
        await driver.pass_time(LONG_S)
        await driver.press("y")
        assert len(driver.run.controls.answers) == 1


async def test_another_question_has_to_be_looked_at_before_it_is_answered() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("y")
        await driver.feed(ASKED + 1)
        await driver.press("y")
        assert len(driver.run.controls.answers) == 1


async def test_enter_answers_nothing() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("enter")
        assert driver.run.controls.answers == []


async def test_n_denies() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("n")
        assert driver.run.controls.answers == [(FIRST, ApprovalAnswer(False, by="person"))]


async def test_r_denies_with_a_reason_and_the_card_keeps_the_keys() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("r")
        assert "enter apply  esc back" in driver.text
        await driver.type("")
        assert driver.run.controls.answers == []
        await driver.type("too much")
        assert driver.run.controls.answers == [
            (FIRST, ApprovalAnswer(False, "too much", by="person"))
        ]
        assert card_of(driver).has_keys


async def test_e_edits_the_arguments_which_go_with_the_answer() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("e")
        assert isinstance(driver.app.screen, TextDialog)
        assert json.loads(driver.app.screen.query_one(TextArea).text)["amount"] == 129.9
        await edit(driver, '{"amount": ')
        assert isinstance(driver.app.screen, TextDialog) and "not JSON" in driver.text
        await edit(driver, '{"amount": 501, "order_id": "A"}')
        assert "amount: out of range" in driver.text
        await edit(driver, '{"amount": 5, "order_id": "A"}')
        assert "edited, not sent yet" in driver.text
        assert driver.run.controls.answers == []
        await driver.pass_time(LONG_S)
        await driver.press("y")
        edited = ApprovalAnswer(True, by="person", arguments='{"amount":5,"order_id":"A"}')
        assert driver.run.controls.answers == [(FIRST, edited)]


async def test_escape_leaves_the_arguments_as_they_are() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("e", "escape")
        assert card_of(driver).drafts == {}


async def test_a_asks_what_always_means_and_once_more_before_it_holds() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("a")
        assert isinstance(driver.app.screen, ChoiceDialog)
        await driver.press("j", "enter")
        await driver.pilot.pause()
        assert "unseen?" in driver.text
        await driver.press("enter")
        assert driver.run.controls.answers == []
        await driver.pass_time(LONG_S)
        await driver.press("a")
        await driver.press("j", "j", "enter")
        await driver.pilot.pause()
        await driver.press("j", "enter")
        await driver.pilot.pause()
        always = ApprovalAnswer(False, always=True, by="person")
        assert driver.run.controls.answers == [(FIRST, always)]


async def test_exclamation_mark_and_arrows_go_round_the_questions() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        for key in ("exclamation_mark", "left", "l", "h"):
            before = card_of(driver).question
            await driver.press(key)
            assert card_of(driver).question is not before
            await driver.pass_time(LONG_S)
        await driver.press("right")
        await driver.pass_time(LONG_S)
        await driver.press("y")
        assert driver.run.controls.answers[0][0] == SECOND


async def test_escape_gives_the_keys_back_and_the_run_goes_on_waiting() -> None:
    async with shown(waiting()) as driver:
        await driver.press("exclamation_mark", "escape")
        assert driver.deck.panes[STREAM].view.has_focus
        assert card_of(driver).is_asking


async def test_v_shows_all_of_the_arguments_in_the_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    async def lend(_app: Any, use: Any) -> Any:
        return use()

    monkeypatch.setattr("tui.screens.aspects.deciding.lend_terminal", lend)
    monkeypatch.setattr("tui.screens.aspects.deciding.show_in_pager", read.append)
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("v")
        await driver.pilot.pause()
        assert "wants to keep the lamp" in read[0]


async def test_the_users_editor_edits_and_what_is_wrong_is_mended_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def lend(_app: Any, use: Any) -> Any:
        return use()

    left = iter(['{"order_id": "A", "amount": 7}', "oops"])
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("tui.screens.aspects.deciding.lend_terminal", lend)
    monkeypatch.setattr(
        "tui.screens.aspects.deciding.edit_in_editor", lambda _text, _suffix: next(left)
    )
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.press("e")
        await driver.pilot.pause()
        assert card_of(driver).drafts == {FIRST: '{"order_id":"A","amount":7}'}
        await driver.pass_time(LONG_S)
        await driver.press("e")
        await driver.pilot.pause()
        assert isinstance(driver.app.screen, TextDialog) and "not JSON" in driver.text


async def test_the_keys_go_back_to_the_pane_when_all_is_answered() -> None:
    async with shown(waiting()) as driver:
        await armed(driver)
        await driver.feed(ASKED + 2)
        await driver.pilot.pause()
        assert not card_of(driver).is_asking
        assert driver.deck.panes[STREAM].view.has_focus


async def test_a_stop_goes_on_with_space_and_is_skipped_with_n() -> None:
    async with shown(waiting(HELD)) as driver:
        assert "! BREAKPOINT 1 of 1" in driver.text
        await armed(driver)
        await driver.press("y", "a")
        await driver.press("space")
        await driver.press("n")
        resumed = driver.run.controls.resumed
        assert resumed == [(STOP, GateAnswer()), (STOP, GateAnswer(is_skipped=True))]
        assert driver.screen.playhead.mode == "live"


async def test_letters_that_answer_other_questions_do_nothing_else_either() -> None:
    async with shown(waiting(HELD)) as driver:
        await armed(driver)
        shown_before = driver.screen.restrictions[:]
        await driver.press("a", "y", "l")
        assert driver.screen.restrictions == shown_before
        assert card_of(driver).has_keys and driver.run.controls.resumed == []


async def test_the_time_it_waits_goes_on_while_the_view_is_paused() -> None:
    async with shown(waiting()) as driver:
        await driver.press("space")
        await driver.pass_time(12)
        assert "waiting 12" in driver.text
        await driver.press("colon")
        await driver.type("e5")
        assert card_of(driver).is_asking


async def test_a_replay_shows_what_was_asked_and_answered_without_keys() -> None:
    async with shown(ScreenDriver(EVENTS, is_live=False)) as driver:
        await driver.press("space", "colon")
        await driver.type(f"e{ASKED - 1}")
        assert "as it was asked" in driver.text
        assert "approved by person, arguments edited   at 0:1" in driver.text
        await driver.press("exclamation_mark", "y", "escape")
        assert not card_of(driver).has_keys
        await driver.press("colon")
        await driver.type("e5")
        assert not card_of(driver).is_asking


@pytest.mark.parametrize(("width", "height"), [(40, 10), (58, 18), (80, 24)])
async def test_all_of_the_arguments_can_be_read_in_a_small_window(width: int, height: int) -> None:
    async with shown(waiting(), width, height) as driver:
        await driver.press("exclamation_mark")
        await driver.pass_time(LONG_S)
        assert "issue_refund" in driver.text and "order_id" in driver.text
        assert "y once" in driver.text
        await driver.press("G")
        await driver.pilot.pause()
        assert "lamp" in driver.text
        assert "nothing is default" in driver.text or width < 60
