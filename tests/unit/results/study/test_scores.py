"""`study.json` is what its schema says: every one on record, to the byte, and nothing else."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from mediaframe.files.writing import json_text
from mediaframe.results.schemas import results_schema
from mediaframe.results.study.scores import StudyScores

RECORDED = sorted((Path(__file__).parents[4] / "reports").glob("*/study.json"))
SCHEMA = results_schema("study")
SIZE = {"name": "made", "sha256": "0" * 64, "articles": 1, "sentences": 2, "positives": {}}


@pytest.fixture
def values():
    """Return the values of one report, to change."""
    return json.loads(RECORDED[0].read_bytes())


def test_there_are_studies_on_record():
    assert len(RECORDED) >= 8


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.parent.name)
def test_every_study_on_record_is_read_and_written_to_the_same_bytes(path):
    recorded = path.read_text(encoding="utf-8")

    scores = StudyScores.model_validate_json(recorded)

    assert json_text(scores.to_json()) == recorded


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.parent.name)
def test_the_schema_accepts_every_study_on_record(path):
    jsonschema.validate(json.loads(path.read_bytes()), SCHEMA)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda v: v.pop("answers"), id="a key missing"),
        pytest.param(lambda v: v.update(macro_f1=0.5), id="a key more"),
        pytest.param(lambda v: v.update(measure="f2"), id="another measure"),
        pytest.param(lambda v: v["answers"][0]["variations"][0]["estimate"]["macro"].update(value="0.5"), id="a number as text"),
        pytest.param(lambda v: v["answers"][0]["variations"][0]["estimate"]["macro"].update(resamples=-1), id="a negative count"),
        pytest.param(lambda v: v["corpora"].update(more={**SIZE, "sentences": 1.5}), id="half a sentence"),
    ],
)  # fmt: skip
def test_what_is_no_study_is_refused_by_schema_and_types(values, spoil):
    right = copy.deepcopy(values)
    spoil(values)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, SCHEMA)
    with pytest.raises(ValidationError):
        StudyScores.model_validate_json(json.dumps(values))
    jsonschema.validate(right, SCHEMA)


def test_nan_is_no_figure(values):
    values["answers"][0]["variations"][0]["estimate"]["macro"]["value"] = float("nan")

    with pytest.raises(ValidationError, match="finite"):
        StudyScores.model_validate_json(json.dumps(values))


def test_every_key_of_the_schema_is_described():
    parts = [SCHEMA, *SCHEMA["$defs"].values()]

    undescribed = [
        f"{part['title']}.{key}"
        for part in parts
        for key, field in part.get("properties", {}).items()
        if "description" not in field
    ]

    assert undescribed == []


def test_scores_cannot_be_changed():
    scores = StudyScores.model_validate_json(RECORDED[0].read_bytes())

    with pytest.raises(ValidationError, match="frozen"):
        scores.name = "other"  # type: ignore[misc]  # mypy refuses it too
