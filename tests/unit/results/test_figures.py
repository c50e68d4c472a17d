"""Figures: the same scores give the same bytes, and nothing in a name can break them."""

import re
import warnings
import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure

from mediaframe.results.figures import (
    CAPTIONS,
    draw_all,
    draw_confusion,
    draw_f1,
    draw_precision_recall,
    draw_reliability,
    draw_threshold,
    render,
)
from mediaframe.results.tables import spelled
from tests.builders import LABELS, edited, make_scores

SVG = "{http://www.w3.org/2000/svg}"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


def axes():
    return Figure().subplots()


def texts(svg: bytes) -> list[str]:
    """Return what stands in the picture as text."""
    return ["".join(item.itertext()) for item in ET.fromstring(svg).iter(f"{SVG}text")]


def without_positives(label: str):
    """Return scores in which a label is undefined, as an evaluation gives them."""
    nothing = {"value": None, "low": None, "high": None, "resamples": 0}
    names = ("precision", "recall", "f1", "average_precision", "mcc")
    undefined = dict.fromkeys(names, nothing)
    return edited(make_scores(), lambda v: v["systems"]["model"]["labels"][label].update(undefined))


@pytest.mark.parametrize("file_format", ["svg", "pdf", "png"])
def test_the_same_scores_give_the_same_bytes(file_format):
    scores = make_scores()

    first, second = (
        {name: render(draw_all(values)[name], file_format) for name in ("f1", "reliability_2")}
        for values in (scores, edited(scores, lambda _: None))
    )

    assert first == second


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("svg", id="after itself"),
        pytest.param("png", id="after the other format"),
    ],
)
def test_a_figure_rendered_again_gives_the_same_bytes(between):
    figure = draw_all(make_scores())["f1"]
    first = render(figure, "svg")

    render(figure, between)

    assert render(figure, "svg") == first


def test_other_scores_give_another_figure():
    first, other = (render(draw_all(make_scores(seed=seed))["f1"], "svg") for seed in (0, 1))

    assert first != other


def test_pictures_tell_no_hour_and_no_maker():
    figure = draw_all(make_scores())["confusion_1"]

    svg, png = render(figure, "svg"), render(figure, "png")

    assert b"<dc:date>" not in svg
    assert png.startswith(PNG_MAGIC)
    assert b"Software" not in png


@pytest.mark.parametrize("count", [1, 7])
def test_any_number_of_labels_can_be_drawn(count):
    labels = [f"label_{number}" for number in range(count)]

    figures = draw_all(make_scores(labels))

    panels = [figures[f"confusion_{number}"] for number in range(1, count + 1)]
    shown = [text for panel in panels for text in texts(render(panel, "svg"))]
    assert {re.sub(r"_\d+$", "", name) for name in figures} == set(CAPTIONS)
    assert [text for text in shown if text.startswith("label")] == list(map(spelled, labels))
    assert render(figures["f1"], "png").startswith(PNG_MAGIC)
    assert render(figures["cooccurrence_1"], "png").startswith(PNG_MAGIC)


def test_an_undefined_label_can_be_drawn():
    figures = draw_all(without_positives("official_claim"))

    overview, panel = (render(figures[name], "svg") for name in ("f1", "precision_recall_2"))

    assert "official claim" in texts(overview)
    assert "official claim" in texts(panel)


@pytest.mark.parametrize(
    ("label", "points"),
    [
        pytest.param("official_claim", 0, id="undefined"),
        pytest.param("attribution", 1, id="defined"),
    ],
)
def test_only_a_defined_label_has_an_operating_point(label, points):
    picture = axes()

    draw_precision_recall(picture, without_positives("official_claim"), label)

    assert [line.get_label() for line in picture.lines].count("threshold") == points


def test_every_label_and_the_mean_have_a_row_and_every_system_an_entry():
    picture = axes()

    draw_f1(picture, make_scores())

    rows = [tick.get_text() for tick in picture.get_yticklabels()]
    entries = [entry.get_text() for entry in picture.get_legend().get_texts()]
    assert rows == [*map(spelled, LABELS), "macro"]
    assert entries == ["model", "always yes", "coder one against coder two"]


def test_without_coders_there_is_no_entry_for_them():
    picture = axes()

    draw_f1(picture, make_scores(coders=()))

    entries = [entry.get_text() for entry in picture.get_legend().get_texts()]
    assert entries == ["model", "always yes"]


def test_f1_stands_where_the_scores_say():
    scores, picture = make_scores(), axes()

    draw_f1(picture, scores)

    model = scores.systems["model"]
    expected = [model.labels[label].f1.value for label in LABELS]
    drawn = picture.containers[0].lines[0].get_xdata()
    assert drawn.tolist() == [*expected, model.macro.f1.value]


def test_the_operating_point_is_the_models_precision_and_recall():
    scores, picture = make_scores(), axes()

    draw_precision_recall(picture, scores, "attribution")

    figures = scores.systems["model"].labels["attribution"]
    (point,) = [line for line in picture.lines if line.get_label() == "threshold"]
    assert point.get_xydata().tolist() == [[figures.recall.value, figures.precision.value]]


def test_the_threshold_drawn_is_the_one_chosen_on_train():
    picture = axes()
    scores = edited(make_scores(), lambda v: v["thresholds"].update(attribution=0.375))

    draw_threshold(picture, scores, "attribution")

    (line,) = [line for line in picture.lines if line.get_label() == "chosen on train"]
    assert line.get_xdata() == [0.375, 0.375]


def test_reliability_draws_a_dot_for_each_bin():
    scores, picture = make_scores(), axes()

    draw_reliability(picture, scores, "attribution")

    points = scores.curves["attribution"].reliability
    dots = picture.collections[0].get_offsets().tolist()
    assert dots == [[point.score, point.share] for point in points]


def test_the_cells_of_the_confusion_sum_to_the_sentences():
    picture = axes()

    draw_confusion(picture, make_scores(), "attribution")

    assert sum(int(text.get_text()) for text in picture.texts) == 60


def test_a_table_of_zeros_can_be_drawn():
    scores = edited(make_scores(), lambda v: v["cooccurrence"].update(model=[[0] * 3] * 3))

    picture = render(draw_all(scores)["cooccurrence_2"], "png")

    assert picture.startswith(PNG_MAGIC)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("coder_<script>alert(1)</script>", id="a script"),
        pytest.param("coder_a --> <b>", id="the end of a comment"),
        pytest.param("coder_R&D {{ x }}", id="an ampersand and braces"),
        pytest.param("coder_price in $", id="a dollar"),
        pytest.param("coder_$\\frac$", id="broken mathematics"),
        pytest.param("coder_$a$", id="mathematics"),
    ],
)
def test_a_name_is_shown_as_it_is_written(name):
    figure = draw_all(make_scores(coders=(name, "coder_two")))["f1"]

    svg = render(figure, "svg")

    assert f"{spelled(name)} against coder two" in texts(svg)
    assert b"<script" not in svg
    assert b"<b>" not in svg


def test_a_name_in_another_script_gives_no_warning():
    figure = draw_all(make_scores(coders=("coder_李", "coder_two")))["f1"]

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        render(figure, "svg")

    assert caught == []


def test_long_names_leave_room_for_the_picture():
    labels = [f"disputed_by_independent_experts_{number}" for number in range(3)]

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        render(draw_all(make_scores(labels))["cooccurrence_1"], "svg")

    assert caught == []
