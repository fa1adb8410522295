"""What the finished screen costs, beside Textual's own widgets in the same run."""

from tui.process import prepare_process

prepare_process()  # as the program does, and for the peers alike
