"""Which rows of a table can be asked about."""

from elevenlines.app.runs.run import Refused


def check_row(row: int, rows: int) -> None:
    """Refuses a row that a table of so many rows has not."""
    if row >= rows:
        raise Refused("/query/row", f"must be below the number of rows, {rows}: rows count from 0")
