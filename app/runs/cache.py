"""A cache keeps what is handy to have in memory; what was used longest ago goes first when it gets too heavy."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """A mapping with a limit of bytes. A thing is weighed when it is put there; put again, it is weighed again."""

    def __init__(self, limit: int, weigh: Callable[[V], int], may_go: Callable[[V], bool] = lambda _: True) -> None:
        """Makes an empty one.

        Args:
            limit: bytes that all together may weigh; what may not go is kept even beyond.
            weigh: bytes of one thing.
            may_go: whether it can be had again without anybody noticing.
        """
        self._limit = limit
        self._weigh = weigh
        self._may_go = may_go
        self._things: OrderedDict[K, V] = OrderedDict()
        self._weights: dict[K, int] = {}
        self._weight = 0

    def get(self, key: K) -> V | None:
        """What lies there, now the last that would go; None for nothing."""
        if key in self._things:
            self._things.move_to_end(key)
        return self._things.get(key)

    def put(self, key: K, thing: V) -> None:
        """Puts something there; others go where it gets too heavy."""
        self.drop(key)
        self._things[key] = thing
        self._weights[key] = self._weigh(thing)
        self._weight += self._weights[key]
        if self._weight <= self._limit:
            return
        for old_key, old in list(self._things.items())[:-1]:
            if self._weight <= self._limit:
                return
            if self._may_go(old):
                self.drop(old_key)

    def drop(self, key: K) -> None:
        """Takes something away, if it is there."""
        if key in self._things:
            del self._things[key]
            self._weight -= self._weights.pop(key)

    def things(self) -> Iterable[V]:
        """Everything there."""
        return self._things.values()
