"""Bytes become text, or a sentence that says on which line they are none."""

import pytest

from elevenlines.core.tables.problems import BadTable
from elevenlines.core.tables.text import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf_8_and_marked_utf_16_with_any_line_ends(encoding: str, end: str) -> None:
    assert decode(f"größe,y{end}1,2{end}".encode(encoding)) == "größe,y\n1,2\n"


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "the file is empty"),
        (b" \n\t\n", 1, "the file is empty"),
        (b"\xef\xbb\xbf", 1, "the file is empty"),
        ("a,b\nä,1\n".encode("latin-1"), 2, "byte 5 of the file is not UTF-8"),
        (b"\xef\xbb\xbfa\n\xe4", 2, "byte 6 of the file is not UTF-8"),
        (b"\xff\xfea\x00\n", 1, "byte 5 of the file is not UTF-16"),
        (b"a,b\n1,\x002", 2, "NUL byte"),
        ("a,b\n1,2".encode("utf-16-le"), 1, "NUL byte"),
        (b"PK\x03\x04rest", 1, "a spreadsheet program's file or an archive: save the table as CSV"),
        (b"a,b\n1,\x1b2", 2, "control character"),
        ("a,b\n1,\x85".encode(), 2, "control character"),
    ],
)
def test_what_is_no_text_is_told_with_its_line(data: bytes, line: int, said: str) -> None:
    with pytest.raises(BadTable) as caught:
        decode(data)
    (bad,) = caught.value.lines
    assert bad.line == line
    assert said in bad.detail
