"""What the screen is made of: one pane or bar a file."""
