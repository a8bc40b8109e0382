"""Puts a folder in the place of another in one step, so that at every moment one of the two is there."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def put(new: Path, target: Path) -> None:
    """Rename `new` to `target`; where `target` exists, it is left under the name of `new`.

    Linux exchanges two names atomically. Elsewhere the old folder steps aside first, and a process
    killed between the two steps leaves it as `.<name>.previous`, which `restore` puts back.

    Raises:
        OSError: a rename failed; `target` is then as it was.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return
    aside = target.with_name(f".{target.name}.previous")
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise
    aside.rename(new)


def restore(target: Path) -> bool:
    """Put back a folder that a killed process had set aside; whether there was one."""
    aside = target.with_name(f".{target.name}.previous")
    if target.exists() or not aside.is_dir():
        return False
    aside.rename(target)
    return True


def sync(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))
