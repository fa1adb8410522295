"""Which keys do what: one registry, made from the bindings themselves, and how users change it."""
