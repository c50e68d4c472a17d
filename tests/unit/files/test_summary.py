"""How results show themselves."""

import pytest

from mediaframe.files.summary import Summarised, Summary
from tests.builders import LABELS, make_corpus

HOSTILE = Summary("<b>A&B</b>", ("one\x1b[31m",), (("label", "F1"), ("<i>", "0.5")))


class Shown(Summarised):
    """Shows something of another's making."""

    def summary(self):
        """Return it."""
        return HOSTILE


def test_a_session_gets_text_and_a_notebook_markup():
    assert repr(Shown()) == "<b>A&B</b>\none�[31m\nlabel  F1\n<i>    0.5"
    assert Shown()._repr_html_().startswith("<div><p><strong>&lt;b&gt;A&amp;B")


def test_nothing_that_is_told_can_be_markup():
    shown = HOSTILE.to_html()

    assert "<b>" not in shown
    assert "<td>&lt;i&gt;</td>" in shown
    assert "\x1b" not in shown


def test_without_rows_there_is_no_table():
    assert Summary("title", ("line",)).to_text() == "title\nline"
    assert "<table" not in Summary("title").to_html()


@pytest.mark.parametrize("shown", [repr, lambda corpus: corpus._repr_html_()], ids=["text", "HTML"])
def test_a_corpus_tells_its_size_and_labels(shown):
    told = shown(make_corpus())

    assert "48 sentences of 8 articles" in told
    assert [label for label in LABELS if label not in told] == []
