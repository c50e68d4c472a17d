"""`comparison.json` is what its schema says, and nothing else."""

import json

import jsonschema
import pytest
from pydantic import ValidationError

from mediaframe.files.writing import json_text
from mediaframe.results.comparison_scores import Comparison
from mediaframe.results.schemas import results_schema
from tests.unit.results.test_comparison_report import make_comparison

SCHEMA = results_schema("comparison")


@pytest.mark.parametrize("scores", [True, False], ids=["scores", "labels alone"])
def test_a_comparison_is_read_as_it_was_written(scores):
    comparison = make_comparison(scores=scores)
    text = json_text(comparison.model_dump(mode="json"))

    again = Comparison.model_validate_json(text)

    jsonschema.validate(json.loads(text), SCHEMA)
    assert again == comparison
    assert json_text(again.to_json()) == text


def test_keys_stand_in_the_order_of_a_reader():
    values = make_comparison().model_dump(mode="json")

    assert list(values)[-2:] == ["systems", "pairs"]
    assert list(values["systems"][0])[:5] == ["source", "sha256", "trained_here", "name", "labels"]
    assert list(values["pairs"][0]) == ["system", "against", "labels", "macro"]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda v: v.pop("pairs"), id="a key missing"),
        pytest.param(lambda v: v.update(winner="good"), id="a key more"),
        pytest.param(lambda v: v["pairs"][0]["macro"]["f1"].update(p="0.5"), id="a number as text"),
        pytest.param(lambda v: v["pairs"][0]["labels"]["attribution"].pop("recall"), id="a metric missing"),
        pytest.param(lambda v: v.update(systems=v["systems"][:1]), id="one system"),
    ],
)  # fmt: skip
def test_what_is_no_comparison_is_refused_by_schema_and_types(spoil):
    values = make_comparison().model_dump(mode="json")
    spoil(values)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, SCHEMA)
    with pytest.raises(ValidationError):
        Comparison.model_validate_json(json.dumps(values))
