"""How models are asked: one interface, the OpenAI client under it, and the wire they answer on."""
