"""What a model call received, whole, and how that differs from what another call received."""
