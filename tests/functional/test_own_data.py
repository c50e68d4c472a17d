"""Data of a user's own: from a file as people have it to an experiment that works, or to one message that says what to do."""

import csv
import datetime
from importlib import import_module

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.codebook import load_codebook
from mediaframe.config.file import load_config
from mediaframe.experiment.plan import plan_experiment

OUTLETS = ("Morning Post", "Daily Lamp", "The Owl")
PLACES = ("harbour", "school", "railway", "market", "river", "library", "bridge", "forest")
WHO = "a baker|the mayor|two nurses|an old farmer|the court|our pilot|many tenants|a bishop|the coach|no teacher|one diver".split(
    "|"
)
HOW = "on Monday|again|in a letter|late at night|from Rome|with tears|by phone|twice|over lunch|at sea|in song|quietly|for once".split(
    "|"
)
WHY = "before the vote|since prices rose|as rain began|despite the strike|for his sister|after ten years|out of spite|to win time|by mistake|under oath|with a smile|on the stairs|near the mill|for a fee|against advice|in three words|without a map".split(
    "|"
)
SAID = {
    "economy": ("says that bread at the {} will cost more", "wants lower taxes for the {}"),
    "conflict": ("attacks the council over the {}", "rejects the deal on the {}"),
    "morality": ("calls it wrong to close the {}", "speaks of a duty towards the {}"),
}
HEADER = ("text", "label", "article", "outlet", "date")


def mediaframe(*arguments, stdin=""):
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


def invented(count=120):
    """Return invented rows: text, label, article, outlet and a day."""
    names = list(SAID)
    rows = []
    for number in range(count):
        label = names[(number * 7 + number // 5) % 3]
        said = SAID[label][number % 2].format(PLACES[number % 8])
        article = number // 4
        day = datetime.date(2024, 1 + article % 12, 1 + article % 28)
        text = f"{WHO[number % 11]}, {HOW[number % 13]}, {said} {WHY[number % 17]}."
        rows.append((text, label, f"a{article:02}", OUTLETS[article % 3], day))
    return rows


def save_csv(path, header, rows, encoding="utf-8", separator=","):
    with path.open("w", encoding=encoding, newline="") as target:
        csv.writer(target, delimiter=separator).writerows([header, *rows])
    return path


def commas(folder):
    return save_csv(folder / "mine.csv", HEADER, invented())


def semicolons_and_a_byte_order_mark(folder):
    rows = [
        (text, {"economy": "Ökonomie"}.get(label, label), article, outlet, f"{day:%d.%m.%Y}")
        for text, label, article, outlet, day in invented()
    ]
    header = ("Satz", "Kategorie", "Artikel", "Zeitung", "Datum")
    return save_csv(folder / "mine.csv", header, rows, "utf-8-sig", ";")


def tabs_in_utf_16_with_a_column_a_label(folder):
    rows = [
        (text, article, outlet, f"{day.month}/{day.day}/{day.year}", *(int(label == name) for name in SAID))
        for text, label, article, outlet, day in invented()
    ]  # fmt: skip
    header = ("text", "article", "outlet", "date", *map(str.title, SAID))
    return save_csv(folder / "mine.csv", header, rows, "utf-16", "\t")


def workbook(folder):
    book = import_module("openpyxl").Workbook()
    book.active.append(["ID", *HEADER])
    for number, (text, label, article, outlet, day) in enumerate(invented(), start=1):
        book.active.append([number, text, label.upper(), int(article[1:]), outlet, day])
    book.save(folder / "mine.xlsx")
    return folder / "mine.xlsx"


@pytest.mark.parametrize(
    ("write", "labels"),
    [
        (commas, ("conflict", "economy", "morality")),
        (semicolons_and_a_byte_order_mark, ("conflict", "morality", "okonomie")),
        (tabs_in_utf_16_with_a_column_a_label, ("economy", "conflict", "morality")),
        (workbook, ("conflict", "economy", "morality")),
    ],
)
def test_a_file_as_people_have_it_becomes_an_experiment_without_a_question(tmp_path, write, labels):
    data, config = write(tmp_path), tmp_path / "my.yaml"

    result = mediaframe("config", "new", config, "--data", data, "--yes")

    assert result.exit_code == 0, result.output
    assert "120 sentences, 30 articles" in result.stdout
    assert "outlets: Morning Post 40, Daily Lamp 40, The Owl 40" in result.stdout
    assert "dates: 2024-01-01 to 2024-12-24" in result.stdout
    assert "each sentence has exactly one" in result.stdout
    assert load_codebook(tmp_path / "my-codebook.yaml").exclusive
    plan = plan_experiment(load_config(config))
    assert plan.corpus.labels == labels
    assert sorted(plan.corpus.targets.sum(axis=0)) == [24, 48, 48]


def test_an_experiment_on_own_data_runs_and_its_model_labels_the_same_file(tmp_path):
    data, config = semicolons_and_a_byte_order_mark(tmp_path), tmp_path / "my.yaml"
    mediaframe("config", "new", config, "--data", data, "--yes")
    quick = ["-s", "report.figures=false", "-s", "evaluation.resamples=100", "-s", "head.C=1", "-s", "training.folds=2"]  # fmt: skip

    run = mediaframe("run", config, "-o", tmp_path / "run", *quick)
    named = ["--column", "text=Satz", "--column", "article_id=Artikel"]
    labelled = mediaframe("predict", tmp_path / "run", data, *named)
    scored = mediaframe("score", tmp_path / "run", data, *named, "-o", tmp_path / "scored")

    assert run.exit_code == 0, run.output
    assert "rules" not in run.stdout
    assert labelled.exit_code == scored.exit_code == 0, labelled.output + scored.output
    assert labelled.stdout.count('"article_id": "a00"') == 4
    assert "sentences scored: 120, articles: 30" in scored.stdout


def test_what_a_file_does_not_tell_is_asked_until_it_is_answered(tmp_path):
    rows = [(text, label, article, "3/4/2024") for text, label, article, *_ in invented()]
    data = save_csv(tmp_path / "mine.csv", ("statement", "code", "x1", "date"), rows)
    config = tmp_path / "my.yaml"

    result = mediaframe("config", "new", config, "--data", data, stdin="x\nx1\nday_first\n")

    assert result.exit_code == 0, result.output
    assert "Which column tells which article a sentence is from?" in result.stdout
    assert "There is no column 'x'" in result.stdout
    assert (
        "How are dates meant: day_first (2024-04-03) or month_first (2024-03-04)?" in result.stdout
    )
    corpus = load_config(config).corpus
    assert corpus.columns == {"text": "statement", "labels": "code", "article_id": "x1"}
    assert corpus.dates == "day_first"
    assert set(plan_experiment(load_config(config)).corpus.columns["date"]) == {"2024-04-03"}


def test_each_row_can_be_an_article_of_its_own(tmp_path):
    rows = [row[:2] for row in invented()]
    data = save_csv(tmp_path / "mine.csv", HEADER[:2], rows)

    result = mediaframe(
        "config", "new", tmp_path / "my.yaml", "--data", data, "--yes", "--column", "article_id="
    )

    assert result.exit_code == 0, result.output
    assert "120 sentences, 120 articles" in result.stdout
    assert "article_id: null" in (tmp_path / "my.yaml").read_text()
    assert load_config(tmp_path / "my.yaml").corpus.columns["article_id"] is None


def test_labels_of_the_codebook_that_ships_need_no_other(tmp_path):
    names = dict(zip(SAID, load_codebook().label_names, strict=True))
    rows = [(text, names[label], *rest) for text, label, *rest in invented()]
    data = save_csv(tmp_path / "mine.csv", HEADER, rows)

    mediaframe("config", "new", tmp_path / "my.yaml", "--data", data, "--yes")

    assert load_config(tmp_path / "my.yaml").codebook == "bundled"
    assert not (tmp_path / "my-codebook.yaml").exists()


def changed(rows, at, column, value):
    """Return rows of which some have another value in a column."""
    position = HEADER.index(column)
    return [
        (*row[:position], value, *row[position + 1 :]) if number in at else row
        for number, row in enumerate(rows)
    ]


MISTAKES = [
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {3, 9}, "label", "economie")), [],
        "m.csv:5: labels: 'economie' is not a label of codebook my 1; did you mean 'economy'? (also in 11)", id="a wrong label"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {3}, "label", "zebra")), [],
        "m.csv:5: labels: 'zebra' is not a label of codebook my 1; choose from conflict, economy, morality", id="a label that is near none"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER[:2], [row[:2] for row in invented()]), [],
        "m.csv: article_id: no column 'article' to read it from; there are text, label", id="a column is missing"),
    pytest.param(lambda f: save_csv(f / "m.csv", ("Text", *HEADER[1:]), invented()), [],
        "m.csv: text: no such column; did you mean 'Text'? rename it to text, or say so: --column text=Text", id="a column in capitals"),
    pytest.param(lambda f: save_csv(f / "m.csv", (*HEADER, "sentence_id"), [(*row, f"s{number // 2}") for number, row in enumerate(invented(4))]), [],
        "m.csv:3: sentence_id: 's0' stands already at {at}/m.csv:2; give each sentence its own id\n{at}/m.csv:5: sentence_id: 's1' stands", id="ids that repeat"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {0}, "label", "3")), [],
        "m.csv:2: labels: is '3'; numbers stand for labels that are named elsewhere", id="a number as label"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {0, 1}, "text", "")), [],
        "m.csv:2: text: missing; every row needs it (also in 3)", id="no text"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, []), [], "m.csv:1: no rows; give a file with at least one sentence", id="an empty file"),
    pytest.param(lambda f: f / "m.csv", [], "m.csv: cannot be read (No such file or directory); check the path", id="a wrong path"),
    pytest.param(lambda f: (f / "m.csv").mkdir() or (save_csv(f / "m.csv" / "mine.csv", HEADER, invented()) and f / "m.csv"), [],
        "m.csv: cannot tell the format; a folder; name the file in it (mine.csv)", id="a folder"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {5}, "date", "31.2.2024")), ["-s", "split.kind=time", "-s", "split.since=2024-06-01"],
        "split.column: date: is '31.2.2024'; write a date as YYYY-MM-DD", id="a day that is none"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, invented()), ["-s", "head.kind=rules"],
        "head.kind: rules, but codebook my has labels without `rule`; add rules or choose another head", id="a codebook without rules"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, invented()), ["-s", "corpora.path=x.csv"],
        "corpora: unknown key; did you mean 'corpus'?", id="a key of another form"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, invented()), ["-s", "corpus.columns.article=article"],
        "corpus.columns: article: means nothing here; did you mean 'article_id'?", id="a name of another form"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {0}, "text", "Ein Jäger kam."), "cp1252"), [],
        "m.csv:2: byte 0xe4 is not UTF-8; save the file with UTF-8 encoding (in a spreadsheet: CSV UTF-8); as Windows-1252 it would read 'Jäger'", id="Windows encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "settings", "message"), MISTAKES)
def test_a_mistake_in_a_corpus_is_one_message_with_what_to_do(tmp_path, write, settings, message):
    mediaframe("config", "new", tmp_path / "my.yaml", "--data", commas(tmp_path), "--yes")
    data = write(tmp_path)

    result = mediaframe(
        "config", "check", tmp_path / "my.yaml", "-s", f"corpus.path={data}", *settings
    )

    assert result.exit_code == 2
    assert message.format(at=tmp_path) in result.stderr
    assert "Traceback" not in result.output


STUMBLES = [
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, [(number, *row[1:]) for number, row in enumerate(invented())]),
        "m.csv: text: 120 of 120 cells of 'text' hold no word (first '0'); --column text=COLUMN names", id="numbers in text"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER[:2], [row[:2] for row in invented()]),
        "m.csv: article_id: none of text, label is surely the column of which article a sentence is from; say --column article_id=COLUMN; or say --column article_id=, which makes each row an article", id="no articles"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, [(text, "", *rest) for text, _, *rest in invented()]),
        "m.csv: labels: no sentence has one; an experiment learns from labelled sentences", id="no labels"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {0, 4}, "label", "economy; conflict")),
        "m.csv:2: labels: 'economy; conflict' is 2 labels joined by '; '; join them by '|', as in economy|conflict, or write a list (also in 6)", id="labels joined otherwise"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {0}, "label", "экономика")),
        "m.csv:2: labels: 'экономика' cannot be the name of a label: it begins with a Latin letter", id="a label in other letters"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, changed(invented(), {0}, "label", "sport")),
        "m.csv: sport: too few positive sentences (0, none in train); label more articles", id="a label too rare"),
    pytest.param(lambda f: save_csv(f / "m.csv", HEADER, [(text, f"label of {text}", *rest) for text, _, *rest in invented()]),
        "m.csv: labels: 120 different ones", id="no labels but texts"),
    pytest.param(lambda f: commas(f) and f / "mien.csv", "mien.csv: no such file; did you mean 'mine.csv'?", id="a path misspelt"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "message"), STUMBLES)
def test_a_file_that_starts_no_experiment_leaves_nothing_behind(tmp_path, write, message):
    data = write(tmp_path)

    result = mediaframe("config", "new", tmp_path / "my.yaml", "--data", data, "--yes")

    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert not list(tmp_path.glob("*.yaml"))


def test_what_stands_there_is_not_written_over(tmp_path):
    (tmp_path / "my-codebook.yaml").write_text("mine")

    result = mediaframe("config", "new", tmp_path / "my.yaml", "--data", commas(tmp_path), "--yes")

    assert result.exit_code == 2
    assert "my-codebook.yaml: stands there already; name another file" in result.stderr
    assert (tmp_path / "my-codebook.yaml").read_text() == "mine"


@pytest.mark.parametrize(
    "command",
    [
        ["data", "check"],
        ["data", "sample", "-n", "5"],
        ["data", "convert"],
        ["read", "--gold"],
        ["read"],
    ],
)
def test_every_command_that_reads_rows_takes_the_names_of_columns(tmp_path, command):
    names = dict(zip(SAID, load_codebook().label_names, strict=True))
    rows = [
        (names[label], text, article, f"s{number}")
        for number, (text, label, article, *_) in enumerate(invented(12))
    ]
    data = save_csv(tmp_path / "mine.csv", ("code", "Satz", "Artikel", "nr"), rows)
    targets = [tmp_path / "out.jsonl"] if command[-1] != "--gold" and len(command) > 1 else []
    named = ("text=Satz", "labels=code", "article_id=Artikel", "sentence_id=nr")

    result = mediaframe(
        *command[:2],
        data,
        *([] if command[1:2] == ["check"] else targets),
        *command[2:],
        *(part for name in named for part in ("--column", name)),
    )

    assert result.exit_code == 0 or command == ["data", "check"], result.output
    assert result.exit_code != 2, result.output
