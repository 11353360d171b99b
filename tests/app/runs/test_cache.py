from elevenlines.app.runs.cache import Cache


def test_what_was_used_longest_ago_goes_first_and_the_newest_never() -> None:
    cache: Cache[str, bytes] = Cache(10, len)
    cache.put("a", bytes(4))
    cache.put("b", bytes(4))
    assert cache.get("a") == bytes(4)
    cache.put("c", bytes(4))
    assert cache.get("b") is None
    cache.put("huge", bytes(99))
    assert list(cache.things()) == [bytes(99)]
    cache.drop("huge")
    cache.drop("huge")
    assert cache.get("huge") is None


def test_what_may_not_go_stays() -> None:
    cache: Cache[int, bytes] = Cache(5, len, lambda thing: not thing.startswith(b"keep"))
    cache.put(1, b"keep me")
    cache.put(2, b"other")
    cache.put(3, b"third")
    assert (cache.get(1), cache.get(2), cache.get(3)) == (b"keep me", None, b"third")


def test_what_has_grown_is_weighed_again_when_it_is_put_again() -> None:
    cache: Cache[str, bytearray] = Cache(10, len)
    growing = bytearray(2)
    cache.put("growing", growing)
    cache.put("other", bytearray(4))
    growing.extend(bytes(7))
    cache.put("growing", growing)
    assert list(cache.things()) == [growing]
    cache.put("new", bytearray(1))
    assert cache.get("growing") is growing
