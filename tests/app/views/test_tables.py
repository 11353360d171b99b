"""What was read of a table as JSON: every field of the API's answer, and nothing that it does not know."""

import orjson

from elevenlines.app.answers.answer import encoded
from elevenlines.app.answers.tables import ParsedTable
from elevenlines.app.views.tables import parsed_table
from elevenlines.core.tables import Wishes, read


def test_a_reading_has_the_fields_of_the_answer() -> None:
    for wishes in (Wishes(), Wishes(drop=True)):
        text = encoded(parsed_table(read(b"a,y,split\n1,2,test\n3,,train\n4,5,train", "csv", wishes)))
        found = orjson.loads(text)
        assert found.keys() == ParsedTable.model_fields.keys()
        answer = ParsedTable.model_validate(found)
        assert (answer.table is None) == (answer.errors != [])
        assert answer.model_dump(mode="json") == found
