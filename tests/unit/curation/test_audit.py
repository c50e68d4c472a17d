"""Audits: their headline and table, and a page deaf to what texts say."""

import json

import pytest

from mediaframe.curation.audit import audit_headline, audit_table, write_audit
from mediaframe.data.audit import Audit, Finding
from tests.builders import LABELS

HOSTILE = "<script>alert(1)</script>"


def audit_of(*findings):
    return Audit(HOSTILE, 4, 2, dict.fromkeys(LABELS, 1), findings)


def test_an_audit_is_written_as_strict_json_and_a_page_deaf_to_what_texts_say(tmp_path):
    finding = Finding("leak", f"article {HOSTILE}", ("<b>", "é"), (HOSTILE, "– 🙂"))

    write_audit(tmp_path / "out", audit_of(finding))

    facts = json.loads((tmp_path / "out" / "audit.json").read_bytes(), parse_constant=pytest.fail)
    page = (tmp_path / "out" / "audit.html").read_text("utf-8")
    assert facts == {
        "corpus": HOSTILE,
        "sentences": 4,
        "articles": 2,
        "positives": dict.fromkeys(LABELS, 1),
        "is_clean": False,
        "findings": [finding.to_json()],
    }
    assert "<script" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "– 🙂" in page


@pytest.mark.parametrize(
    ("findings", "headline"),
    [
        pytest.param([], "4 sentences of 2 articles: clean.", id="nothing"),
        pytest.param([Finding("gap", "x", is_problem=False)], "4 sentences of 2 articles: clean.", id="facts"),
        pytest.param([Finding("leak", "x"), Finding("leak", "y"), Finding("gap", "x", is_problem=False)], "4 sentences of 2 articles: 2 problems.", id="problems"),
    ],
)  # fmt: skip
def test_the_headline_counts_problems_alone(findings, headline):
    assert audit_headline(audit_of(*findings)) == headline


def test_the_table_of_an_audit_has_the_share_of_each_label():
    table = audit_table(audit_of())

    assert table.rows == tuple((label, "1", "25.0%") for label in LABELS)
