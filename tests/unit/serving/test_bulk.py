"""Scoring in bulk: the same scores as one by one, bounded, resumable, whoever does it."""

import json
from dataclasses import replace
from importlib.util import find_spec

import pyarrow.parquet as pq
import pytest

from mediaframe.config import LogisticHead
from mediaframe.errors import InputError
from mediaframe.files.stream import find_sources, stream_rows
from mediaframe.serving import bulk, parts
from mediaframe.serving.bulk import Task, score_rows
from mediaframe.serving.parts import Parts
from mediaframe.serving.workers import Workers
from tests.builders import make_model, make_noisy_rows, write_jsonl
from tests.conftest import contents


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(1.0,)))


@pytest.fixture(scope="module")
def rows():
    return [
        {**row, "outlet": "A" if number % 2 else "B", "labels": ["attribution"]}
        for number, row in enumerate(make_noisy_rows())
    ]


def task_of(folder, rows, **settings):
    path = write_jsonl(folder / "in.jsonl", rows)
    return Task(find_sources([str(path)]), **{"file_format": "jsonl", "part_size": 30, **settings})


def read_parts(folder):
    return [
        json.loads(line)
        for part in sorted((folder / "parts").glob("*.jsonl"))
        for line in part.read_text(encoding="utf-8").splitlines()
    ]


def test_rows_come_out_with_their_columns_and_the_scores_of_predict_proba(tmp_path, model, rows):
    summary = score_rows(model, task_of(tmp_path, rows), tmp_path / "out")

    scored = read_parts(tmp_path / "out")
    expected = model.predict_proba(
        [row["text"] for row in rows], [row["article_id"] for row in rows]
    )
    assert summary.parts > 2
    assert [row["sentence_id"] for row in scored] == [row["sentence_id"] for row in rows]
    assert [row["outlet"] for row in scored] == [row["outlet"] for row in rows]
    assert {tuple(row["coded"]) for row in scored} == {("attribution",)}
    assert [list(row["scores"].values()) for row in scored] == expected.tolist()
    given = sum("official_claim" in row["labels"] for row in scored)
    assert summary.given["official_claim"] == given > 0


def test_parquet_parts_have_flat_columns_of_the_same_types(tmp_path, model, rows):
    rows = [{**row, "extra": {"n": n}} if n % 50 == 0 else row for n, row in enumerate(rows)]
    score_rows(model, task_of(tmp_path, rows, file_format="parquet"), tmp_path / "out")

    table = pq.read_table(tmp_path / "out" / "parts")

    assert table.num_rows == len(rows)
    assert {"outlet", "label.attribution", "score.attribution"} <= set(table.column_names)
    decided = table["label.attribution"].to_pylist()
    assert decided == [int("attribution" in labels) for labels in table["labels"].to_pylist()]


@pytest.mark.parametrize("stop_after", [0, 1, 2])
def test_a_stopped_run_goes_on_and_ends_with_equal_bytes(
    tmp_path, model, rows, monkeypatch, stop_after
):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "whole")
    kept = bulk._keep

    def keep(folder, file_format, part):
        if part.number > stop_after:
            raise KeyboardInterrupt
        return kept(folder, file_format, part)

    monkeypatch.setattr(bulk, "_keep", keep)
    with pytest.raises(KeyboardInterrupt):
        score_rows(model, task, tmp_path / "out")
    monkeypatch.setattr(bulk, "_keep", kept)
    begun = set(contents(tmp_path / "out"))
    score_part, again = parts.score_part, []

    def score(*given):
        again.append(given[-1].number)
        return score_part(*given)

    monkeypatch.setattr(bulk, "score_part", score)

    score_rows(model, task, tmp_path / "out")

    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert f"done/{stop_after:05d}.json" in begun
    assert again == list(range(stop_after + 1, len(list((tmp_path / "out" / "parts").iterdir()))))


@pytest.mark.parametrize(
    "workers",
    [
        Workers(jobs=2),
        pytest.param(
            Workers("dask", 2),
            marks=pytest.mark.skipif(find_spec("distributed") is None, reason="extra distributed"),
        ),
    ],
    ids=["two processes", "dask"],
)
def test_whoever_does_it_the_bytes_are_the_same(tmp_path, model, rows, workers):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "one")

    score_rows(model, task, tmp_path / "many", workers=workers)

    assert contents(tmp_path / "many") == contents(tmp_path / "one")


def test_a_bad_line_in_the_middle_loses_nothing_else(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    lines = (tmp_path / "in.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    lines[70:70] = ['{"text": "cut o\n', '{"article_id": "x"}\n']
    (tmp_path / "in.jsonl").write_text("".join(lines), encoding="utf-8")

    summary = score_rows(model, task, tmp_path / "out")

    rejects = [
        json.loads(line) for line in (tmp_path / "out" / "rejects.jsonl").read_text().splitlines()
    ]
    assert summary.sentences == len(rows)
    assert summary.rejected == 2
    assert [reject["place"].rpartition(":")[2] for reject in rejects] == ["71", "72"]
    assert rejects[1]["reason"].startswith("text: missing")


def test_an_article_that_goes_on_later_is_told(tmp_path, model, rows):
    torn = [*rows[3:], *rows[:3]]
    assert rows[2]["article_id"] == rows[3]["article_id"]

    summary = score_rows(model, task_of(tmp_path, torn), tmp_path / "out")

    assert len(summary.torn) == 1
    assert summary.torn[0].endswith(f":{len(rows) - 2}")


def test_rows_that_are_articles_are_told_and_cut_when_asked(tmp_path, model):
    article = "The river rose. The mayor of Halven said two roads were closed. " * 30
    rows = [{"article_id": str(n), "text": article} for n in range(3)]

    as_sentences = score_rows(model, task_of(tmp_path, rows), tmp_path / "sentences")
    as_articles = score_rows(model, task_of(tmp_path, rows, unit="article"), tmp_path / "articles")

    assert as_sentences.long_rows
    assert not as_articles.long_rows
    assert as_articles.sentences == 3 * 60


def test_a_folder_of_another_task_or_of_something_else_is_left_alone(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    before = contents(tmp_path / "out")

    with pytest.raises(InputError, match="another model, input or options"):
        score_rows(model, task_of(tmp_path, rows[:50]), tmp_path / "out")
    with pytest.raises(InputError, match="something else"):
        score_rows(model, task, tmp_path / "mine", force=True)

    assert contents(tmp_path / "out") == before
    assert contents(tmp_path / "mine") == {"notes.txt": b"keep me"}


def test_what_a_killed_run_left_is_no_obstacle_to_another_task(tmp_path, model, rows):
    score_rows(model, task_of(tmp_path, rows), tmp_path / "out")
    left = [
        tmp_path / "out" / name / ".mediaframe.0123456789abcdef" for name in ("", "parts", "done")
    ]
    for folder in left:
        folder.mkdir()

    score_rows(model, task_of(tmp_path, rows[:40]), tmp_path / "out", force=True)

    assert len(read_parts(tmp_path / "out")) == 40
    assert [folder for folder in left if folder.exists()] == []


def test_a_run_that_was_killed_before_it_said_what_it_scores_is_no_obstacle(tmp_path, model, rows):
    left = tmp_path / "out" / ".mediaframe.0123456789abcdef"
    left.mkdir(parents=True)

    score_rows(model, task_of(tmp_path, rows), tmp_path / "out")

    assert read_parts(tmp_path / "out")
    assert not left.exists()


def test_what_a_killed_run_left_is_gone_once_it_has_gone_on(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "out")
    left = tmp_path / "out" / "done" / ".mediaframe.0123456789abcdef"
    left.mkdir()

    score_rows(model, task, tmp_path / "out")

    assert not left.exists()


def test_a_count_that_somebody_damaged_is_made_anew(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "done" / "00001.json").write_text("{", encoding="utf-8")

    score_rows(model, task, tmp_path / "out")

    assert contents(tmp_path / "out") == before


def test_a_task_that_somebody_damaged_is_another_one(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "out")
    (tmp_path / "out" / "task.json").write_text("{", encoding="utf-8")

    with pytest.raises(InputError, match="holds scores of another model, input or options"):
        score_rows(model, task, tmp_path / "out")


def test_nothing_that_can_be_scored_is_an_error(tmp_path, model):
    with pytest.raises(InputError, match="no row that can be scored"):
        score_rows(model, task_of(tmp_path, [{"txt": "a"}]), tmp_path / "out")


def test_one_article_without_end_is_cut_so_that_memory_is_bounded(monkeypatch, tmp_path):
    monkeypatch.setattr("mediaframe.serving.parts.LONGEST_ARTICLE", 10)
    path = write_jsonl(tmp_path / "a.jsonl", [{"article_id": "a", "text": "Rain."}] * 100)
    (source,) = find_sources([str(path)])
    dealer = Parts(size=5)
    sizes = [len(part.items) for part in dealer.deal((source, row) for row in stream_rows(source))]

    assert max(sizes) == 15
    assert sum(sizes) == 100
    assert len(dealer.torn) == len(sizes) - 1


def test_a_part_that_went_missing_is_scored_again(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "parts" / "00001.jsonl").unlink()

    score_rows(model, task, tmp_path / "out")

    assert contents(tmp_path / "out") == before


def test_scores_of_other_thresholds_are_another_model_s(tmp_path, model, rows):
    task = task_of(tmp_path, rows)
    score_rows(model, task, tmp_path / "out")
    lower = replace(model.classifier, thresholds=model.classifier.thresholds / 2)

    with pytest.raises(InputError, match="another model, input or options"):
        score_rows(replace(model, classifier=lower), task, tmp_path / "out")


def test_nobody_goes_on_with_standard_input(model):
    task = Task(find_sources(["-"]))

    assert task.identity(model) != task.identity(model)
