"""The loop: turn after turn from the first agent to the final output, and what it gives back."""
