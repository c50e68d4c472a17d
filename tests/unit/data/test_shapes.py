"""Labels in the shapes that tools write: read where they can mean one thing only, else refused by the name of the shape."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, Dataset, Features, List, Value

from mediaframe.codebook import load_codebook
from mediaframe.data.formats import guess_format, read_format
from mediaframe.data.formats.tables import empty_cells
from mediaframe.errors import InputError
from tests.builders import write_jsonl

CODEBOOK = load_codebook()
A, O, C = CODEBOOK.label_names  # noqa: E741 - as in test_external
HEADER = "sentence_id,article_id,text"


def labels_in(path, file_format=None, **options):
    """Return the labels of each row of a file."""
    rows = read_format(path, file_format or guess_format(path), CODEBOOK, **options)
    return [row["labels"] for _, row in rows]


def refused(path, file_format=None, **options):
    """Return the message with which a file was refused, without the folder."""
    with pytest.raises(InputError) as refusal:
        read_format(path, file_format or guess_format(path), CODEBOOK, **options)
    return str(refusal.value).replace(f"{path.parent}/", "")


def save(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def csv_file(folder, columns, *cells):
    """Write a CSV file of which the last columns and their cells are given; each row is a sentence."""
    lines = [f"{number},a,Rain fell.,{cell}" for number, cell in enumerate(cells, start=1)]
    return save(folder / "c.csv", "\n".join([f"{HEADER},{columns}", *lines, ""]))


def jsonl(folder, **values):
    return write_jsonl(
        folder / "c.jsonl",
        [{"sentence_id": "1", "article_id": "a", "text": "Rain fell.", **values}],
    )


# ---- tables ----


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        pytest.param(f"{A}#{C}", "'#'", id="number sign"),
        pytest.param(f"{A};{C}", "';'", id="semicolon"),
        pytest.param(f'"{A}, {C}"', "', '", id="comma and blank"),
        pytest.param(f"{A}/{C}", "'/'", id="slash"),
        pytest.param(f"{A} {C}", "' '", id="blank"),
        pytest.param(f"{A} and {C}", "' and '", id="word"),
        pytest.param("Attribution; Contested Claim", "'; '", id="written for people"),
    ],
)
def test_labels_joined_by_another_sign_are_named_with_it_and_none_is_lost(tmp_path, cell, sign):
    message = refused(csv_file(tmp_path, "labels", cell))

    assert message == (
        f"c.csv:2: labels: {cell.strip(chr(34))!r} is 2 labels joined by {sign}; "
        f"join them by '|', as in {A}|{C}, or write a list"
    )
    assert labels_in(csv_file(tmp_path, "labels", f"{A}|{C}")) == [[A, C]]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(f"\"['{A}', '{C}']\"", id="list of Python"),
        pytest.param(f'"[""{A}"", ""{C}""]"', id="list of JSON"),
        pytest.param(f'"{{""choices"": [""{A}"", ""{C}""]}}"', id="choices of Label Studio"),
        pytest.param(f'"{{""{A}"": 1, ""{O}"": 0, ""{C}"": 1}}"', id="categories"),
        pytest.param(f'"[[0, 4, ""{A}""], [5, 9, ""{C}""]]"', id="spans"),
    ],
)
def test_labels_written_as_text_are_read(tmp_path, cell):
    assert labels_in(csv_file(tmp_path, "labels", cell)) == [[A, C]]


@pytest.mark.parametrize("cell", ["0", "0|2", "[0 2]", '"[0, 2]"', '"[1.0, 0.0, 1.0]"', '"0,2"'])
def test_numbers_in_a_cell_are_no_labels(tmp_path, cell):
    message = refused(csv_file(tmp_path, "labels", cell))

    assert "numbers stand for labels that are named elsewhere (ClassLabel" in message


@pytest.mark.parametrize(
    ("columns", "cells", "labels"),
    [
        pytest.param(f"{A},{O},{C}", ["1,0,0", "0,0,0"], [[A], []], id="digits"),
        pytest.param(f"{C},{A},{O}", ["True,False,true"], [[C, O]], id="words, another order"),
        pytest.param(f"label_{A},label_{O},label_{C}", ["1.0,0.0,0.0"], [[A]], id="prefix"),
        pytest.param("Attribution,Official-Claim,Contested claim", ["yes,no,no"], [[A]], id="as people write"),
        pytest.param(f"{A},{O},{C}", ["1,0,0", ",,", "NA,NA,NA"], [[A], None, None], id="not coded"),
    ],
)  # fmt: skip
def test_one_hot_columns_are_read(tmp_path, columns, cells, labels):
    assert [
        found and sorted(found) for found in labels_in(csv_file(tmp_path, columns, *cells))
    ] == [expected and sorted(expected) for expected in labels]


@pytest.mark.parametrize(
    ("columns", "cell", "message"),
    [
        pytest.param(f"{A},{O}", "1,0", f"c.csv: one-hot columns {A}, {O}, but none for {C}; give one column a label", id="a label lacks"),
        pytest.param(f"{A},{O},{C}", "0.7,0,0", f"c.csv:2: one-hot columns.{A}: is '0.7', neither yes (1, true) nor no", id="scores"),
        pytest.param(f"{A},{O},{C}", "1,,0", f"c.csv:2: one-hot columns: says nothing of {O}; a label that was not asked about is not 'no'", id="a hole"),
        pytest.param(f"{A},{O},{C},label_{A}", "1,0,0,1", f"c.csv: one-hot columns {A}, {O}, {C}, label_{A}, but more than one for a label", id="two for one"),
        pytest.param(f"is_{A},is_{O},is_{C}", "1,0,0", f"c.csv: labels: no such column, but is_{A} seems to hold some; call it {A}, with 0 or 1", id="other names"),
        pytest.param("label", A, "c.csv: labels: no such column; did you mean 'label'? rename it to labels", id="label"),
        pytest.param("framing", f"{A}#{C}", "c.csv: labels: no such column, but framing seems to hold some; rename it to labels", id="a question's name"),
        pytest.param("framing", f'"{{""choices"": [""{A}""]}}"', "c.csv: labels: no such column, but framing seems to hold some; rename it", id="CSV of Label Studio"),
    ],
)  # fmt: skip
def test_columns_that_hold_labels_by_another_name_are_named(tmp_path, columns, cell, message):
    assert refused(csv_file(tmp_path, columns, cell)).startswith(message)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([{"start": 0, "end": 4, "label": A}], id="spans"),
        pytest.param({"x": 1}, id="something nested"),
    ],
)
def test_a_tools_field_in_json_lines_is_named(tmp_path, value):
    message = refused(jsonl(tmp_path, spans=value))

    assert message == (
        "c.jsonl: labels: no such column, but spans seems to hold some; "
        "say the tool's format with --from, or rename it to labels"
    )


def test_categories_of_json_lines_are_read(tmp_path):
    assert labels_in(jsonl(tmp_path, cats={A: 1.0, O: 0.0, C: True})) == [[A, C]]


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"outlet": "The Quay"}, id="an outlet"),
        pytest.param({"topic": "a claim"}, id="a topic"),
        pytest.param({"level": 3, "tags": ["news"]}, id="tags of something else"),
        pytest.param({}, id="nothing more"),
    ],
)
def test_what_has_no_labels_is_unlabelled(tmp_path, columns):
    assert labels_in(jsonl(tmp_path, **columns)) == [None]


@pytest.mark.parametrize("writer", ["dataset", "parquet", "parquet by datasets"])
@pytest.mark.parametrize("feature", ["a list", "one"])
def test_numbers_of_a_class_label_are_read_by_their_names(tmp_path, writer, feature):
    names = ClassLabel(names=[C, A, O])
    columns = {name: Value("string") for name in ("sentence_id", "article_id", "text")}
    is_list = feature == "a list"
    dataset = Dataset.from_dict(
        {
            "sentence_id": ["1", "2"],
            "article_id": ["a", "a"],
            "text": ["x", "y"],
            "labels": [[1, 0], []] if is_list else [1, -1],
        },
        features=Features({**columns, "labels": List(names) if is_list else names}),
    )
    writes = {
        "dataset": lambda: dataset.save_to_disk(str(tmp_path / "d")),
        "parquet": lambda: pq.write_table(dataset.data.table, tmp_path / "d.parquet"),
        "parquet by datasets": lambda: dataset.to_parquet(tmp_path / "d.parquet"),
    }
    writes[writer]()

    labels = labels_in(tmp_path / ("d" if writer == "dataset" else "d.parquet"))

    assert labels == ([[A, C], []] if is_list else [[A], None])


def test_numbers_without_the_names_of_their_classes_are_refused(tmp_path):
    assert refused(jsonl(tmp_path, labels=[0, 2])).startswith(
        "c.jsonl:1: labels: is [0, 2]; numbers stand for labels that are named elsewhere"
    )


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        pytest.param([f"{A},{A},", ",,"], {"coder_1": 1, "coder_2": 2}, id="left empty"),
        pytest.param([f'{A},"",NA', f"{A},[],{A}"], {}, id="said to be none, or not coded"),
        pytest.param([f"{A}, ,x"], {"coder_1": 1}, id="a blank"),
    ],
)
def test_empty_cells_of_coders_are_counted(tmp_path, cells, counts):
    path = csv_file(tmp_path, "labels,coder_1,coder_2", *cells)

    assert empty_cells(path, "csv") == counts


@pytest.mark.parametrize("word", ["None", "none", "-", "No label", " – "])
def test_a_word_for_none_is_none_of_the_labels(tmp_path, word):
    assert labels_in(jsonl(tmp_path, labels=word)) == [[]]


@pytest.mark.parametrize("word", ["nan", "NULL", "n/a", "<NA>"])
def test_a_word_for_nothing_is_refused_with_both_that_it_may_mean(tmp_path, word):
    message = refused(jsonl(tmp_path, labels=word))

    assert message.startswith(f"c.jsonl:1: labels: {word!r} is no label; write [] where")
    assert "null (in CSV NA) where it was not coded" in message


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        pytest.param(f"{{'{A}': 1, '{O}': 0, '{C}': 0}}", [A], id="1 and 0"),
        pytest.param(f"{{'{A}': False, '{O}': True, '{C}': True}}", [O, C], id="True and False"),
        pytest.param(f"[{{'label': '{C}'}}]", [C], id="spans"),
    ],
)
def test_a_mapping_as_python_shows_it_is_read(tmp_path, cell, labels):
    assert labels_in(jsonl(tmp_path, labels=cell)) == [labels]


def test_a_mapping_as_python_shows_it_that_says_nothing_of_a_label_is_refused(tmp_path):
    message = refused(jsonl(tmp_path, labels=f"{{'{A}': 1, '{O}': None, '{C}': 0}}"))

    assert message.startswith(f"c.jsonl:1: labels: says nothing of {O}")


@pytest.mark.parametrize("column", ["Coder_1", "CODER_ana", "coder 1", "coder-2"])
def test_a_column_of_a_coder_that_is_spelt_otherwise_is_refused(tmp_path, column):
    message = refused(csv_file(tmp_path, f"labels,{column}", f"{A},{A}"))

    assert message.startswith(
        f"c.csv: {column}: what a coder said stands in a column coder_…; rename it to coder_"
    )


@pytest.mark.parametrize("file_format", ["jsonl", "parquet"])
def test_empty_texts_of_coders_are_counted_beyond_csv(tmp_path, file_format):
    rows = [{"labels": [A], "coder_1": each, "outlet": ""} for each in ("", A, None, "[]", " ")]
    path = tmp_path / f"c.{file_format}"
    if file_format == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        pq.write_table(pa.Table.from_pylist(rows), path)

    assert empty_cells(path, file_format) == {"coder_1": 2}


def test_a_coder_without_a_name_is_refused(tmp_path):
    message = refused(csv_file(tmp_path, "labels,coder_", f"{A},{A}"))

    assert message == "c.csv:2: coder_: a coder without a name; rename the column, as in coder_1"


# ---- Label Studio ----


def result(kind, value, control="framing"):
    return {"from_name": control, "to_name": "text", "type": kind, "value": value}


def choices(*labels, control="framing"):
    return result("choices", {"choices": list(labels)}, control)


def task(*results, number=1, annotator=1, name="annotations"):
    """Return a task with one annotation."""
    annotation = {"id": number, "completed_by": annotator, "result": list(results)}
    data = {"article_id": "a", "text": f"Rain fell on day {number}."}
    return {"id": number, "data": data, name: [annotation]}


RATING = result("rating", {"rating": 4}, "certainty")


@pytest.mark.parametrize(
    ("results", "labels"),
    [
        pytest.param([result("labels", {"start": 0, "end": 4, "labels": [A, C]})], [A, C], id="labelled span"),
        pytest.param([result("labels", {"start": 0, "end": 4, "labels": [A]}), result("labels", {"start": 5, "end": 9, "labels": [A]})], [A], id="two spans of one label"),
        pytest.param([result("hypertextlabels", {"hypertextlabels": [A]})], [A], id="span of hypertext"),
        pytest.param([result("taxonomy", {"taxonomy": [[A], ["claims", C]]})], [A, C], id="taxonomy"),
        pytest.param([result("taxonomy", {"taxonomy": [[O, "minister"]]})], [O], id="deeper than the label"),
        pytest.param([result("choices", {"choices": A})], [A], id="one choice as text"),
        pytest.param([choices(A), choices("war", control="topic"), RATING], [A], id="other questions beside"),
        pytest.param([choices("war", control="topic"), choices(A)], [A], id="another question first"),
        pytest.param([choices(A), {"type": "relation", "from_id": "x", "to_id": "y"}], [A], id="a relation beside"),
    ],
)  # fmt: skip
def test_the_question_that_holds_the_labels_is_read(tmp_path, results, labels):
    path = save(tmp_path / "e.json", [task(*results), task(number=2)])

    assert labels_in(path) == [labels, []]


def yes_or_no(**answers):
    """Return answers to a question of yes or no a label."""
    return [choices(said, control=control) for control, said in answers.items()]


@pytest.mark.parametrize(
    ("answers", "labels"),
    [
        pytest.param({A: "yes", O: "no", C: "yes"}, [A, C], id="yes and no"),
        pytest.param({A: "No", O: "NO", C: "no"}, [], id="all no"),
        pytest.param({C: "1", "official-claim": "0", "Attribution": "1"}, [C, A], id="as 1 and 0, names as people write them"),
        pytest.param({A: "true", O: "false", C: "false", "topic": "war"}, [A], id="another question beside"),
        pytest.param({A: "yes", O: "no", C: "no", "urgent": "yes"}, [A], id="another question of yes or no beside"),
    ],
)  # fmt: skip
def test_a_question_of_yes_or_no_for_each_label_is_read(tmp_path, answers, labels):
    skipped = task(number=2)
    skipped["annotations"][0]["was_cancelled"] = True

    path = save(tmp_path / "e.json", [task(*yes_or_no(**answers)), skipped])

    assert labels_in(path) == [labels, None]


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        pytest.param(
            [task(*yes_or_no(**{A: "yes", O: "no"}))],
            "e.json: the questions attribution, official_claim ask for yes or no, but nobody was asked about contested_claim, and that is not 'no'",
            id="a label that is not asked about",
        ),
        pytest.param(
            [task(*yes_or_no(**{A: "yes", O: "no", C: "no"})), task(*yes_or_no(**{A: "yes"}), number=2)],
            "e.json: task 2: annotations: says nothing of official_claim; a label that was not asked about is not 'no'",
            id="not answered",
        ),
        pytest.param(
            [task(*yes_or_no(**{A: "yes", O: "no", C: "no"}), choices("no", control=A))],
            "e.json: task 1: annotations.attribution: is 'yes and no', neither yes",
            id="yes and no at once",
        ),
        pytest.param(
            [task(*yes_or_no(**{A: "yes", O: "no", C: "no", "label_attribution": "no"}))],
            "e.json: the questions attribution, contested_claim, label_attribution, official_claim ask for yes or no, but two are about one label",
            id="two about one label",
        ),
    ],
)  # fmt: skip
def test_questions_of_yes_or_no_that_do_not_settle_every_label_are_refused(
    tmp_path, tasks, message
):
    assert refused(save(tmp_path / "e.json", tasks)).startswith(message)


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        pytest.param([task(RATING)], "e.json: answers of type rating (certainty) hold no labels; ask with Choices", id="rating alone"),
        pytest.param([task(result("number", {"number": 2}, "score"))], "e.json: answers of type number (score) hold no labels", id="number alone"),
        pytest.param([task(result("textarea", {"text": [A]}, "note"))], "e.json: answers of type textarea (note) hold no labels", id="typed in"),
        pytest.param([task(choices(A), choices(C, control="dispute"))], "e.json: the questions dispute, framing hold labels of the codebook; say which one is meant: data convert --control NAME", id="two hold labels"),
        pytest.param([task(choices("ATTRIBUTION"), choices(C, control="dispute"))], "e.json: the questions dispute, framing hold labels of the codebook; say which", id="two hold labels, one in capitals"),
        pytest.param([task(choices("yes", control="x"), choices("no", control="y"))], "e.json: the questions x, y hold no label of the codebook, but for example 'yes'; say which", id="none holds labels"),
        pytest.param([{**task(), "annotations": [], "predictions": [{"result": [choices(A)]}]}], "e.json: no annotations, but predictions (what a model said) in 1 of 1 tasks; submit them", id="predictions alone"),
        pytest.param([{**task(), "annotations": [], "drafts": [{"result": [choices(A)]}]}], "e.json: no annotations, but drafts (work not handed in) in 1 of 1 tasks; submit them", id="drafts alone"),
        pytest.param([{"id": 1, "text": "x", "framing": A}], "e.json: task 1: data: missing; this seems to be JSON-MIN: export the project as JSON", id="JSON-MIN"),
    ],
)  # fmt: skip
def test_what_holds_no_labels_in_label_studio_is_refused_by_its_name(tmp_path, tasks, message):
    assert refused(save(tmp_path / "e.json", tasks)).startswith(message)


def test_a_question_can_be_named(tmp_path):
    path = save(tmp_path / "e.json", [task(choices(A), choices(C, control="dispute"))])

    assert labels_in(path, control="dispute") == [[C]]
    assert labels_in(path, control="framing") == [[A]]
    assert refused(path, control="framng") == (
        "--control framng: no such question in e.json; did you mean 'framing'?"
    )


def test_a_question_that_nobody_chose_anything_in_can_be_named(tmp_path):
    path = save(tmp_path / "e.json", [task(RATING)])

    assert labels_in(path, control="framing") == [[]]


def test_other_formats_have_no_questions(tmp_path):
    message = refused(jsonl(tmp_path, labels=[]), control="framing")

    assert message.startswith("--control framing: c.jsonl is read as jsonl; ")


def test_completions_are_annotations_of_old_versions(tmp_path):
    old = task(choices(A), name="completions")
    old["completions"].append({"id": 2, "honeypot": True, "result": [choices(C)]})
    skipped = task(number=2, name="completions")
    skipped["completions"][0]["skipped"] = True

    assert labels_in(save(tmp_path / "e.json", [old, skipped])) == [[C], None]


@pytest.mark.parametrize(
    ("annotator", "coder"),
    [
        pytest.param(None, "coder_unknown", id="null"),
        pytest.param("", "coder_unknown", id="nothing"),
        pytest.param({}, "coder_unknown", id="an empty user"),
        pytest.param({"id": None, "email": None}, "coder_unknown", id="a user of nulls"),
        pytest.param({"id": 3, "email": ""}, "coder_3", id="no address"),
        pytest.param({"id": 3, "email": "ana@example.org"}, "coder_ana@example.org", id="address"),
    ],
)
def test_no_coder_is_called_none_or_nothing(tmp_path, annotator, coder):
    path = save(tmp_path / "e.json", [task(choices(A), annotator=annotator)])

    ((_, row),) = read_format(path, "label-studio", CODEBOOK)

    assert row[coder] == row["labels"] == [A]
    assert [name for name in row if name.startswith("coder_")] == [coder]


# ---- Prodigy ----


def line(number=1, article="a", **values):
    """Return a line of Prodigy that was answered."""
    meta = {"sentence_id": f"s{number}", "article_id": article}
    return {"text": "Rain fell.", "meta": meta, "_input_hash": number, "answer": "accept", **values}


def asked(label, answer, **values):
    return line(label=label, _view_id="classification", **values) | {"answer": answer}


def span(label):
    return {"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": label}


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        pytest.param([asked(A, "accept"), asked(O, "reject"), asked(C, "accept")], [[A, C]], id="one label a line"),
        pytest.param([asked(A, "reject"), asked(O, "reject"), asked(C, "reject")], [[]], id="all rejected"),
        pytest.param([asked(A, "accept"), asked(O, "ignore"), asked(C, "reject")], [None], id="one ignored"),
        pytest.param([line(spans=[span(A), span(A), span(C)]), line(2, spans=[])], [[A, C], []], id="spans"),
        pytest.param([line(spans=[span(A)]) | {"answer": "ignore"}], [None], id="spans ignored"),
        pytest.param([line(cats={A: 1.0, O: 0.0, C: 0.0})], [[A]], id="categories"),
        pytest.param([{k: v for k, v in line(cats={A: 0, O: 0, C: 1}).items() if k != "answer"}], [[C]], id="categories to train with"),
        pytest.param([line(accept=[0, 2], options=[{"id": i, "text": t} for i, t in enumerate((A, O, C))])], [[A, C]], id="options by number"),
        pytest.param([line(accept=[A], spans=[span("PERSON")])], [[A]], id="names of people beside"),
        pytest.param([line(_view_id="choice", options=[{"id": A}])], [[]], id="a choice of nothing"),
    ],
)  # fmt: skip
def test_the_shapes_of_prodigy_are_read(tmp_path, lines, labels):
    assert labels_in(write_jsonl(tmp_path / "p.jsonl", lines), "prodigy") == labels


def test_a_named_session_of_old_versions_is_a_coder_and_an_hour_is_none(tmp_path):
    named = [line(accept=[A], _session_id="news-ana"), line(accept=[C], _session_id="news-tom")]
    hours = [
        asked(A, "accept", _session_id="2019-03-01_10-00-00"),
        asked(O, "reject"),
        asked(C, "reject"),
    ]

    ((_, row),) = read_format(write_jsonl(tmp_path / "n.jsonl", named), "prodigy", CODEBOOK)

    assert (row["coder_news-ana"], row["coder_news-tom"], row["labels"]) == ([A], [C], None)
    assert labels_in(write_jsonl(tmp_path / "h.jsonl", hours), "prodigy") == [[A]]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param([asked(A, "accept"), asked(C, "reject")], f"p.jsonl:1: {A}, {C} accepted or rejected, but nobody was asked about {O}, and that is not 'no'; annotate it too", id="a label not asked about"),
        pytest.param([asked(A, "accept"), asked(A, "reject")], f"p.jsonl:2: a second line of no annotator about {A} for the sentence at p.jsonl:1; keep one", id="a label twice"),
        pytest.param([asked(A, "accept"), line(accept=[C])], "p.jsonl:1: labels: answered for all labels at once and for single ones; keep one", id="both ways"),
        pytest.param([line(spans=[span("PERSON")])], "p.jsonl:1: labels: 'PERSON' is not a label", id="spans of something else"),
        pytest.param([line(spans=[{"start": 0}])], "p.jsonl:1: spans: {'start': 0} is no span; write [start, end, label]", id="a span without label"),
        pytest.param([line(cats={A: 0.8, O: 0.1, C: 0})], f"p.jsonl:1: cats.{A}: is 0.8, neither yes (1, true) nor no", id="scores"),
        pytest.param([line(cats={A: 1})], f"p.jsonl:1: cats: says nothing of {O}; a label that was not asked about is not 'no'", id="some categories"),
        pytest.param([line(accept=[C], label=A)], "p.jsonl:1: labels stand in accept and in label; keep the one", id="accepted beside another label"),
        pytest.param([line(accept=[A], spans=[span(C)])], "p.jsonl:1: labels stand in accept and in spans; keep the one that is meant", id="two shapes"),
        pytest.param([line(_view_id="text_input", user_input=A)], "p.jsonl:1: answered, but it holds no accept, label, spans or cats (text_input); annotate labels", id="typed in"),
        pytest.param([line(accept=[A]) | {"answer": None}], "p.jsonl:1: accept: labels that nobody answered, as a model suggests them; annotate the task", id="suggested"),
        pytest.param([line(accept=[A]) | {"answer": "acept"}], "p.jsonl:1: answer: is 'acept'; did you mean 'accept'?", id="another answer"),
    ],
)  # fmt: skip
def test_what_holds_no_labels_in_prodigy_is_refused_by_its_name(tmp_path, lines, message):
    assert refused(write_jsonl(tmp_path / "p.jsonl", lines), "prodigy").startswith(message)


def test_labels_accepted_one_by_one_are_put_together_by_coder(tmp_path):
    answers = {"ana": "accept", "tom": "reject"}
    lines = [
        asked(label, answer, _annotator_id=who)
        for label in (A, O, C)
        for who, answer in answers.items()
    ]

    ((_, row),) = read_format(write_jsonl(tmp_path / "p.jsonl", lines), "prodigy", CODEBOOK)

    assert (row["coder_ana"], row["coder_tom"], row["labels"]) == ([A, O, C], [], None)


@pytest.mark.parametrize(
    ("articles", "ids"),
    [
        pytest.param("ab", ["a:7", "b:7"], id="two articles"),
        pytest.param("aba", ["a:7", "b:7"], id="one of them coded twice"),
        pytest.param("aa", ["7"], id="one article"),
    ],
)
def test_the_same_sentence_in_two_articles_is_two_sentences(tmp_path, articles, ids):
    lines = [
        line(7, accept=[A], _annotator_id=f"c{number}") | {"meta": {"article_id": article}}
        for number, article in enumerate(articles)
    ]

    rows = read_format(write_jsonl(tmp_path / "p.jsonl", lines), "prodigy", CODEBOOK)

    assert [row["sentence_id"] for _, row in rows] == ids


# ---- doccano ----


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        pytest.param({"label": A}, [A], id="one name"),
        pytest.param({"labels": [A, C]}, [A, C], id="another version"),
        pytest.param({"cats": [A]}, [A], id="a version yet"),
        pytest.param({"label": [[0, 4, A], [5, 9, A]]}, [A], id="spans"),
        pytest.param({"entities": [{"id": 3, "label": C, "start_offset": 0, "end_offset": 4}]}, [C], id="entities"),
        pytest.param({"label": []}, [], id="none"),
        pytest.param({"label": None}, None, id="nobody said"),
    ],
)  # fmt: skip
def test_the_shapes_of_doccano_are_read(tmp_path, values, labels):
    assert labels_in(jsonl(tmp_path, **values), "doccano") == [labels]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({}, "c.jsonl:1: no label; export as JSONL, with the names", id="no labels"),
        pytest.param({"annotations": [{"label": 1}]}, "c.jsonl:1: annotations: labels by number, as of doccano's JSON", id="numbers of labels"),
        pytest.param({"label": [A], "cats": [C]}, "c.jsonl:1: labels in label and in cats;", id="two fields"),
        pytest.param({"label": [f"{A}#{C}"]}, f"c.jsonl:1: labels: '{A}#{C}' is 2 labels joined by '#'", id="joined"),
        pytest.param({"label": [1, 2]}, "c.jsonl:1: labels: is [1, 2]; numbers stand for labels", id="ids of labels"),
    ],
)  # fmt: skip
def test_what_holds_no_labels_in_doccano_is_refused_by_its_name(tmp_path, values, message):
    assert refused(jsonl(tmp_path, **values), "doccano").startswith(message)


# ---- brat ----

TWO_LINES = "A clerk said so.\nThe union denies it.\nSnow fell.\n"


@pytest.mark.parametrize("text", [TWO_LINES, TWO_LINES.replace("\n", "\r\n")], ids=["LF", "CRLF"])
@pytest.mark.parametrize("counted", [TWO_LINES, TWO_LINES.replace("\n", "\r\n")], ids=["1", "2"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_ends_count_as_one_character_or_two_in_brat(tmp_path, text, counted, end):
    (tmp_path / "b.txt").write_bytes(text.encode())
    marks = ((A, "A clerk said so."), (C, "denies it"))
    lines = [
        f"T{number}\t{kind} {counted.index(part)} {counted.index(part) + len(part)}\t{part}{end}"
        for number, (kind, part) in enumerate(marks, start=1)
    ]
    (tmp_path / "b.ann").write_bytes("".join(lines).encode())

    assert labels_in(tmp_path, "brat") == [[A], [C], []]


def test_a_type_that_is_a_label_misspelt_is_refused_beside_right_ones(tmp_path):
    save(tmp_path / "b.txt", TWO_LINES)
    save(tmp_path / "b.ann", "T1\tAttribution 0 7\tA clerk\nT2\tContested_Clam 0 7\tA clerk\n")

    message = refused(tmp_path, "brat")

    assert message.endswith("an annotation has the type 'Contested_Clam'; did you mean 'contested_claim'?")  # fmt: skip
