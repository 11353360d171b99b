"""What was read of a table as JSON: every field of the API's answer, and nothing that it does not know."""

import orjson

from elevenlines.app.views.tables import reading_json
from elevenlines.app.web.table_schemas import ParsedAnswer
from elevenlines.core.tables import Wishes, read


def test_a_reading_has_the_fields_of_the_answer() -> None:
    for wishes in (Wishes(), Wishes(drop=True)):
        found = orjson.loads(
            orjson.dumps(reading_json(read(b"a,y,split\n1,2,test\n3,,train\n4,5,train", "csv", wishes)))
        )
        assert found.keys() == ParsedAnswer.model_fields.keys()
        answer = ParsedAnswer.model_validate(found)
        assert (answer.table is None) == (answer.errors != [])
        assert answer.model_dump(mode="json") == found
