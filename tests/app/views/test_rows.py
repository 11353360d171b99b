"""A row that a table has not is refused with its place, and the last one is not."""

import pytest

from elevenlines.app.runs.run import Refused
from elevenlines.app.views.rows import check_row


def test_rows_count_from_0() -> None:
    check_row(3, 4)
    with pytest.raises(Refused, match="below the number of rows, 4") as refused:
        check_row(4, 4)
    assert refused.value.pointer == "/query/row"
