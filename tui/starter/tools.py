"""The tools of agents.toml: ordinary functions; types and docstrings become their schemas."""

SIDES = {
    "lentil soup": ("flatbread with sumac", 80),
    "pizza": ("a salad of fennel and orange", 120),
}


def find_sides(dish: str) -> dict[str, object]:
    """Find what goes well with a dish.

    Args:
        dish: Its name, such as "lentil soup".
    """
    side, grams = SIDES.get(dish.lower(), ("a green salad", 100))
    return {"side": side, "grams": grams}


def scale(grams: float, people: int) -> str:
    """Work out how much of something is needed.

    Args:
        grams: What one person eats.
        people: How many eat.
    """
    return f"{grams * people:g} g"
