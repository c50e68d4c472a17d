"""Text files: read as they were written, or refused with the line that is wrong."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.errors import InputError
from mediaframe.files.text import decode, printable, read_text


def test_text_is_read_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: caf\xc3\xa9\r\n")

    text = read_text(path)

    assert text == "name: café\r\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("a\né".encode("utf-16-le"), "a.csv:2: byte 0xe9 is not UTF-8", id="UTF-16 without its mark"),
        pytest.param(b"a\n\xe2\x80", "a.csv:2: byte 0xe2 is not UTF-8", id="cut inside a character"),
        pytest.param(b"\n\xed\xa0\x80", "a.csv:2: byte 0xed is not UTF-8", id="a surrogate"),
    ],
)  # fmt: skip
def test_bytes_that_are_not_utf_8_are_named_with_their_line(content, message):
    with pytest.raises(InputError) as caught:
        decode(content, "a.csv")

    assert str(caught.value) == f"{message}; save the file with UTF-8 encoding"


def test_a_word_that_windows_wrote_is_shown_as_it_would_read_there():
    with pytest.raises(InputError) as caught:
        decode(b"a\nb\nin caf\xe9s\n", "a.csv")

    assert str(caught.value) == (
        "a.csv:3: byte 0xe9 is not UTF-8; save the file with UTF-8 encoding (in a spreadsheet: CSV UTF-8); as Windows-1252 "
        "it would read 'cafés': if that is right, `iconv -f WINDOWS-1252 -t UTF-8` mends it"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_tells_the_encoding(encoding):
    assert decode("Café;1\n".encode(encoding), "a.csv") == "Café;1\n"


@given(st.text())
def test_text_comes_out_as_it_was_encoded(text):
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("none.yaml", "No such file or directory", id="missing"),
        pytest.param("", "Is a directory", id="folder"),
        pytest.param("file/a.yaml", "Not a directory", id="below a file"),
        pytest.param("x" * 300, "File name too long", id="name too long"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, reason):
    (tmp_path / "file").touch()
    path = tmp_path / name

    with pytest.raises(InputError) as caught:
        read_text(path)

    assert str(caught.value) == f"{path}: cannot be read ({reason}); check the path"


def test_a_path_with_a_nul_is_refused(tmp_path):
    with pytest.raises(InputError, match="check the path"):
        read_text(tmp_path / "a\0b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_a_pipe_or_device_that_may_never_end_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(InputError, match="a pipe or device, not a file"):
            read_text(path)


@given(st.text())
def test_what_is_printable_is_as_long_as_before_and_has_no_control_characters(text):
    shown = printable(text)

    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in shown)
    assert not any(
        unicodedata.bidirectional(c)
        in {"RLO", "LRO", "RLI", "LRI", "RLE", "LRE", "PDF", "PDI", "FSI"}
        for c in shown
    )
