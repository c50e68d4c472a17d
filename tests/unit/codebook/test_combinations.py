"""What is counted: labels and combinations of them."""

import pytest

from mediaframe.codebook.combinations import parse_combination
from mediaframe.errors import InputError

LABELS = ("attribution", "official_claim", "contested_claim")


@pytest.mark.parametrize(
    ("text", "labels", "counted"),
    [
        pytest.param("official_claim", ["official_claim", "attribution"], True, id="a label"),
        pytest.param("official_claim", ["attribution"], False, id="a label that is not there"),
        pytest.param("official_claim & contested_claim", ["official_claim"], False, id="one of two"),
        pytest.param("official_claim & contested_claim", list(LABELS), True, id="both"),
        pytest.param("official_claim & not contested_claim", list(LABELS), False, id="one too many"),
        pytest.param("official_claim & not contested_claim", ["official_claim"], True, id="without"),
        pytest.param("not attribution", [], True, id="none"),
    ],
)  # fmt: skip
def test_a_sentence_is_counted_by_its_labels(text, labels, counted):
    assert parse_combination(text, LABELS).holds(labels) is counted


def test_a_name_is_written_one_way():
    found = parse_combination(" official_claim&not  contested_claim ", LABELS)

    assert found.name == "official_claim & not contested_claim"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("oficial_claim", "did you mean 'official_claim'", id="misspelt"),
        pytest.param("official_claim &", "'' is no label", id="half"),
        pytest.param("official_claim & not official_claim", "stands twice", id="twice"),
        pytest.param("official_claim | attribution", "is no label", id="or"),
    ],
)
def test_what_cannot_be_counted_is_refused(text, told):
    with pytest.raises(InputError, match=told):
        parse_combination(text, LABELS)
