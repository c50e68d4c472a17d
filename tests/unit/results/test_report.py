"""The report: what it prints stands in the scores, and no text can break it."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from mediaframe.results.report import Shown, headline, write_report
from mediaframe.results.report_tables import (
    data_table,
    difference_table,
    label_table,
    overview_table,
    tuning_table,
)
from mediaframe.results.tables import DASH, number, p_value, spelled
from mediaframe.results.worth.findings import Worth
from tests.builders import LABELS, as_evaluation, edited, make_scores

MARKUP = (
    "<i>a|b & {{7*7}}"  # a name with what means something in HTML, Markdown, LaTeX and templates
)
HOSTILE = "<script>alert('x')</script> | A & B {{ 7 * 7 }} {% raw %} $x$ 100%_#~^\\"
NUMBER = re.compile(r"−?\d+(?:\.\d+)?")


class Page(HTMLParser):
    """The tables, tags and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: list[str] = []
        self.text = ""
        self.in_cell = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):  # noqa: ARG002, D102 - the parser's
        self.tags.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag):  # noqa: D102 - the parser's
        self.in_cell = self.in_cell and tag not in {"td", "th"}

    def handle_data(self, data):  # noqa: D102 - the parser's
        self.text += data
        if self.in_cell:
            self.tables[-1][-1][-1] += data


def markdown_tables(text: str) -> list[list[list[str]]]:
    """Return the cells of every table as they are shown."""
    tables = []
    for block in re.findall(r"(?:^\|.*\|\n)+", text, flags=re.MULTILINE):
        rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines()]
        tables.append(
            [[unescape(cell.strip().replace("\\|", "|")) for cell in row] for row in rows]
        )
    return tables


def every_number(values) -> set[str]:
    """Return the numbers of JSON values as a table prints them."""
    match values:
        case dict():
            return set().union(*map(every_number, values.values()))
        case list():
            return set().union(*map(every_number, values))
        case float():
            return {number(values), p_value(values)}
        case int():
            return {str(values), number(values)}
        case _:
            return set()


def figures_of(tables) -> list[str]:
    """Return the cells of all tables but those of sentences, without names of rows and columns."""
    of_figures = [table for table in tables if table[0][0] not in {"label", "question"}]
    return [cell for table in of_figures for row in table[1:] for cell in row[1:]]


def shares(scores) -> set[str]:
    """Return the shares of positives, which are told in brackets beside their counts."""
    return {
        f"{share:.1%}".rstrip("%")
        for part in (scores.train, scores.test)
        for share in part.prevalence.values()
    }


def with_miss(scores, label, sentence_id, trait="denying"):
    """Return scores with one miss, which is the example of a cluster."""
    miss = {"sentence_id": sentence_id, "coded": False, "score": 0.875}
    cluster = {
        "kind": "cue",
        "trait": trait,
        "sentences": 12,
        "overlooked": 2,
        "given_wrongly": 5,
        "rate": 0.583,
        "rate_of_all": 0.1,
        "chance": 0.0001,
        "examples": [sentence_id],
    }
    misses = [{"label": label, "sentences": [miss]}]
    return edited(scores, lambda v: v.update(misses=misses, clusters={label: [cluster]}))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the scores of a run and the folder of its report, with one miss."""
    scores, folder = (
        with_miss(make_scores(), "attribution", "a1:3"),
        tmp_path_factory.mktemp("report"),
    )
    write_report(folder, scores, Shown({"a1:3": "It rained."}))
    return scores, folder


def test_every_number_of_the_page_stands_in_the_scores(report):
    scores, folder = report

    tables = Page((folder / "report.html").read_text(encoding="utf-8")).tables

    printed = {found for cell in figures_of(tables) for found in NUMBER.findall(cell)}
    assert len(printed) > 50
    assert printed - every_number(scores.to_json()) - shares(scores) == set()


def test_every_number_of_the_markdown_stands_in_the_scores(report):
    scores, folder = report

    tables = markdown_tables((folder / "report.md").read_text(encoding="utf-8"))

    printed = {found for cell in figures_of(tables) for found in NUMBER.findall(cell)}
    assert len(printed) > 50
    assert printed - every_number(scores.to_json()) - shares(scores) == set()


def test_page_and_markdown_print_the_same_tables(report):
    _, folder = report

    page = Page((folder / "report.html").read_text(encoding="utf-8")).tables
    markdown = markdown_tables((folder / "report.md").read_text(encoding="utf-8"))

    without_rule = [[table[0], *table[2:]] for table in markdown]
    assert sorted(page) == sorted(without_rule)


def test_the_report_is_complete(report):
    scores, folder = report

    page = Page((folder / "report.html").read_text(encoding="utf-8"))

    pictures = sorted(path.name for path in (folder / "figures").iterdir())
    kinds = ("confusion", "precision_recall", "reliability", "threshold")
    panels = [f"{kind}_{number}.svg" for kind in kinds for number in (1, 2, 3)]
    assert pictures == sorted(["f1.svg", "cooccurrence_1.svg", "cooccurrence_2.svg", *panels])
    assert page.tags.count("svg") == len(pictures)
    assert page.tags.count("figure") == 6
    assert headline(scores) in page.text
    assert scores.corpus.sha256 in page.text


def test_the_page_opens_from_disk_alone(report):
    _, folder = report

    html = (folder / "report.html").read_text(encoding="utf-8")

    without_names = re.sub(
        r'xmlns(:\w+)?="[^"]*"|<metadata>.*?</metadata>', "", html, flags=re.DOTALL
    )
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"|url\((?!#)', without_names) == []
    assert "http" not in without_names


def test_every_picture_the_markdown_names_is_there(report):
    _, folder = report

    named = re.findall(r"\]\((figures/[^)]*)\)", (folder / "report.md").read_text(encoding="utf-8"))

    assert len(named) == 15
    assert [path for path in named if not (folder / path).is_file()] == []


def test_the_same_scores_give_the_same_report(tmp_path):
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        write_report(folder, edited(make_scores(), lambda _: None), Shown())

    first, second = (
        {path.name: path.read_bytes() for path in folder.rglob("*.*")} for folder in folders
    )

    assert first == second


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Return the folder of a report in which every name and text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    scores = make_scores(["plain", MARKUP], coders=(f"coder {MARKUP}", "coder_two"))
    scores = edited(scores, lambda v: v.update(experiment=HOSTILE))
    scores = edited(scores, lambda v: v["corpus"].update(name=HOSTILE))
    write_report(
        folder, with_miss(scores, MARKUP, HOSTILE, HOSTILE), Shown({HOSTILE: HOSTILE}, formats=())
    )
    return folder


def test_hostile_text_is_escaped_on_the_page(hostile):
    html = (hostile / "report.html").read_text(encoding="utf-8")

    page = Page(html)

    assert not {"script", "i", "img"} & set(page.tags)
    assert "<script" not in html
    assert (
        page.text.count(HOSTILE) == 10
    )  # title, heading, corpus (four times), sentence and its id, twice
    assert MARKUP in page.tables[1][0]


def test_tables_hold_in_markdown_whatever_their_cells_hold(hostile):
    text = (hostile / "report.md").read_text(encoding="utf-8")

    tables = markdown_tables(text)

    widths = [{3}, {5}, {5}, {9}, {5}, {9}, {3}, {5}, {2}]
    assert [{len(row) for row in rows} for rows in tables] == widths
    assert tables[1][0] == ["F1", "plain", MARKUP, "macro", "micro"]


def test_hostile_names_are_escaped_in_latex_tables(hostile):
    page = Page((hostile / "report.html").read_text(encoding="utf-8"))

    assert r"F1 & plain & <i>a|b \& \{\{7*7\}\} & macro & micro \\" in page.text


def undefine(values, label: str) -> None:
    """Make the JSON of scores say that a label had no positives."""
    model = values["systems"]["model"]
    model["undefined_labels"] = [label]
    model["macro"]["labels"] = len(LABELS) - 1
    model["labels"][label]["f1"] = {"value": None, "low": None, "high": None, "resamples": 0}


def test_an_undefined_label_is_a_dash_and_named_under_the_table():
    scores = edited(make_scores(), lambda values: undefine(values, "official_claim"))

    shown = label_table(scores, "model")

    assert shown.rows[1][0] == "official claim"
    assert shown.rows[1][shown.header.index("F1")] == DASH
    assert "the mean over 2 labels" in shown.caption
    assert "undefined, having no positives: official_claim" in shown.caption


def test_no_undefined_label_needs_no_word():
    caption = label_table(make_scores(), "model").caption

    assert caption == "All figures of model on test; macro is the mean over 3 labels."


def test_the_overview_has_a_row_for_each_system_and_for_the_coders():
    rows = overview_table(make_scores()).rows

    assert [row[0] for row in rows] == ["model", "always yes", "coder one against coder two"]


def test_the_overview_without_coders_has_systems_only():
    rows = overview_table(make_scores(coders=())).rows

    assert [row[0] for row in rows] == ["model", "always yes"]


def test_differences_name_what_is_taken_from_what():
    rows = difference_table(make_scores()).rows

    assert {row[0] for row in rows} == {"model − always yes"}
    assert [row[1] for row in rows] == [*map(spelled, LABELS), "macro"]


def test_tuning_stars_the_setting_chosen_for_each_label():
    other = {"head": "other", "average_precision": dict.fromkeys(LABELS, 0.4)}
    scores = edited(make_scores(), lambda v: v["tuning"].append(other))
    scores = edited(scores, lambda v: v["chosen"].update(attribution="other"))

    rows = tuning_table(scores).rows

    assert rows == (
        ("logistic (C=1)", "0.500", "0.500 *", "0.500 *"),
        ("other", "0.400 *", "0.400", "0.400"),
    )


def test_an_evaluation_tells_of_test_only():
    rows = data_table(as_evaluation(make_scores())).rows

    assert [row[0] for row in rows] == ["test"]


def test_fits_that_stopped_early_are_told(tmp_path):
    scores = edited(make_scores(), lambda v: v["unconverged"].update(attribution=3))

    write_report(tmp_path, scores, Shown(formats=()))

    told = "Fits that stopped before they converged: attribution 3."
    assert told in Page((tmp_path / "report.html").read_text(encoding="utf-8")).text
    assert told in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_articles_torn_apart_are_warned_of_and_not_called_unseen(tmp_path):
    scores = edited(make_scores(), lambda v: v.update(shared_articles=4))

    write_report(tmp_path, scores, Shown(formats=()))

    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    warning = "4 articles stand in train and in test: the figures are too good"
    assert warning in page.text
    assert f"**Serious (MF02):** {warning}" in markdown
    assert "4 articles lie on both sides." in markdown
    assert "training never saw" not in markdown
    assert "wholly on one side" not in markdown


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param(make_scores(), id="a run"),
        pytest.param(as_evaluation(make_scores()), id="an evaluation"),
    ],
)
def test_whole_articles_are_not_warned_of(scores):
    assert not {"MF01", "MF02"} & {finding.code for finding in Worth.of(scores).findings}
    assert data_table(scores).caption.endswith("every article lies wholly on one side.")


def test_an_evaluation_names_the_corpus_its_model_was_trained_on(tmp_path):
    write_report(tmp_path, as_evaluation(make_scores()), Shown(formats=()))

    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "mine.jsonl: 3 articles, 21 sentences" in page.text
    assert "trained on corpus `mine.jsonl`" in markdown
    assert "Settings tried" not in page.text + markdown


def test_a_report_without_figures_has_the_same_tables(report, tmp_path):
    scores, folder = report

    write_report(tmp_path, scores, Shown({"a1:3": "It rained."}, formats=()))

    drawn, bare = (
        Page((at / "report.html").read_text(encoding="utf-8")) for at in (folder, tmp_path)
    )
    assert bare.tables == drawn.tables
    assert (drawn.tags.count("figure"), bare.tags.count("figure")) == (6, 0)
    assert "![" not in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert not (tmp_path / "figures").exists()


def test_a_model_without_baselines_is_compared_with_nothing():
    scores = edited(make_scores(), lambda v: v["systems"].pop("always_yes"))

    sentence = headline(scores)

    assert "Compared" not in sentence
    assert sentence.startswith("Macro-F1 0.")


def test_misses_are_told_with_their_score_and_threshold(report):
    _, folder = report

    page = Page((folder / "report.html").read_text(encoding="utf-8"))
    markdown = (folder / "report.md").read_text(encoding="utf-8")

    assert "It rained.coded no, score 0.875, threshold 0.500 · a1:3" in page.text
    assert "- `a1:3` coded no, score 0.875: It rained." in markdown


def test_misses_gathered_are_told_with_an_example(report):
    _, folder = report

    page = Page((folder / "report.html").read_text(encoding="utf-8"))
    markdown = (folder / "report.md").read_text(encoding="utf-8")

    assert ["cue: denying", "12", "2", "5", "0.583"] in [
        row for table in page.tables for row in table
    ]
    assert "It rained.cue: denying · a1:3" in page.text
    assert "- cue: denying, `a1:3`: It rained." in markdown


@pytest.fixture(scope="module")
def broken_lines(tmp_path_factory):
    """Return the Markdown of a report in which a sentence and its id have line breaks and tags."""
    folder = tmp_path_factory.mktemp("broken")
    text = "It rained.\n\n# Macro-F1 0.999\n\n<script>alert(1)</script>"
    write_report(
        folder, with_miss(make_scores(), "attribution", "a1:3"), Shown({"a1:3": text}, formats=())
    )
    return (folder / "report.md").read_text(encoding="utf-8")


def test_a_sentence_with_line_breaks_adds_no_heading_to_the_markdown(broken_lines):
    headings = [line for line in broken_lines.splitlines() if line.startswith("#")]

    assert "# Macro-F1 0.999" not in headings


def test_a_sentence_with_tags_adds_no_tag_to_the_markdown(broken_lines):
    tags = Page(broken_lines).tags

    assert tags == []


def test_every_table_of_figures_stands_as_csv_unless_it_is_left_out(report, tmp_path):
    _, folder = report

    write_report(tmp_path, make_scores(), Shown(formats=(), tables=False))

    names = {path.stem for path in (folder / "tables").iterdir()}
    assert {"overview", "model", "always_yes", "differences", "verdicts", "reforms"} <= names
    assert not (tmp_path / "tables").exists()


def test_other_formats_stand_beside_what_the_page_shows(tmp_path):
    write_report(tmp_path, make_scores(["one"], coders=()), Shown(formats=("svg", "pdf", "png")))

    endings = {path.suffix for path in (tmp_path / "figures").iterdir()}
    pdf, png = ((tmp_path / "figures" / f"f1.{end}").read_bytes() for end in ("pdf", "png"))
    assert endings == {".svg", ".pdf", ".png"}
    assert (pdf[:5], png[1:4]) == (b"%PDF-", b"PNG")
