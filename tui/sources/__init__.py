"""Where the events of a run come from: one that goes on now, a file, a stream."""
