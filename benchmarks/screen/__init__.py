"""What the finished screen costs, beside Textual's own widgets in the same run."""
