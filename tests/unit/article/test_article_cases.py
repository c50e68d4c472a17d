"""Raw articles are read as their editors meant them: a table of cases."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from mediaframe.article.cutting import cut_article
from mediaframe.reader.terms import bundled_terms

SHARED = Path(__file__).parents[3].parent / "shared" / "cases"
CASES = YAML(typ="safe").load(Path(__file__).with_name("article_cases.yaml").read_text("utf-8"))


def rows(kind):
    """Return the lines of every group, each with the group's name."""
    return [(group, line) for group, block in CASES[kind].items() for line in block.splitlines()]


def raw(line):
    """Return the text that a line of the table describes."""
    text = re.sub(r" ?[⏎↩] ?", "\n", line)
    return re.sub(r" ?¦|[⟨⟩]", "", text)


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


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        pytest.param("hyphen-initialisms.txt", ["Rep. Ana Poe, R-N.C., and Sen. Tom Fox, D-N.J., said so.", "Sen. Lee (R-S.C.) said no."], id="stops within tokens"),
        pytest.param("lines-lower-case.txt", ["Search ends after three days", "What happened next", "eBay said it would pay for the search."], id="a name in lower case"),
        pytest.param("lines-key-points.txt", ["Police searched the lake for three days", "two divers were hurt, officials said"], id="key points"),
        pytest.param("speech-tags.txt", ["“Never!” Lee insisted.", "“Where is the money?” Bank of England governor Tom Poe demanded."], id="speech tags"),
        pytest.param("no-space-at-quote.txt", ['"It is over."', "The market opened.", '"They lied,"the mayor said.', '"We won."'], id="no blank at a mark"),
    ],
)  # fmt: skip
@pytest.mark.skipif(
    not SHARED.is_dir(), reason="inputs that went wrong lie beside the checkout only"
)
def test_inputs_that_went_wrong_are_cut_right(name, pieces):
    found = [sentence.text for sentence in cut_article((SHARED / name).read_text("utf-8"), "a")]

    assert [piece for piece in pieces if piece not in found] == []


def test_verbs_of_the_speech_lexicon_tag_a_quotation():
    classes = ("saying", "asking", "insisting", "warning", "promising", "conceding", "announcing")
    forms = {
        form.strip()
        for name in classes
        for line in bundled_terms()[name]
        for form in line.split("|")
    }
    without_speech = {
        "attributed",
        "calculated",
        "cited",
        "determined",
        "highlighted",
        "implied",
        "paraphrased",
        "projected",
        "vouched",
    }  # they want an object, or tell of no speech, and follow no quotation
    past = {form for form in forms if form.endswith("ed") and " " not in form} - without_speech

    assert {verb for verb in past if len(cut_article(f"“No!” Ana Ruiz {verb}.", "a")) > 1} == set()
