"""What holds in the process of the program from its start."""

import subprocess
import sys


def test_textual_paints_soon_after_a_key_however_it_is_imported() -> None:
    program = (
        "import tui.cli; from tui.process import prepare_process; prepare_process();"
        "from textual.screen import UPDATE_PERIOD; print(UPDATE_PERIOD <= 1 / 100)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "True\n"
