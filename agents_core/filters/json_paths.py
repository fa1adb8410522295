"""Values inside JSON, by a path of keys: `customer.address.city`, `lines.0.sku`, `lines.*.sku`."""

from collections.abc import Iterator


def values_at(value: object, path: tuple[str, ...]) -> list[object]:
    """Return what stands at `path`; of a list that stands there, its members.

    A number picks a member of a list and `*` all of them; any other key goes into each.
    """
    found = [value]
    for key in path:
        found = [inner for each in found for inner in _inside(each, key)]
    return [member for each in found for member in (each if isinstance(each, list) else [each])]


def _inside(value: object, key: str) -> Iterator[object]:
    if isinstance(value, dict):
        if key == "*":
            yield from value.values()
        elif key in value:
            yield value[key]
    elif isinstance(value, list):
        if key == "*":
            yield from value
        elif key.isdecimal():
            yield from value[int(key[:9]) :][:1]
        else:
            yield from (m[key] for m in value if isinstance(m, dict) and key in m)
