"""Methods, citation and checklist say what the run did, and leave to authors what it cannot know."""

import re
from pathlib import Path
from typing import get_args

from mediaframe.config import ExperimentConfig, FindingCode
from mediaframe.files.yaml import read_yaml
from mediaframe.results.worth.catalogue import CATALOGUE
from mediaframe.results.worth.checklist import YOURS, checklist, checklist_table
from mediaframe.results.worth.methods import citation, methods_paragraph
from tests.builders import as_evaluation, edited, make_scores

ROOT = Path(__file__).parents[4]
CONFIG = ExperimentConfig(name="small", seed=7)


def test_the_citation_is_that_of_the_citation_file():
    cited = read_yaml(ROOT / "CITATION.cff").values

    assert citation() == (
        f"{cited['authors'][0]['name']}. {cited['title']}, version {cited['version']} [software]."
    )


def test_the_paragraph_names_split_tuning_intervals_and_results():
    scores = make_scores()

    text = methods_paragraph(scores, CONFIG)

    assert f"60 sentences of 10 articles (made.jsonl, sha256 {scores.corpus.sha256})" in text
    assert "On 5 folds of these, which keep articles whole, settings were chosen per label" in text
    assert "100 bootstrap resamples of whole articles" in text
    assert "10,000 permutations" in text
    assert f"Mean F1 was {scores.systems['model'].macro.f1.value:.3f} [" in text


def test_an_evaluation_tells_what_its_model_was_trained_on():
    text = methods_paragraph(as_evaluation(make_scores()), None)

    assert "had been trained on 21 sentences of 3 articles (mine.jsonl)" in text
    assert "folds" not in text


def test_the_checklist_has_its_32_questions_and_blanks_for_what_a_run_cannot_know():
    items = checklist(make_scores(), CONFIG)

    by_number = {item.number: item for item in items}
    assert len(by_number) == len(items) == 32
    assert re.match(r"One classifier a label \(logistic\)", by_number["5a"].answer)
    assert by_number["1a"].answer is None
    rows = checklist_table(items).rows
    assert sum(answer == YOURS for _, answer in rows) == sum(i.answer is None for i in items)


def test_a_split_of_sentences_is_owned_up_to():
    scores = edited(make_scores(), lambda v: v.update(shared_articles=3))

    answers = {item.number: item.answer for item in checklist(scores, CONFIG)}

    assert answers["6a"] == "No: 3 articles stand on both sides."


def test_every_code_of_the_config_is_in_the_catalogue():
    assert tuple(CATALOGUE) == get_args(FindingCode)
