"""Raw articles are read as their editors meant them: a table of cases."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from mediaframe.article.cutting import cut_article

CASES = YAML(typ="safe").load(Path(__file__).with_name("article_cases.yaml").read_text("utf-8"))


def rows(kind):
    """Return the lines of every group, each with the group's name."""
    return [(group, line) for group, block in CASES[kind].items() for line in block.splitlines()]


def raw(line):
    """Return the text that a line of the table describes."""
    text = re.sub(r" ?[⏎↩] ?", "\n", line)
    return re.sub(r" ¦|[⟨⟩]", "", text)


def expected(line):
    """Return the sentences that a line of the table describes."""
    parts = re.split(r"¦|⏎|⟨.*?⟩", re.sub(r" ?↩ ?", "\n", line))
    return [part.strip() for part in parts if part.strip()]


@pytest.mark.parametrize(
    "line",
    [
        *(pytest.param(line, id=f"{group}: {line}") for group, line in rows("right")),
        *(
            pytest.param(line, id=line, marks=pytest.mark.xfail(reason=reason, strict=True))
            for reason, line in rows("wrong")
        ),
    ],
)
def test_raw_article_is_read_as_its_editor_meant_it(line):
    sentences = cut_article(raw(line), "a")

    assert [sentence.text for sentence in sentences] == expected(line)


def test_table_is_large_and_nearly_all_of_it_right():
    right, wrong = len(rows("right")), len(rows("wrong"))

    assert right + wrong >= 200
    assert right / (right + wrong) >= 0.97
