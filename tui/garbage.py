"""The garbage collector, kept from making the screen stand still.

The history of a long run is millions of objects that live as long as it is shown, and a pass over
all of them takes a second. Law: what has survived one full pass is frozen, so that the next looks
only at what came since; what a screen held is looked at again once the screen is closed.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

_THRESHOLDS: Final = (4_000, 4, 4)
"""Objects made before a pass over the young ones, and passes before one over older ones: a full
pass comes often enough to take some 20 ms, and a small one seldom enough not to matter."""


@contextmanager
def survivors_spared() -> Iterator[None]:
    """Freeze what is there now, and until the end whatever survives a full pass."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    gc.freeze()
    gc.callbacks.append(_freeze_survivors)
    try:
        yield
    finally:
        gc.callbacks.remove(_freeze_survivors)
        gc.unfreeze()
        gc.set_threshold(*before)


def thaw_survivors() -> None:
    """Let the next full pass look at everything once more; some of it may have been let go."""
    gc.unfreeze()


def _freeze_survivors(phase: str, passed: Mapping[str, int]) -> None:
    if phase == "stop" and passed["generation"] == 2:
        gc.freeze()
