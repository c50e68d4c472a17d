"""The pages that are looked at, each made by the command that a user types."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from typer.testing import CliRunner

from mediaframe.cli import app
from tests.builders import make_noisy_rows, make_rows, write_config, write_jsonl
from tests.scored_news import code, make_news, write_plan
from tests.unit.study.test_study import STUDY, write_study

ARTICLES = {
    "harbour": (
        "The harbour will close in May, the transport minister said on Monday. “We have no choice,” "
        "Lena Ortiz told reporters.\n\nResidents of Orrin dispute that: the quay was repaired last year, "
        "their lawyer said, and the ministry’s own report found no damage. “It is untrue,” she added.\n\n"
        "Police say two men broke into the office; the company denies that anything was taken. Rain fell."
    ),
    "budget": (
        "Taxes will fall, the government claims. Economists doubt it.\n\n"
        "According to the central bank, prices rose by 4.1 per cent in March. The alleged forgery of the "
        "figures has divided the opposition, whose leader Ion Varga called it a scandal."
    ),
}
CURVE = """
question: Do more articles help, and how much of the score is owed to reading?
base: small.yaml
factors:
  features:
    baseline: {}
    n-grams alone: {features.reading: null}
  share of train's articles:
    40 %: {split.train_share: 0.4}
    70 %: {split.train_share: 0.7}
    100 %: {split.train_share: 1.0}
curve: share of train's articles
"""
BRIER = """
question: Are scores probabilities, within outlets and across them?
base: small.yaml
evaluation: {measure: brier}
variations:
  weak: {head.C: 0.01}
  ridge: {head.kind: ridge, head.alpha: 1}
splits:
  within: {kind: article}
  across: {kind: column, column: outlet, held_out: [Post]}
"""
FIGURES = {"report": {"figures": True}}


def mediaframe(*arguments: object, code: int = 0) -> None:
    """Run a command in this process; it has to end with an exit code."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output


def _articles(folder: Path) -> list[Path]:
    """Write articles as text files."""
    paths = []
    for name, text in ARTICLES.items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def _corpus(folder: Path, name: str = "corpus") -> Path:
    """Write a corpus with two coders, outlets and dates."""
    rows = make_noisy_rows(24)
    for row in rows:
        article = int(row["article_id"][1:])
        row |= {"outlet": ("Courier", "Post")[article % 2], "date": f"2024-0{article % 9 + 1}-03"}
    return write_jsonl(folder / f"{name}.jsonl", rows)


def _report(folder: Path) -> Path:
    mediaframe("run", write_config(folder, _corpus(folder), **FIGURES), "-o", folder / "run")
    return folder / "run" / "report.html"


def _comparison(folder: Path) -> Path:
    for name in ("one", "another"):
        settings = {"name": name, "head": {"kind": "logistic", "C": [1 if name == "one" else 0.1]}}
        config = write_config(folder, _corpus(folder), **settings)
        mediaframe("run", config, "-o", folder / name)
    mediaframe("compare", folder / "one", folder / "another", "-o", folder / "comparison")
    return folder / "comparison" / "comparison.html"


def _page_of_study(folder: Path, text: str = STUDY) -> Path:
    written = write_study(folder / "first", text)
    _corpus(written)
    mediaframe("study", written, "-o", folder / "study")
    return folder / "study" / "study.html"


def _measurement(folder: Path) -> Path:
    measurement = folder / "measurement"
    mediaframe("measure", "plan", write_plan(folder), "-o", measurement)
    mediaframe("measure", "sample", measurement)
    code(measurement / "coding.csv", make_news()[1])
    mediaframe("measure", "estimate", measurement)
    mediaframe("measure", "report", measurement)
    return measurement / "report" / "report.html"


def _predictions(folder: Path) -> Path:
    mediaframe("predict", "news-en", *_articles(folder), "--page", folder / "page.html")
    return folder / "page.html"


def _reading(folder: Path) -> Path:
    mediaframe("read", *_articles(folder), "--page", folder / "page.html")
    return folder / "page.html"


def _behaviour(folder: Path) -> Path:
    mediaframe("behave", "news-en", "-o", folder / "behaviour")
    return folder / "behaviour" / "behaviour.html"


def _audit(folder: Path) -> Path:
    mediaframe(
        "data", "check", _corpus(folder), "-o", folder / "audit", code=1
    )  # it finds problems
    return folder / "audit" / "audit.html"


def _agreement(folder: Path) -> Path:
    mediaframe("data", "agreement", _corpus(folder), "-o", folder / "agreement")
    return folder / "agreement" / "agreement.html"


def _long_report(folder: Path) -> Path:
    corpus = write_jsonl(folder / "corpus.jsonl", make_rows(articles=100, sentences=20))
    mediaframe("evaluate", "news-en", corpus, "-o", folder / "evaluation")
    return folder / "evaluation" / "report.html"


def _long_predictions(folder: Path) -> Path:
    """Label one article, so that all of it stands open."""
    article = write_jsonl(folder / "article.jsonl", make_rows(articles=1, sentences=2_000))
    mediaframe("predict", "news-en", article, "--page", folder / "page.html")
    return folder / "page.html"


PAGES: dict[str, Callable[[Path], Path]] = {
    "report": _report,
    "comparison": _comparison,
    "study": _page_of_study,
    "curve of a study": partial(_page_of_study, text=CURVE),
    "study of two splits": partial(_page_of_study, text=BRIER),
    "measurement": _measurement,
    "predictions": _predictions,
    "reading": _reading,
    "behaviour": _behaviour,
    "audit": _audit,
    "agreement": _agreement,
}
LONG_PAGES: dict[str, Callable[[Path], Path]] = {
    "report on 2,000 sentences": _long_report,
    "article of 2,000 sentences": _long_predictions,
}
