"""Bytes of a file -> its text: UTF-8, or UTF-16 with its mark. What is no text is told, with its line."""

import codecs
import re

from elevenlines.core.tables.problems import bad_table

_ZIP = b"PK\x03\x04"  # what files of spreadsheet programs begin with
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\n"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes) -> str:
    r"""The text of a file, its lines ended by \n alone.

    Raises:
        BadTable: it is binary, of another encoding, or empty.
    """
    if data.startswith(_ZIP):
        raise bad_table(1, "this is a spreadsheet program's file or an archive: save the table as CSV and take that")
    is_utf_16 = data.startswith(_UTF_16)
    if not is_utf_16 and (at := data.find(b"\0")) >= 0:
        raise bad_table(data.count(b"\n", 0, at) + 1, "holds a NUL byte: this is no text; save it as CSV in UTF-8")
    try:
        text = data.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts from behind the mark
        at = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        line = 1 if is_utf_16 else data.count(b"\n", 0, at) + 1
        name = "UTF-16, as its first bytes say" if is_utf_16 else "UTF-8"
        raise bad_table(line, f"byte {at + 1:,} of the file is not {name}: save the table as UTF-8") from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_plain = text.isascii() and not text.encode().translate(None, _PRINTABLE)  # told much faster
    if not is_plain and (found := _UNPRINTABLE.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise bad_table(line, "holds a control character: this is no table; save it as CSV in UTF-8")
    if not text.strip():
        raise bad_table(1, "the file is empty: it needs a line for each row")
    return text
