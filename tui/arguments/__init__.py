"""Arguments of tools against their schema: what is allowed, what is wrong, what is missing."""
