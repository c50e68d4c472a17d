"""Studies of every kind, run small: figures are those of runs, and the page says what `study.json` holds."""

import json

import pytest

from mediaframe.config.file import load_config
from mediaframe.evaluation.behaviour.cases import bundled_capabilities
from mediaframe.experiment.run import run_experiment
from mediaframe.results.estimates import Estimate
from mediaframe.results.study.answers import named_figures
from mediaframe.results.study.headline import study_headline, study_warnings
from mediaframe.results.study.scores import Units
from mediaframe.results.tables import interval, number
from mediaframe.study import run_study
from tests.builders import TOWNS, make_rows, write_jsonl
from tests.unit.results.test_report import NUMBER, Page, every_number, markdown_tables
from tests.unit.study.test_study import write_study

START = "question: Which?\nbase: small.yaml\n"
BEHAVIOUR = "variations:\n  rules: {head: {kind: rules}}\nevaluation: {measure: behaviour}\n"
BRIER = (
    "variations:\n  uncalibrated: {training.calibration: none}\n"
    "evaluation: {measure: brier}\nseeds: 2\n"
)
CURVE = """factors:
  head:
    logistic: {}
    ridge: {head.kind: ridge, head.alpha: 1}
  share:
    all: {split.train_share: 1.0}
    a third: {split.train_share: 0.34}
    a half: {split.train_share: 0.5}
    most: {split.train_share: 0.75}
curve: share
"""
JOINED = """variations:
  ridge: {head.kind: ridge, head.alpha: 1}
corpora: {both: [corpus.jsonl, other.jsonl]}
splits:
  articles: {kind: article, test_share: 0.3}
  sentences: {kind: sentence, test_share: 0.3}
  from corpus to other: {kind: column, column: corpus, held_out: [other]}
"""
KINDS = {"behaviour": BEHAVIOUR, "brier": BRIER, "curve": CURVE, "joined": JOINED}


def rows_of_other_towns():
    """Return rows of twelve articles that are no near-duplicates of those of the other corpus."""
    rows = make_rows(12)
    for place, town in enumerate(TOWNS):
        for row in rows[6 * place : 6 * place + 6]:
            row["text"] = row["text"].replace(f"{town} {place}", f"New {town[::-1]} {place + 50}")
    return rows


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """Return a study of each kind, run; no test changes it."""
    folder = tmp_path_factory.mktemp("kinds")

    def run(name, text):
        place = write_study(folder / name, START + text)
        write_jsonl(place / "other.jsonl", rows_of_other_towns())
        return run_study(place, folder / f"{name}-out")

    return {name: run(name, text) for name, text in KINDS.items()}


def printed(outcome):
    """Return the numbers in the tables of a page but that of the settings, which is the last."""
    tables = markdown_tables((outcome.folder / "study.md").read_text(encoding="utf-8"))
    cells = [cell for table in tables[:-1] for row in table[2:] for cell in row[1:]]
    return {found for cell in cells for found in NUMBER.findall(cell)}


def whole(values):
    """Return the numbers of JSON values without digits behind the point, as numbers of articles are printed."""
    match values:
        case dict():
            return set().union(*map(whole, values.values()))
        case list():
            return set().union(*map(whole, values))
        case float():
            return {f"{values:.0f}"}
        case _:
            return set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_the_page_stands_in_the_figures(studies, kind):
    outcome = studies[kind]

    scores = json.loads((outcome.folder / "study.json").read_bytes())
    lines = [answer["curves"] for answer in scores["answers"]]
    assert scores == outcome.scores.model_dump(mode="json")
    assert len(printed(outcome)) > 20
    assert printed(outcome) - every_number(scores) - whole(lines) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_page_and_markdown_say_the_same(studies, kind):
    folder = studies[kind].folder

    page = Page((folder / "study.html").read_text(encoding="utf-8"))
    text = (folder / "study.md").read_text(encoding="utf-8")

    headline = study_headline(studies[kind].scores)
    assert page.tables == [[table[0], *table[2:]] for table in markdown_tables(text)]
    assert headline in page.text
    assert headline in text


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        pytest.param("behaviour", {"behaviour_1", "capabilities_1"}, id="behaviour"),
        pytest.param("brier", {"brier_1", "reliability_1"}, id="Brier"),
        pytest.param("curve", {"curve_1"}, id="curve"),
        pytest.param("joined", {"overview", "f1_1", "f1_2", "f1_3"}, id="several answers"),
    ],
)
def test_the_figures_of_each_kind_are_there_and_named_by_the_page(studies, kind, figures):
    folder = studies[kind].folder

    names = {path.name for path in (folder / "figures").iterdir()}

    text = (folder / "study.md").read_text(encoding="utf-8")
    assert names == {f"{name}.{ending}" for name in figures for ending in ("png", "svg")}
    assert [name for name in figures if f"](figures/{name}.svg)" not in text] == []


def test_behaviour_is_what_the_report_of_a_run_says(studies, tmp_path):
    outcome = studies["behaviour"]

    config = load_config(outcome.folder.parent / "behaviour" / "small.yaml")
    behaviour = run_experiment(config, tmp_path / "run").scores.behaviour
    estimate = named_figures(outcome.scores)["small"]["estimate"]
    assert estimate["macro"]["value"] == behaviour.all.rate.value
    assert {name: one["value"] for name, one in estimate["columns"].items()} == {
        name: one.rate.value for name, one in behaviour.capabilities.items()
    }


def test_behaviour_counts_cases_and_names_capabilities_by_what_they_claim(studies):
    outcome = studies["behaviour"]

    (answer,) = outcome.scores.answers
    text = (outcome.folder / "study.md").read_text(encoding="utf-8")
    cases = sum(len(each.cases) for each in bundled_capabilities())
    assert answer.units == Units(kind="cases", count=cases)
    assert outcome.scores.titles.keys() == set(answer.columns)
    assert f"| {next(iter(outcome.scores.titles.values()))} |" in text


def test_brier_is_told_with_calibration_beside_it(studies):
    outcome = studies["brier"]

    figures = named_figures(outcome.scores)["uncalibrated"]
    text = (outcome.folder / "study.md").read_text(encoding="utf-8")
    assert figures["estimate"]["macro"]["value"] == pytest.approx(figures["macro"]["brier"], abs=2e-6)  # fmt: skip
    assert f"| uncalibrated | {interval(Estimate(**figures['estimate']['macro']))} |" in text
    assert f"| uncalibrated | {number(figures['calibration']['macro_error'])} |" in text
    assert "Lowest mean Brier score" in study_headline(outcome.scores)


def test_a_curve_has_a_line_for_each_head_and_points_that_rise_in_articles(studies):
    (answer,) = studies["curve"].scores.answers

    points = {name: curve.points for name, curve in answer.curves.items()}
    articles = [point.articles for point in points["ridge"]]
    named = named_figures(studies["curve"].scores)
    assert list(points) == ["logistic", "ridge"]
    assert articles == sorted(articles)
    assert len(articles) == 4
    assert points["ridge"][-1].value == named["ridge, all"]["estimate"]["macro"]["value"]
    assert named["curves"]["ridge"] == answer.curves["ridge"].model_dump(mode="json")


def test_several_corpora_are_one_and_dealt_as_the_splits_say(studies):
    outcome = studies["joined"]

    named = named_figures(outcome.scores)
    (held_out,) = named["from corpus to other"]["ridge"]["seeds"].values()
    assert list(named) == ["articles", "sentences", "from corpus to other"]
    assert outcome.scores.corpora["both"].name == "corpus + other"
    assert outcome.scores.corpora["both"].articles == 24 + 12
    assert held_out["test"]["articles"] == 12


def test_of_a_split_of_sentences_train_and_test_share_articles(studies):
    named = named_figures(studies["joined"].scores)

    (torn,), (dealt,) = (named[split]["small"]["seeds"].values() for split in ("sentences", "articles"))  # fmt: skip
    counts = [torn["train"][0]["articles"] + torn["test"]["articles"], dealt["train"][0]["articles"] + dealt["test"]["articles"]]  # fmt: skip
    assert counts[0] > 24 + 12
    assert counts[1] == 24 + 12


def test_a_run_of_torn_articles_reads_them_whole_and_says_what_the_study_says(tmp_path, studies):
    folder = studies["joined"].folder.parent / "joined"
    settings = [
        f"corpus.further=[{folder / 'other.jsonl'}]",
        "split={kind: sentence, test_share: 0.3}",
    ]

    run = run_experiment(load_config(folder / "small.yaml", settings), tmp_path / "run").scores

    (torn,) = named_figures(studies["joined"].scores)["sentences"]["small"]["seeds"].values()
    assert run.systems["model"].macro.f1.value == torn["macro"]
    assert run.shared_articles > 0


def test_a_study_of_torn_articles_warns_of_them_on_its_page(studies):
    outcome = studies["joined"]

    (warning,) = study_warnings(outcome.scores)

    assert warning.startswith("sentences: sentences of one article stand in train and in test")
    assert warning in (outcome.folder / "study.md").read_text(encoding="utf-8")
    assert study_warnings(studies["curve"].scores) == []


def test_articles_in_neither_part_are_counted(tmp_path):
    folder = write_study(tmp_path / "thin", START + BRIER)
    halved = load_config(folder / "small.yaml", ["split.train_share=0.5"])

    run = run_experiment(halved, tmp_path / "run")

    parts = (part.articles for part in (run.scores.train, run.scores.test))
    assert run.scores.left_out_articles == 24 - sum(parts) > 0
    assert "stand in neither train nor test" in (run.folder / "report.md").read_text()
