"""The garbage collector beside a screen: what survives is looked at once, what is closed, again."""

import gc
import weakref

from tui.garbage import survivors_spared, thaw_survivors


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_a_full_pass_looks_at_what_survived_the_last_one_no_more() -> None:
    with survivors_spared():
        knots = [Knot() for _ in range(1_000)]
        gc.collect()
        looked_at = {id(found) for found in gc.get_objects()}
        assert not any(id(knot) in looked_at for knot in knots)


def test_what_was_let_go_is_found_once_everything_is_looked_at_again() -> None:
    with survivors_spared():
        knot = Knot()
        gc.collect()
        seen = weakref.ref(knot)
        del knot
        gc.collect()
        assert seen() is not None
        thaw_survivors()
        gc.collect()
        assert seen() is None


def test_afterwards_the_collector_is_as_it_was() -> None:
    thresholds, callbacks = gc.get_threshold(), list(gc.callbacks)
    with survivors_spared():
        gc.collect()
    assert (gc.get_threshold(), gc.callbacks) == (thresholds, callbacks)
    assert gc.get_freeze_count() == 0
