"""Files are whole or absent."""

import errno
import os
from pathlib import Path

import pytest

from resattn_lab.files import check_writable, write_atomically


def full_disk(*arguments):
    raise OSError("no space left on device")


def test_content_is_written_into_a_folder_that_is_made(tmp_path):
    path = tmp_path / "a" / "b" / "file.bin"
    write_atomically(path, b"\x00new")
    assert path.read_bytes() == b"\x00new"
    assert list(path.parent.iterdir()) == [path]


def test_an_old_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"a much longer old content")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path, monkeypatch, step
):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, full_disk)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_renamed_before_it_lies_on_the_disk(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, os.replace

    def note(name, function):
        def noted(*arguments):
            done.append(name)
            return function(*arguments)

        return noted

    monkeypatch.setattr(os, "fsync", note("fsync", fsync))
    monkeypatch.setattr(os, "replace", note("replace", replace))
    write_atomically(tmp_path / "file", b"new")
    assert done == ["fsync", "replace"]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError):
        write_atomically(tmp_path / "file" / "below", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_content_in_parts_is_one_file(tmp_path):
    write_atomically(tmp_path / "file", b"head", memoryview(b" and body"))
    assert (tmp_path / "file").read_bytes() == b"head and body"


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path):
    check_writable(tmp_path / "a" / "b")
    check_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["file", "file/run", "file/a/b"])
def test_a_folder_that_cannot_be_written_is_refused_with_its_name(tmp_path, below):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match="nothing can be written there .*choose another") as no:
        check_writable(tmp_path / below)
    assert no.value.filename == str(tmp_path / below)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    def refuse(path, **options):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(PermissionError, match=r"written there \(Permission denied\)"):
        check_writable(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
