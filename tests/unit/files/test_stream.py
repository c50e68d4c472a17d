"""Rows one after the other: what is broken is told, and nothing else is lost."""

import gzip

import pyarrow as pa
import pytest

from mediaframe.errors import InputError
from mediaframe.files.stream import Rejected, find_sources, stream_rows


def texts_and_reasons(path):
    (source,) = find_sources([str(path)])
    texts, reasons = [], []
    for item in stream_rows(source):
        if isinstance(item, Rejected):
            reasons.append((item.place.line, item.reason))
        else:
            texts.append((item[0].line, item[1]["text"]))
    return texts, reasons


def test_a_broken_line_of_json_loses_no_other(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "one"}\n\n[1]\n{"text": "tw\n{"text": "\xff"}\n{"text": "six"}'
    )

    texts, reasons = texts_and_reasons(path)

    assert texts == [(1, "one"), (6, "six")]
    assert [line for line, _ in reasons] == [3, 4, 5]
    assert reasons[2][1] == "byte 0xff is not UTF-8"


def test_a_line_without_end_is_told_and_passed_over(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 9_000_000 + b'"}\n{"text": "two"}\n')

    texts, reasons = texts_and_reasons(path)

    assert texts == [(2, "two")]
    assert "characters in one line" in reasons[0][1]


def test_a_record_of_csv_may_run_over_lines_and_a_short_one_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'text,outlet\n"one\nand a half",A\nlonely\n\xff,A\nfive,B\n')

    texts, reasons = texts_and_reasons(path)

    assert texts == [(2, "one\nand a half"), (6, "five")]
    assert reasons == [(4, "1 values for 2 columns"), (5, "not UTF-8")]


@pytest.mark.parametrize(
    ("ending", "pack"),
    [("gz", gzip.compress), ("zst", lambda data: pa.compress(data, codec="zstd", asbytes=True))],
)
def test_packed_files_are_read_and_one_cut_off_is_told(tmp_path, ending, pack):
    path = tmp_path / f"a.jsonl.{ending}"
    packed = pack(b"".join(b'{"text": "number %d"}\n' % n for n in range(5000)))
    path.write_bytes(packed)

    assert len(texts_and_reasons(path)[0]) == 5000
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError, match=r"a\.jsonl.*complete"):
        texts_and_reasons(path)


def test_folders_and_patterns_give_their_files_by_name(tmp_path):
    for name in ("b.jsonl", "a.csv.gz", "notes.md", "deep/c.parquet"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")

    of_folder = [source.path.name for source in find_sources([str(tmp_path)])]
    of_pattern = [source.stem for source in find_sources([str(tmp_path / "*.csv*")])]

    assert of_folder == ["a.csv.gz", "b.jsonl", "c.parquet"]
    assert of_pattern == ["a"]


@pytest.mark.parametrize("given", ["missing.jsonl", "*.none", "notes.md", "a.jsonl a.jsonl"])
def test_what_names_no_rows_is_refused(tmp_path, monkeypatch, given):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.md").write_text("# notes")
    (tmp_path / "a.jsonl").write_text("{}")

    with pytest.raises(InputError, match=given.split(maxsplit=1)[0].replace("*", r"\*")):
        find_sources(given.split())
