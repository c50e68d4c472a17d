"""What may not stand in the package: whatever would run what a file holds, or write past the one door."""

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "mediaframe"
FILES = sorted(SOURCES.rglob("*.py"))
RUNS_WHAT_IT_READS = (
    r"\beval\b",
    r"\bexec\b",
    r"pickle",
    r"joblib\.load",
    r"\bmarshal\.|import marshal|from marshal",  # titles have the word too
    r"\bshelve\b",
    r"yaml\.load\(",
    r"shell=True",
    r"os\.(system|popen)",
    r"extractall",
    r"trust_remote_code=True",
    r"__import__",
)
WRITES = (
    r"""\bopen\([^)]*["'][wax]b?\+?["']""",
    r"\bopen\([^)]*\bO_(WRONLY|RDWR|CREAT)",
    r"\.write_(text|bytes)\(",
    r"\bos\.(rename|replace|mkdir|makedirs|link|symlink|truncate)\(",
    r"\.(rename|touch|symlink_to|hardlink_to)\(",
    r"\btempfile\b",
    r"\bshutil\b",
    r"\b(np\.save|savez|save_file)\(|\.to_(csv|parquet|pickle)\([^)]",
    r"\bpq\.write_table\(",
)
# Streams that are closed when the program starts are opened to nowhere.
STREAMS = "cli/endings.py"


@pytest.mark.parametrize("words", RUNS_WHAT_IT_READS)
def test_nothing_runs_what_a_file_holds(words):
    found = [path for path in FILES if re.search(words, path.read_text(encoding="utf-8"))]

    assert found == []


@pytest.mark.parametrize("words", WRITES)
def test_nothing_is_opened_to_be_written_to_but_by_the_one_door(words):
    found = [
        str(path.relative_to(SOURCES))
        for path in FILES
        if path.parent.name != "files" and re.search(words, path.read_text(encoding="utf-8"))
    ]

    assert [name for name in found if name != STREAMS] == []


def test_only_datasets_writes_by_itself():
    writers = [
        path.name
        for path in FILES
        if re.search(r"save_to_disk\(|savefig\((?!target)", path.read_text(encoding="utf-8"))
    ]

    assert writers == ["tables.py"]  # into a folder that appears whole
