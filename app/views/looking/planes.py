"""Which plane of a run's table, and which units over it, are asked for: read once for surfaces and for bent planes."""

from dataclasses import dataclass

from elevenlines.app.runs.run import Refused
from elevenlines.app.views.rows import check_row
from elevenlines.core.looking.surfaces import Axis, Plane, Unit, all_units, resting, span
from elevenlines.core.spec import RunSpec
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array

FARTHEST = 2 * LIMITS.cell  # of a place on a plane: as far as a table's cells reach, and a margin
FEWEST = 2  # points a side
_LAYERS = {"all": slice(1, None), "hidden": slice(1, -1), "outputs": slice(-1, None)}


@dataclass(frozen=True)
class AskedPlane:
    """A plane as it was asked for; None: as the table has it."""

    columns: tuple[int, int | None]
    ends: tuple[tuple[float | None, float | None], tuple[float | None, float | None]]
    at: str
    row: int

    def of(self, columns: Array) -> Plane:
        """That plane of a table's input columns, (rows, columns). Raises Refused."""
        rows, count = columns.shape
        x, y = self.columns
        if y is None and count > 1:
            y = 1 if x == 0 else 0
        for name, column in (("x", x), ("y", y)):
            if column is not None and column >= count:
                raise Refused(
                    f"/query/{name}", f"must be below the number of input columns, {count}: they count from 0"
                )
        if x == y:
            raise Refused("/query/y", "must be another column than x")
        check_row(self.row, rows)
        across = self._axis(columns, 0, x)
        return Plane(across, None if y is None else self._axis(columns, 1, y), self._fixed(columns))

    def _axis(self, columns: Array, number: int, column: int) -> Axis:
        name = "xy"[number]
        widest = span(columns, column)
        low, high = (there if given is None else given for given, there in zip(self.ends[number], widest, strict=True))
        if low >= high:
            raise Refused(
                f"/query/{name}_high", f"must be above {name}_low: give both, or neither for the column's own"
            )
        return Axis(column, low, high)

    def _fixed(self, columns: Array) -> tuple[float, ...]:
        places = self.at.split(",") if self.at else []
        own = resting(columns, self.row)
        if len(places) > len(own):
            raise Refused("/query/at", f"must have at most one place for each of the {len(own)} input columns")
        return (*(_number(text, there) for text, there in zip(places, own, strict=False)), *own[len(places) :])


def _number(text: str, otherwise: float) -> float:
    if not text.strip():
        return otherwise
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) <= FARTHEST:
        raise Refused("/query/at", f"must hold numbers within ±{FARTHEST:,.0f}, or nothing, between its commas")
    return value


def units_of(spec: RunSpec, text: str, size: int) -> list[Unit]:
    """The units that were asked for, over so many points a side. Raises Refused."""
    sizes = spec.layer_sizes
    if text in _LAYERS:
        units = all_units(spec, range(len(sizes))[_LAYERS[text]])
    else:
        pairs = (one.split(".") for one in text.split(","))
        units = [(int(layer), int(unit)) for layer, unit in pairs]
    if not units:
        raise Refused("/query/units", "asks for hidden units: this network has none")
    for layer, unit in units:
        if layer >= len(sizes) or unit >= sizes[layer]:
            raise Refused("/query/units", "must name units of this network as LAYER.UNIT, both counted from 0")
    if len(units) > LIMITS.surfaces:
        raise Refused("/query/units", f"asks for too many: at most {LIMITS.surfaces:,} at once")
    points = size * size
    if len(units) * points > LIMITS.answer or is_too_much(spec, points):
        raise Refused("/query/size", "is too much for these units at once: ask for fewer points a side, or fewer units")
    return units


def looks_of(spec: RunSpec, shows: list[str]) -> list[tuple[list[Unit], int]]:
    """The units and points a side of each UNITS:SIZE that was asked for. Raises Refused."""
    looks = []
    for text in shows:
        units, _, side = text.rpartition(":")
        size = int(side)
        if not FEWEST <= size <= LIMITS.surface:
            raise Refused("/query/show", f"must ask for {FEWEST} to {LIMITS.surface} points a side, after the colon")
        looks.append((units_of(spec, units, size), size))
    return looks


def is_too_much(spec: RunSpec, rows: int) -> bool:
    """Whether so many rows are too much for a network and its formulas at once."""
    return rows * spec.weights > LIMITS.multiply_adds or rows * spec.data.entrance.parts > LIMITS.formula_work
