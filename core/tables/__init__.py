"""Tables in and out: CSV, TSV and JSON become a table; a table becomes text that reads back to the same bits.

The way in is a line of small steps. `text` turns bytes into text, `records` and `json_records` text into rows of cells,
`dialect` and `source` find out how they are written, `columns` and `roles` what each column is and which cells are bad,
`coding` turns words into numbers; `reading` leads them through, and is to be read first. `writing` is the way back.
"""

from elevenlines.core.tables.json_records import NotJson
from elevenlines.core.tables.problems import BadLine, BadTable
from elevenlines.core.tables.reading import Reading, read
from elevenlines.core.tables.roles import NoSuchColumn
from elevenlines.core.tables.source import Wishes
from elevenlines.core.tables.writing import FORMATS, Contents

__all__ = ["FORMATS", "BadLine", "BadTable", "Contents", "NoSuchColumn", "NotJson", "Reading", "Wishes", "read"]
