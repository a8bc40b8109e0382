"""Writes a folder all or nothing: beside its place first, then into it in one step.

A process killed at any point leaves the old folder whole, or the new one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ABANDONED = 3600
"""Seconds after which a staging folder is taken to be left by a process that was killed."""
AT_FDCWD = -100
RENAME_EXCHANGE = 2
UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold these files and nothing else.

    Raises:
        OSError: something cannot be written; the folder is then as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    staging = folder.with_name(f".{folder.name}.staging-{os.getpid()}-{time.monotonic_ns()}")
    staging.mkdir()
    try:
        for name, data in files.items():
            with (staging / name).open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        sync(staging)
        put(staging, folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Clear up after a process that was killed: put back what it set aside, remove what it left long ago."""
    restore(folder)
    for left in folder.parent.glob(f".{folder.name}.*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


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
