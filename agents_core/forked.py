"""What a process that was forked off must not hold: its parent's locks and connections."""

import os
from collections.abc import Iterable


def let_go_of(descriptors: Iterable[int]) -> None:
    """Close this process's copies of files that are its parent's.

    Their numbers stay taken, by nothing, for the objects they belong to still close them.
    """
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for descriptor in descriptors:
        os.dup2(nothing, descriptor, inheritable=False)
    os.close(nothing)
