"""What the client sends to have a table read."""

from pathlib import Path

import pytest

from elevenlines.app.client.tables import kind_of, parse_request


@pytest.mark.parametrize(("name", "kind"), [("a.csv", "csv"), ("a.TSV", "tsv"), ("a.json", "json"), ("a.txt", "csv")])
def test_a_files_name_says_what_is_in_it(name: str, kind: str) -> None:
    assert kind_of(Path(name)) == kind


def test_files_and_text_are_sent_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_bytes(b"a\tb\n")
    sent = parse_request(file, None, {"target": (1, 2), "drop": True, "header": None})
    assert sent["content"] == b"a\tb\n"
    assert sent["params"] == {"target": [1, 2], "drop": True}
    assert sent["headers"] == {"Content-Type": "text/tab-separated-values"}
    assert parse_request("a,b", None, {})["headers"] == {"Content-Type": "text/csv"}
    assert parse_request(file, "csv", {})["headers"] == {"Content-Type": "text/csv"}
