"""Where a run writes its events."""

from agents_core import RunConfig
from agents_core.journal import Journal, JournalScope


def test_a_run_writes_into_the_journal_it_is_given() -> None:
    journal = Journal()
    scope = RunConfig(journal=journal).open_scope()
    assert (scope.journal, scope.parent) == (journal, None)


def test_a_nested_run_writes_at_the_place_it_is_given() -> None:
    scope = JournalScope(Journal(), parent=4)
    assert RunConfig(journal=scope).open_scope() is scope


def test_a_run_that_is_given_none_has_a_journal_of_its_own() -> None:
    config = RunConfig()
    assert config.open_scope().journal is not config.open_scope().journal
