"""The screen in a browser: the same program, drawn on a page of this machine."""
