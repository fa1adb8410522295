"""What agent-tui costs, beside its peers in one run; nothing here is a timed test."""
