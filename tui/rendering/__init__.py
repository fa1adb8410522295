"""Text to styled lines, piece by piece: pure, incremental, without a widget."""
