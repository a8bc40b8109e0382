"""From bytes to text: encodings that are read, and files that are refused."""

from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus.formats.decoding import CONTROL, decode
from kqa.errors import IngestError

TEXT = "Kétamine – 5 µg/kg “high”\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", TEXT).encode(),
    ],
)
def test_what_says_its_encoding_is_read_without_a_warning(data: bytes) -> None:
    assert decode(data, "a.txt") == (TEXT, ())


def test_windows_1252_is_read_with_a_warning() -> None:
    text, warnings = decode(TEXT.encode("cp1252"), "a.txt")
    assert text == TEXT
    assert warnings == ("a.txt is not UTF-8 (byte 1): read as Windows-1252; check its accents and signs",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            TEXT.encode("utf-16-le"),
            "a.txt holds NUL bytes.*UTF-16 without a byte order mark; save it as UTF-8",
        ),
        (b"Keta\0mine", r"a.txt holds NUL bytes \(first at byte 4\)"),
        (b"\xff\xfeK", "begins with the mark of UTF-16-LE but is not valid UTF-16-LE"),
        (b"\xef\xbb\xbf\xff", r"begins with the mark of UTF-8 but is not valid UTF-8 \(byte 3\)"),
        (b"\x81\x8d\x8f", "neither UTF-8 .* nor Windows-1252"),
        (b"\x89PNG\r\n\x1a\n\x01\x02", "control character U[+]001A"),
        (b"Ketamine\x01", "control character U[+]0001 at character 8"),
        (b"", "a.txt is empty"),
        (b" \r\n\t\n", "a.txt is empty"),
        ("\ufeff \n".encode("utf-16-le"), "a.txt is empty"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(IngestError, match=message) as caught:
        decode(data, "a.txt")
    assert "\n" not in str(caught.value)


@given(st.text(min_size=1).filter(lambda text: text.strip() and not CONTROL & set(text)))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    back, warnings = decode(text.encode(), "a.txt")
    assert warnings == ()
    assert back.split() == unicodedata.normalize("NFC", text.removeprefix("\ufeff")).split()


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(IngestError):
        text, _ = decode(data, "a.txt")
        assert text.strip()
        assert not CONTROL & set(text)
        assert "\r" not in text
