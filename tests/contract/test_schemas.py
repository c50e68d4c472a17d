"""Results files hold what their published schemas say, and nothing else."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from mediaframe.cli.config import Described
from mediaframe.files.writing import json_text
from mediaframe.results.schemas import RESULTS, results_schema
from tests.builders import as_evaluation, edited, make_scores

REPORTS = Path(__file__).parents[2] / "reports"
SCORES = Draft202012Validator(results_schema("scores"))
WRITTEN = [
    pytest.param(name, path, id=path.relative_to(REPORTS).as_posix())
    for name in RESULTS
    for path in sorted(REPORTS.rglob(f"{name}.json"))
]
FORMS = [
    pytest.param(make_scores(), id="a run"),
    pytest.param(as_evaluation(make_scores()), id="an evaluation"),
]


def test_a_file_of_each_kind_is_on_record():
    assert {name for name, _ in (case.values for case in WRITTEN)} >= {"scores"}


@pytest.mark.parametrize(("name", "path"), WRITTEN)
def test_a_file_on_record_is_read_and_written_again_byte_for_byte(name, path):
    text = path.read_text(encoding="utf-8")

    held = RESULTS[name].model_validate_json(text)

    assert json_text(held.to_json()) == text


@pytest.mark.parametrize(("name", "path"), WRITTEN)
def test_the_schema_accepts_what_is_on_record(name, path):
    values = json.loads(path.read_text(encoding="utf-8"))

    assert list(Draft202012Validator(results_schema(name)).iter_errors(values)) == []


@pytest.mark.parametrize("name", RESULTS)
def test_each_schema_is_a_schema(name):
    Draft202012Validator.check_schema(results_schema(name))


@pytest.mark.parametrize("name", RESULTS)
def test_each_schema_says_what_every_value_is(name):
    schema = results_schema(name)

    sections = [schema, *schema["$defs"].values()]
    assert [
        (section["title"], key)
        for section in sections
        for key, value in section.get("properties", {}).items()  # an enum has none
        if not value.get("description")
    ] == []


def test_the_command_knows_every_schema():
    assert {*Described} == {"experiment", "reading", *RESULTS}


@pytest.mark.parametrize("scores", FORMS)
def test_scores_of_a_run_and_of_an_evaluation_fit_their_schema(scores):
    assert list(SCORES.iter_errors(scores.to_json())) == []


def f1_of(values):
    return values["systems"]["model"]["labels"]["attribution"]["f1"]


MISTAKES = [
    pytest.param(lambda v: v.update(labls=[]), id="a key too many"),
    pytest.param(lambda v: v.pop("systems"), id="a key missing"),
    pytest.param(lambda v: f1_of(v).pop("low"), id="a bound missing"),
    pytest.param(lambda v: f1_of(v).update(sd=0.1), id="a key too many, deep inside"),
    pytest.param(lambda v: f1_of(v).update(value="0.5"), id="a number as text"),
    pytest.param(lambda v: f1_of(v).update(resamples=None), id="a count that is null"),
    pytest.param(lambda v: v.update(resamples=-1), id="a count below 0"),
    pytest.param(lambda v: v.update(labels="attribution"), id="text for a list"),
    pytest.param(lambda v: v.pop("tuning"), id="a run without a part of runs"),
    pytest.param(
        lambda v: v.update(as_evaluation(make_scores()).to_json()), id="run and evaluation at once"
    ),
]


@pytest.mark.parametrize("change", MISTAKES)
def test_the_schema_and_the_model_refuse_the_same_mistakes(change):
    values = make_scores().to_json()
    change(values)

    assert list(SCORES.iter_errors(values))
    with pytest.raises(ValidationError):
        edited(make_scores(), change)


def test_no_figure_is_nan():
    with pytest.raises(ValidationError, match="finite"):
        edited(make_scores(), lambda v: f1_of(v).update(value=float("nan")))
