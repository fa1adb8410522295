"""`python -m tui` is `agent-tui`."""

from tui.cli import main

if __name__ == "__main__":
    main()
