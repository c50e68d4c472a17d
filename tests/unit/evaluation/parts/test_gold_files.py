"""Gold as rows: what a file codes is read, what it lacks is left out, what it says wrongly is refused."""

from pathlib import Path

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.errors import InputError
from mediaframe.evaluation.parts.gold import GoldCode, GoldContest, GoldSpans
from mediaframe.evaluation.parts.gold_files import labels_in, read_gold, sentences_in
from tests.builders import write_jsonl

CODEBOOK = load_codebook()
GOLD = Path(__file__).parents[3] / "gold" / "examples.yaml"


def row(number, text, **more):
    """Return a row of the article `a`."""
    return {"sentence_id": f"a:{number}", "article_id": "a", "text": text, **more}


SAID = row(
    1,
    "Police say he fled.",
    labels=["attribution", "official_claim"],
    source="police",
    source_status="official",
    content="assertion",
    attribution_spans=[{"source": [[0, 6]], "cue": [[7, 10]], "content": [[11, 18]]}],
)
PLAIN = row(2, "Rain fell.", labels=[])
ALLEGED = row(3, "The alleged theft.", labels=["contested_claim"], contest="distance")


def read(tmp_path, *rows):
    """Return the sentences of the only article of a file."""
    (article,) = read_gold([str(write_jsonl(tmp_path / "rows.jsonl", rows))], CODEBOOK)
    return article


def test_a_row_tells_labels_spans_code_and_contest(tmp_path):
    said, plain, alleged = read(tmp_path, SAID, PLAIN, ALLEGED)

    assert said.labels == {"attribution", "official_claim"}
    assert said.spans == (GoldSpans(((0, 6),), ((7, 10),), ((11, 18),)),)
    assert said.codes == (GoldCode("police", "official", "assertion", None),)
    assert alleged.contests == (GoldContest("distance", None),)
    assert (plain.spans, plain.codes, plain.contests, plain.labels) == ((), (), (), frozenset())
    assert not said.is_marked_up


def test_what_no_row_of_a_file_has_is_not_coded(tmp_path):
    (plain,) = read(tmp_path, PLAIN)

    assert (plain.spans, plain.codes, plain.contests) == (None, None, None)


def test_a_row_with_labels_but_without_their_code_is_not_coded(tmp_path):
    bare = row(4, "He denied it.", labels=["attribution", "contested_claim"])

    *_, last = read(tmp_path, SAID, ALLEGED, bare)

    assert (last.codes, last.contests) == (None, None)


def test_a_row_that_nobody_labelled_has_no_labels(tmp_path):
    _, unlabelled = read(tmp_path, SAID, row(2, "Rain fell.", labels=None))

    assert unlabelled.labels is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"source_status": "minister"}, "1: source_status: is 'minister'; write one of official, politician", id="status"),
        pytest.param({"content": None}, "1: content: is None; write one of assertion, forecast", id="no content"),
        pytest.param({"contest": "doubt"}, "1: contest: is 'doubt'; write one of clash, distance", id="contest"),
        pytest.param({"source": 5.5}, "1: source: is 5.5, must be text", id="source"),
        pytest.param({"labels": ["official"]}, "1: labels: 'official' is not a label", id="label"),
        pytest.param({"attribution_spans": [{"cue": [[7, 99]]}]}, "1: attribution_spans: [7, 99] lies outside the sentence of 19 characters", id="beyond"),
        pytest.param({"attribution_spans": [{"cue": [[9, 7]]}]}, "1: attribution_spans: [9, 7] lies outside", id="backwards"),
        pytest.param({"attribution_spans": [{"cue": [7, 10]}]}, "1: attribution_spans: ", id="no pairs"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_key(tmp_path, change, told):
    with pytest.raises(InputError) as refused:
        read(tmp_path, SAID | change)

    assert str(refused.value).startswith(f"{tmp_path / 'rows.jsonl'}:{told}")


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(InputError) as refused:
        read(tmp_path, SAID | {"content": "x"}, PLAIN | {"labels": ["x"]})

    assert len(str(refused.value).splitlines()) == 2


def test_a_file_that_codes_nothing_is_no_gold(tmp_path):
    with pytest.raises(InputError, match="none of labels, attribution_spans, source_status"):
        read(tmp_path, row(1, "Rain fell."))


def test_an_article_stands_in_one_file_alone(tmp_path):
    files = [str(write_jsonl(tmp_path / name, [SAID])) for name in ("a.jsonl", "b.jsonl")]

    with pytest.raises(InputError, match=r"b.jsonl: article_id: 'a' stands already in .*a.jsonl"):
        read_gold(files, CODEBOOK)


def test_files_of_both_forms_are_gold_together(tmp_path):
    rows = str(write_jsonl(tmp_path / "rows.jsonl", [SAID]))

    articles = read_gold([str(GOLD), rows], CODEBOOK)

    assert [articles[n][0].sentence.article_id for n in (0, -1)] == ["plain-official", "a"]


def test_marked_up_gold_is_read_without_its_marks():
    sentences = sentences_in([str(GOLD)], None, "sentence", CODEBOOK)

    assert sentences[0].text == "The water ministry said two wells had run dry."


def test_marked_up_gold_and_articles_are_not_mixed(tmp_path):
    with pytest.raises(InputError, match="one kind at a time"):
        sentences_in([str(GOLD), str(tmp_path / "a.txt")], None, "sentence", CODEBOOK)


def test_labels_are_those_of_rows_and_gold(tmp_path):
    rows = write_jsonl(tmp_path / "rows.jsonl", [SAID, row(2, "Rain fell."), {"text": "Sun."}])
    text = tmp_path / "a.txt"
    text.write_text("Rain fell.", encoding="utf-8")

    labels = labels_in([str(rows), str(text), "-", str(GOLD)], CODEBOOK)

    assert labels["a:1"] == {"attribution", "official_claim"}
    assert "a:2" not in labels
    assert labels["disclaimer:1"] == {"attribution", "contested_claim"}


def test_rows_of_csv_cannot_hold_spans(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        "sentence_id,article_id,text,labels,attribution_spans\na:1,a,Rain fell.,,[]\n",
        encoding="utf-8",
    )

    with pytest.raises(InputError, match=r"rows.csv:2: attribution_spans: .*write a list"):
        read_gold([str(path)], CODEBOOK)
