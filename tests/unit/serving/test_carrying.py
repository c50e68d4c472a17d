"""Columns of the input beside what was found."""

from hypothesis import given
from hypothesis import strategies as st

from mediaframe.serving.carrying import CODED, IDS_AND_TEXT, LABELS, carry, flat_row

FOUND = {
    "article_id": "a",
    "sentence_id": "s",
    "text": "So.",
    "labels": ["one"],
    "scores": {"one": 0.7, "two": 0.1},
}
NAMES = st.sampled_from([*FOUND, CODED, "input_coded", "input_scores", "outlet", "label.one"])


@given(row=st.dictionaries(NAMES, st.integers()))
def test_no_value_is_lost_and_nothing_found_is_written_over(row):
    for found in (FOUND, flat_row(FOUND, ["one", "two"])):
        carried = carry(row, found)

        assert {name: carried[name] for name in found} == found
        rest = sorted(value for name, value in carried.items() if name not in found)
        assert rest == sorted(v for name, v in row.items() if name not in IDS_AND_TEXT)


def test_labels_are_coded_and_what_was_called_so_steps_aside():
    carried = carry({LABELS: ["two"], CODED: "by Ann", "outlet": "Post"}, FOUND)

    assert carried[CODED] == ["two"]
    assert carried["input_coded"] == "by Ann"
    assert list(carried)[:3] == [CODED, "input_coded", "outlet"]
