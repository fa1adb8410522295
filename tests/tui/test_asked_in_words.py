"""Approvals asked and answered in lines of text."""

import pytest
from fake_run import Story

from agents_core.agents.approvals import ApprovalAnswer
from tui.asked_in_words import AskedInWords


def test_only_y_and_n_answer_and_the_question_says_what_it_is_about(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers: list[tuple[int, ApprovalAnswer]] = []
    asked = AskedInWords(lambda seq, answer: answers.append((seq, answer)))
    story = Story()
    for _ in range(2):
        story.happen("approval.request", name="refund", arguments='{"amount": 7}\x1b[2J')
    asked._asked.extend(story.events)
    for line in ("", "maybe", "Y", "no"):
        asked.reply(line)
    assert [(seq, answer.approved) for seq, answer in answers] == [
        (story.events[0].seq, True),
        (story.events[1].seq, False),
    ]
    told = capsys.readouterr().err
    assert 'refund {"amount": 7}' in told and "\x1b" not in told
