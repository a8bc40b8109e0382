"""Opens zip packages such as DOCX without trusting them: names, counts and sizes come before reading."""

from __future__ import annotations

import io
import zipfile

from kqa.errors import IngestError

MOST_PARTS = 5_000
MOST_BYTES = 256 * 1024 * 1024
"""Unpacked size, together; a review with photographs stays below a fifth of this."""
LARGEST_PART = 64 * 1024 * 1024
"""Unpacked size of one part of text."""
MOST_PACKED = 300
"""Times a part above a megabyte may be larger unpacked than packed; prose packs 5 to 20 times."""


class Package:
    """A zip archive whose listing has been checked.

    Args:
        data: the archive.
        name: what to call it in errors.

    Raises:
        IngestError: damaged, encrypted, a bomb, or with parts that point outside of it.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise IngestError(
                f"{name}: a zip package that is damaged or cut short; save the document again"
            ) from None
        if len(parts) > MOST_PARTS:
            raise IngestError(
                f"{name}: a package of {len(parts):,} parts, more than the {MOST_PARTS:,} that are read"
            )
        for part in parts:
            self._check(part)
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise IngestError(f"{name}: unpacks to more than {MOST_BYTES // 2**20} MB; it is refused")

    def _check(self, part: zipfile.ZipInfo) -> None:
        segments = part.filename.replace("\\", "/").split("/")
        if ".." in segments or segments[0] == "" or ":" in segments[0]:
            raise IngestError(
                f"{self._name}: holds a part that points outside of it ({part.filename!r:.60}); it is refused"
            )
        if part.flag_bits & 1:
            raise IngestError(f"{self._name}: encrypted with a password; save it without one")
        if part.file_size > 2**20 and part.file_size > MOST_PACKED * max(part.compress_size, 1):
            raise IngestError(
                f"{self._name}: a part unpacks to {part.file_size // 2**20} MB (a zip bomb); it is refused"
            )

    def read(self, part: str) -> bytes:
        """The bytes of a part; empty if there is none of that name.

        Raises:
            IngestError: larger than it says, or damaged.
        """
        try:
            with self._zip.open(part) as stream:
                data = stream.read(LARGEST_PART + 1)
        except KeyError:
            return b""
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise IngestError(
                f"{self._name}: its part {part} is damaged ({error}); save the document again"
            ) from None
        if len(data) > LARGEST_PART:
            raise IngestError(
                f"{self._name}: its part {part} unpacks to over {LARGEST_PART // 2**20} MB; it is refused"
            )
        return data
