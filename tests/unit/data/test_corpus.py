"""A corpus comes out of a file as it went in, or the file, the line and the remedy are named."""

import csv
import datetime
import json
import shutil
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Dataset

from mediaframe.article.sentences import lone_sentences
from mediaframe.codebook import Codebook, Label, load_codebook
from mediaframe.config import CorpusConfig
from mediaframe.data.corpus import Coding, Corpus, corpora_digest, read_corpora, read_corpus
from mediaframe.data.formats import FORMATS
from mediaframe.errors import InputError
from tests.builders import LABELS, make_corpus, make_rows, write_jsonl

CODEBOOK = load_codebook()
UKRAINE_NEWS = Path(__file__).parents[3].parent / "shared" / "corpora" / "ukraine-news.jsonl"


def _corpora(first, *further):
    return CorpusConfig(path=str(first), further=tuple(map(str, further)))


def row(sentence_id="1", article_id="a", text="It rained.", labels=(), **others):
    return {
        "sentence_id": sentence_id,
        "article_id": article_id,
        "text": text,
        "labels": list(labels),
        **others,
    }


TRICKY = [
    row("001", "007", "NA", ["attribution"], outlet="NA", date="2024-01-05"),
    row("1", "007", "null", [], outlet="None", date="2024-01-06"),
    row("NA", "7", "1e5", ["official_claim", "attribution"], outlet="", date="05/01/2024"),
    row(
        "2024-01-05",
        "NA",
        'A "comma, quoted"\nover two lines',
        [],
        outlet="Ünï 😀",
        date="20240105",
    ),
    row("true", "2024-01-05", " spaces kept ", ["contested_claim"], outlet="001", date="NaN"),
]
"""Values that readers with opinions on types turn into something else."""


def as_jsonl(folder, rows):
    return write_jsonl(folder / "corpus.jsonl", rows)


def as_csv(folder, rows):
    path = folder / "corpus.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows({**row, "labels": "|".join(row["labels"])} for row in rows)
    return path


def as_parquet(folder, rows):
    path = folder / "corpus.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def as_dataset(folder, rows):
    path = folder / "corpus"
    Dataset.from_list(rows).save_to_disk(str(path))
    return path


every_format = pytest.mark.parametrize(
    "write",
    [
        pytest.param(as_jsonl, id="JSON Lines"),
        pytest.param(as_csv, id="CSV"),
        pytest.param(as_parquet, id="Parquet"),
        pytest.param(as_dataset, id="Hugging Face dataset"),
    ],
)


def as_read(corpus):
    """Return a corpus as rows again."""
    return [
        row(
            sentence.sentence_id,
            sentence.article_id,
            sentence.text,
            [label for label, given in zip(corpus.labels, target, strict=True) if given],
            **{name: values[position] for name, values in corpus.columns.items()},
        )
        for position, (sentence, target) in enumerate(
            zip(corpus.sentences, corpus.targets, strict=True)
        )
    ]


@every_format
def test_ids_texts_and_columns_come_out_as_they_went_in(tmp_path, write):
    path = write(tmp_path, TRICKY)

    corpus = read_corpus(path, CODEBOOK)

    found = {row["sentence_id"]: {**row, "labels": set(row["labels"])} for row in as_read(corpus)}
    assert found == {row["sentence_id"]: {**row, "labels": set(row["labels"])} for row in TRICKY}


@every_format
def test_articles_are_sorted_and_their_sentences_stay_in_row_order(tmp_path, write):
    rows = [
        row(sid, aid) for sid, aid in [("9", "b"), ("z", "a"), ("1", "b"), ("y", "a"), ("5", "B")]
    ]

    corpus = read_corpus(write(tmp_path, rows), CODEBOOK)

    assert [(s.article_id, s.sentence_id) for s in corpus.sentences] == [
        ("B", "5"),
        ("a", "z"),
        ("a", "y"),
        ("b", "9"),
        ("b", "1"),
    ]


@every_format
def test_targets_coders_and_columns_follow_their_sentences(tmp_path, write):
    rows = [
        row("1", "b", labels=["attribution"], coder_1="official_claim", coder_2="", topic="rain"),
        row("2", "a", labels=["contested_claim"], coder_1="", coder_2="attribution", topic="dam"),
    ]

    corpus = read_corpus(write(tmp_path, rows), CODEBOOK)

    assert corpus.targets.tolist() == [[False, False, True], [True, False, False]]
    assert corpus.coders["coder_1"].targets.tolist() == [
        [False, False, False],
        [False, True, False],
    ]
    assert corpus.coders["coder_2"].targets.tolist() == [
        [True, False, False],
        [False, False, False],
    ]
    assert corpus.columns == {"topic": ("dam", "rain")}


@every_format
def test_a_corpus_is_the_same_from_every_format(tmp_path, write):
    rows = make_rows(articles=3)

    corpus = read_corpus(write(tmp_path, rows), CODEBOOK)

    made = make_corpus(articles=3)
    assert corpus.sentences == made.sentences
    assert corpus.targets.tolist() == made.targets.tolist()
    assert corpus.labels == LABELS


@pytest.mark.parametrize("write", [as_jsonl, as_csv, as_parquet])
def test_a_file_is_named_and_known_by_its_bytes(tmp_path, write):
    path = write(tmp_path, make_rows(2))

    corpus = read_corpus(path, CODEBOOK)

    assert corpus.name == path.name
    assert corpus.sha256 == sha256(path.read_bytes()).hexdigest()


def test_a_folder_is_known_by_all_its_bytes(tmp_path):
    first = read_corpus(as_dataset(tmp_path, make_rows(2)), CODEBOOK)
    (tmp_path / "corpus" / "left-over").mkdir()  # a folder has no bytes
    again = read_corpus(tmp_path / "corpus", CODEBOOK)
    other = read_corpus(as_dataset(tmp_path / "other", make_rows(3)), CODEBOOK)

    assert first.name == "corpus"
    assert first.sha256 == again.sha256
    assert first.sha256 != other.sha256


def test_numbers_as_ids_are_their_digits(tmp_path):
    path = write_jsonl(tmp_path / "corpus.jsonl", [row(1, 10), row(2, 9)])

    corpus = read_corpus(str(path), CODEBOOK)

    assert [(s.article_id, s.sentence_id) for s in corpus.sentences] == [("10", "1"), ("9", "2")]


def test_a_column_that_a_csv_file_leaves_empty_is_nothing(tmp_path):
    path = tmp_path / "corpus.csv"
    path.write_text('sentence_id,article_id,text,labels,outlet,topic\n1,a,It rained.,,,""\n')

    corpus = read_corpus(path, CODEBOOK)

    assert corpus.columns == {"outlet": (None,), "topic": ("",)}
    assert not corpus.targets.any()


def test_the_sentences_a_coder_left_out_are_told_from_those_without_a_label(tmp_path):
    path = as_jsonl(
        tmp_path, [row("1", coder_1=[], coder_2=[]), row("2", coder_1=[], coder_2=None)]
    )

    corpus = read_corpus(path, CODEBOOK)

    assert corpus.coders["coder_1"].is_coded.tolist() == [True, True]
    assert corpus.coders["coder_2"].is_coded.tolist() == [True, False]
    assert corpus.take(np.array([1])).coders["coder_2"].is_coded.tolist() == [False]


def test_a_column_that_only_some_rows_have_is_empty_elsewhere(tmp_path):
    path = as_jsonl(tmp_path, [row("1"), row("2", page=3), row("3", tags=["a", "ü"])])

    corpus = read_corpus(path, CODEBOOK)

    assert corpus.columns == {"page": (None, "3", None), "tags": (None, None, '["a", "ü"]')}


def test_a_typed_date_reads_as_an_iso_date(tmp_path):
    path = as_parquet(tmp_path, [row(date=datetime.date(2024, 1, 5))])

    corpus = read_corpus(path, CODEBOOK)

    assert corpus.columns == {"date": ("2024-01-05",)}


def test_labels_are_those_of_the_codebook_in_its_order(tmp_path):
    codebook = Codebook(
        name="other",
        version="1",
        labels=(Label(name="zeal", definition="Zeal."), Label(name="awe", definition="Awe.")),
    )
    path = as_jsonl(tmp_path, [row(labels=["awe"])])

    corpus = read_corpus(path, codebook)

    assert corpus.labels == ("zeal", "awe")
    assert corpus.targets.tolist() == [[False, True]]


def test_the_corpus_that_ships_is_read_by_its_name():
    source = files("mediaframe.data") / "bundled" / "corpus.jsonl"

    corpus = read_corpus("bundled", CODEBOOK)

    lines = source.read_text(encoding="utf-8").splitlines()
    assert corpus.name == "bundled"
    assert corpus.sha256 == sha256(source.read_bytes()).hexdigest()
    assert len(corpus.sentences) == len(lines)
    assert corpus.n_articles == len({json.loads(line)["article_id"] for line in lines})


@pytest.mark.parametrize(
    ("second", "message"),
    [
        pytest.param(
            row("2", labels=["atribution"]),
            "{path}:2: labels: 'atribution' is not a label of codebook framing {version}; did you mean 'attribution'?",
            id="misspelt label",
        ),
        pytest.param(
            row("2", coder_1=["zzz"]),
            "{path}:2: coder_1: 'zzz' is not a label of codebook framing {version}; choose from attribution, contested_claim, official_claim",
            id="label of a coder",
        ),
        pytest.param(
            row("1"),
            "{path}:2: sentence_id: '1' stands already at {path}:1; give each sentence its own id",
            id="sentence id twice",
        ),
        pytest.param(
            {**row("2"), "labels": None},
            "{path}:2: labels: missing; write [] where a sentence has no label",
            id="labels null",
        ),
        pytest.param(
            {**row("2"), "labels": 3},
            "{path}:2: labels: is 3; numbers stand for labels that are named elsewhere (ClassLabel, ids of a tool): write a list of their names, [] for none",
            id="labels a number",
        ),
        pytest.param(
            row("2", article_id=None),
            "{path}:2: article_id: missing; every row needs it",
            id="no article",
        ),
        pytest.param(
            row("2", article_id=1.5),
            "{path}:2: article_id: is 1.5, must be text; put it in quotation marks",
            id="article a fraction",
        ),
        pytest.param(
            row(True),
            "{path}:2: sentence_id: is True, must be text; put it in quotation marks",
            id="id a truth",
        ),
        pytest.param(
            row("2", text=""), "{path}:2: text: missing; every row needs it", id="no text"
        ),
        pytest.param(
            row("2", text="half \ud83d of it"),
            "{path}:2: text: holds half a character (a lone surrogate); save the text again as UTF-8",
            id="half a character",
        ),
        pytest.param(
            ["no", "object"],
            "{path}:2: a list, not an object; write one {{...}} a line",
            id="a list",
        ),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_remedy(tmp_path, second, message):
    first = row("1", "z", coder_1=[])  # sorts behind the second row, so lines are not positions
    path = as_jsonl(tmp_path, [first, second])

    with pytest.raises(InputError) as refusal:
        read_corpus(path, CODEBOOK)

    assert str(refusal.value) == message.format(path=path, version=CODEBOOK.version)


@pytest.mark.parametrize("column", ["article_id", "text"])
def test_a_column_that_no_row_has_is_named(tmp_path, column):
    rows = [{key: value for key, value in row(sid).items() if key != column} for sid in "12"]
    path = as_jsonl(tmp_path, rows)

    with pytest.raises(InputError) as refusal:
        read_corpus(path, CODEBOOK)

    made = "; --column article_id= (in a config null) makes each row an article of its own"
    assert str(refusal.value) == f"{path}: {column}: no such column; add it" + (
        made if column == "article_id" else ""
    )


@pytest.mark.parametrize(
    ("column", "misnamed"),
    [
        ("sentence_id", "sentenceid"),
        ("article_id", "articel_id"),
        ("text", "Text"),
        ("labels", "Labels"),
    ],
)
def test_a_misnamed_column_is_told_with_the_nearest_name(tmp_path, column, misnamed):
    rows = [
        {misnamed if key == column else key: value for key, value in row(sid).items()}
        for sid in "12"
    ]
    path = as_jsonl(tmp_path, rows)

    with pytest.raises(InputError) as refusal:
        read_corpus(path, CODEBOOK)

    hint = f"did you mean {misnamed!r}? rename it to {column}, or say so: --column {column}={misnamed} (in a config: corpus.columns)"
    assert str(refusal.value).startswith(f"{path}: {column}: no such column; {hint}")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"labels": ["zzz"]}, "labels: 'zzz' is not a label", id="labels"),
        pytest.param({"text": ""}, "text: missing", id="text"),
        pytest.param({"labels": None}, "labels: missing", id="not coded"),
        pytest.param({"sentence_id": "1"}, "sentence_id: '1' stands already", id="id twice"),
    ],
)
def test_of_several_bad_rows_the_first_is_told_and_where_the_others_are(tmp_path, wrong, message):
    path = as_jsonl(tmp_path, [row("1"), *({**row(sid), **wrong} for sid in "234")])

    with pytest.raises(InputError) as refusal:
        read_corpus(path, CODEBOOK)

    assert str(refusal.value).startswith(f"{path}:2: {message}")
    assert str(refusal.value).endswith(" (also in 3, 4)")


@pytest.mark.parametrize(
    ("write", "place"),
    [
        pytest.param(as_csv, "{path}:3", id="line of a CSV file"),
        pytest.param(as_parquet, "{path}: row 2", id="row of a Parquet file"),
        pytest.param(as_dataset, "{path}: row 2", id="row of a dataset"),
    ],
)
def test_a_wrong_row_of_other_formats_is_named_too(tmp_path, write, place):
    path = write(tmp_path, [row("1"), row("2", labels=["offical_claim"])])

    with pytest.raises(InputError) as refusal:
        read_corpus(path, CODEBOOK)

    message = str(refusal.value)
    assert message.startswith(f"{place.format(path=path)}: labels: 'offical_claim' is not a label")
    assert message.endswith("did you mean 'official_claim'?")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "none.jsonl", "cannot be read (No such file or directory); check the path", id="missing"
        ),
        pytest.param(
            "corpus.jsnl",
            "cannot tell the format; say the format: " + ", ".join(FORMATS),
            id="another ending",
        ),
        pytest.param(
            "empty.jsonl", "1: no rows; give a file with at least one sentence", id="empty"
        ),
    ],
)
def test_a_file_that_is_no_corpus_is_refused_with_what_to_do(tmp_path, name, message):
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "corpus.jsnl").touch()

    with pytest.raises(InputError) as refusal:
        read_corpus(tmp_path / name, CODEBOOK)

    assert str(refusal.value).startswith(str(tmp_path / name))
    assert str(refusal.value).endswith(message)


def test_a_folder_that_is_no_dataset_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot tell the format; name the folder that holds"):
        read_corpus(tmp_path, CODEBOOK)


def test_a_damaged_dataset_is_refused(tmp_path):
    (tmp_path / "state.json").write_text("{}")

    with pytest.raises(
        InputError, match=r"not a readable Hugging Face dataset \(.*\); save it again"
    ):
        read_corpus(tmp_path, CODEBOOK)


def test_a_dataset_without_rows_is_refused_as_such(tmp_path):
    dataset = Dataset.from_list([row()]).filter(lambda _: False)
    dataset.save_to_disk(str(tmp_path / "none"))

    with pytest.raises(InputError, match="no rows"):
        read_corpus(tmp_path / "none", CODEBOOK)


def test_a_corpus_of_some_sentences_keeps_every_part_in_step(tmp_path):
    rows = [row(str(n), labels=[LABELS[n]], coder_1=[LABELS[n]], topic=str(n)) for n in range(3)]
    corpus = read_corpus(as_jsonl(tmp_path, rows), CODEBOOK)

    part = corpus.take(np.array([2, 0]))

    assert [s.sentence_id for s in part.sentences] == ["2", "0"]
    assert part.targets.tolist() == corpus.targets[[2, 0]].tolist()
    assert part.coders["coder_1"].targets.tolist() == corpus.targets[[2, 0]].tolist()
    assert part.columns == {"topic": ("2", "0")}
    assert (part.name, part.sha256) == (corpus.name, corpus.sha256)


def test_articles_are_counted_once_each():
    corpus = make_corpus(articles=4, sentences=3)

    assert corpus.n_articles == 4
    assert corpus.articles[:4] == ("a00", "a00", "a00", "a01")


@pytest.mark.parametrize(
    ("targets", "coders", "name"),
    [
        pytest.param((2, 2), {}, "targets", id="a row of targets too many"),
        pytest.param((1, 3), {}, "targets", id="a column too many"),
        pytest.param((1, 2), {"coder_1": (1, 1)}, "coder_1", id="a coder's column too few"),
    ],
)
def test_parts_that_disagree_are_refused(targets, coders, name):
    zeros = {
        coder: Coding(np.zeros(shape, dtype=np.bool_), np.ones(shape[0], dtype=np.bool_))
        for coder, shape in coders.items()
    }

    with pytest.raises(ValueError, match=rf"^{name} is .* but sentences x labels is \(1, 2\)"):
        Corpus(
            "c",
            "0",
            ("a", "b"),
            lone_sentences(["x"]),
            np.zeros(targets, dtype=np.bool_),
            zeros,
            {},
        )


def two_corpora(folder):
    """Write two corpora of different columns and coders, and return their paths."""
    north = [
        row("1", "a", labels=["attribution"], coder_1=[], outlet="Post"),
        row("2", "b", outlet="Sun"),
    ]
    south = [row("1", "a", "It snowed.", coder_2=["official_claim"], topic="weather")]
    return [write_jsonl(folder / "north.jsonl", north), write_jsonl(folder / "south.jsonl", south)]


def test_one_corpus_alone_is_read_as_it_is(tmp_path):
    path, _ = two_corpora(tmp_path)

    corpus, alone = read_corpora(_corpora(path), CODEBOOK), read_corpus(path, CODEBOOK)

    assert (corpus.name, corpus.sha256, corpus.sentences) == (alone.name, alone.sha256, alone.sentences)  # fmt: skip
    assert "corpus" not in corpus.columns


def test_several_corpora_are_one_in_which_ids_and_a_column_tell_them_apart(tmp_path):
    corpus = read_corpora(_corpora(*two_corpora(tmp_path)), CODEBOOK)

    assert corpus.name == "north + south"
    assert corpus.articles == ("north/a", "north/b", "south/a")
    assert [sentence.sentence_id for sentence in corpus.sentences] == ["north/1", "north/2", "south/1"]  # fmt: skip
    assert corpus.sentences[2].text == "It snowed."
    assert corpus.targets.sum(axis=1).tolist() == [1, 0, 0]
    assert corpus.columns == {
        "corpus": ("north", "north", "south"),
        "outlet": ("Post", "Sun", None),
        "topic": (None, None, "weather"),
    }


def test_a_coder_of_one_corpus_coded_nothing_of_the_other(tmp_path):
    corpus = read_corpora(_corpora(*two_corpora(tmp_path)), CODEBOOK)

    first, second = corpus.coders["coder_1"], corpus.coders["coder_2"]
    assert first.is_coded.tolist() == [True, False, False]
    assert second.is_coded.tolist() == [False, False, True]
    assert second.targets.sum(axis=1).tolist() == [0, 0, 1]
    assert not first.targets.any()


@pytest.mark.parametrize("order", [pytest.param(1, id="as written"), pytest.param(-1, id="turned")])
def test_the_digest_of_several_is_known_without_reading_and_whatever_their_order(tmp_path, order):
    paths = [*two_corpora(tmp_path), "bundled"]

    digest = corpora_digest(paths[::order])

    corpus = read_corpora(_corpora(*paths), CODEBOOK)
    assert digest == corpus.sha256
    assert read_corpora(_corpora(*paths[::-1]), CODEBOOK).sha256 == digest
    assert set(corpus.columns["corpus"]) == {"bundled", "north", "south"}


def test_the_order_of_corpora_moves_no_sentence(tmp_path):
    paths = two_corpora(tmp_path)

    one, other = (
        read_corpora(_corpora(*paths), CODEBOOK),
        read_corpora(_corpora(*paths[::-1]), CODEBOOK),
    )

    assert one.sentences == other.sentences
    assert one.targets.tolist() == other.targets.tolist()


@pytest.mark.parametrize("path", ["bundled", "north.jsonl"])
def test_the_digest_of_one_is_that_of_its_bytes(tmp_path, monkeypatch, path):
    two_corpora(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert corpora_digest([path]) == read_corpora(_corpora(path), CODEBOOK).sha256


def test_a_byte_or_a_name_of_one_corpus_changes_the_digest_of_all(tmp_path):
    north, south = two_corpora(tmp_path)
    before = corpora_digest([north, south])
    renamed = shutil.copy(south, tmp_path / "east.jsonl")

    south.write_text(south.read_text().replace("snowed", "hailed"))

    assert len({before, corpora_digest([north, south]), corpora_digest([north, renamed])}) == 3


def test_two_corpora_of_one_name_are_refused(tmp_path):
    (tmp_path / "other").mkdir()
    paths = [as_jsonl(folder, [row()]) for folder in (tmp_path, tmp_path / "other")]

    with pytest.raises(InputError, match=r"two corpora are called corpus; rename one of the files"):
        read_corpora(_corpora(*paths), CODEBOOK)


def test_a_column_that_is_to_tell_corpora_apart_is_refused_where_it_is_taken(tmp_path):
    north, south = two_corpora(tmp_path)
    write_jsonl(south, [row(corpus="mine")])

    with pytest.raises(InputError) as refusal:
        read_corpora(_corpora(north, south), CODEBOOK)

    assert str(refusal.value) == f"{south}: has a column corpus, which is to tell corpora apart; rename it"  # fmt: skip
    assert read_corpora(_corpora(south), CODEBOOK).columns["corpus"] == ("mine",)


@pytest.mark.skipif(not UKRAINE_NEWS.exists(), reason="the shared corpora are not here")
def test_a_real_corpus_is_read_whole():
    corpus = read_corpus(UKRAINE_NEWS, CODEBOOK)

    assert (len(corpus.sentences), corpus.n_articles) == (916, 42)
    assert corpus.targets.sum(axis=0).tolist() == [568, 243, 70]
    assert list(corpus.coders) == ["coder_1", "coder_2"]
