from elevenlines.app.runs.cache import Shelf


def test_what_was_used_longest_ago_goes_first_and_the_newest_never() -> None:
    shelf: Shelf[str, bytes] = Shelf(10, len)
    shelf.put("a", bytes(4))
    shelf.put("b", bytes(4))
    assert shelf.get("a") == bytes(4)
    shelf.put("c", bytes(4))
    assert shelf.get("b") is None
    shelf.put("huge", bytes(99))
    assert list(shelf.things()) == [bytes(99)]
    shelf.drop("huge")
    shelf.drop("huge")
    assert shelf.get("huge") is None


def test_what_may_not_go_stays() -> None:
    shelf: Shelf[int, bytes] = Shelf(5, len, lambda thing: not thing.startswith(b"keep"))
    shelf.put(1, b"keep me")
    shelf.put(2, b"other")
    shelf.put(3, b"third")
    assert (shelf.get(1), shelf.get(2), shelf.get(3)) == (b"keep me", None, b"third")


def test_what_has_grown_is_weighed_again_when_it_is_put_again() -> None:
    shelf: Shelf[str, bytearray] = Shelf(10, len)
    growing = bytearray(2)
    shelf.put("growing", growing)
    shelf.put("other", bytearray(4))
    growing.extend(bytes(7))
    shelf.put("growing", growing)
    assert list(shelf.things()) == [growing]
    shelf.put("new", bytearray(1))
    assert shelf.get("growing") is growing
