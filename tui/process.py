"""The process of the program: what holds from its start, before much is imported."""

import gc
import os
from typing import Final

_YOUNG: Final = 20_000
"""Objects made before the collector looks at them; what is made at the start, modules, stays."""

_PAINTS_A_SECOND: Final = "120"
"""What a key did is painted that soon after another frame. It makes no more frames: they come when
something changed."""


def prepare_process() -> None:
    """Collect seldom while modules are loaded, and let Textual paint soon after a key."""
    gc.set_threshold(_YOUNG)
    os.environ.setdefault("TEXTUAL_FPS", _PAINTS_A_SECOND)
