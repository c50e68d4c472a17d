"""An article is read once for all that is asked of it: the readings of its sentences are counted."""

import pytest

from mediaframe.article.cutting import cut_article
from mediaframe.config import EvaluationConfig, LogisticHead
from mediaframe.evaluation.evaluate import evaluate_model
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import BATCH, in_batches
from tests.builders import make_corpus, make_model, make_rows, write_jsonl

QUICK = EvaluationConfig(resamples=100)
NEWS = (
    "Rain closed two roads. “Prices will ease,” the minister said. The baker denies it. It snowed."
)


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(3.0,)))


@pytest.fixture
def counted(monkeypatch):
    """Return the texts read so far; the reading of every sentence begins with `Lexicon.read`."""
    read, texts = Lexicon.read, []

    def count(lexicon, text):
        texts.append(text)
        return read(lexicon, text)

    monkeypatch.setattr(Lexicon, "read", count)
    return texts


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda model, s: model.label(s), id="label"),
        pytest.param(lambda model, s: model.predict([x.text for x in s]), id="predict"),
        pytest.param(lambda model, _: model.label_article(NEWS), id="label_article"),
        pytest.param(lambda model, _: model.explain_article(NEWS), id="explain"),
        pytest.param(lambda model, s: model.label(model.read(s)), id="read, then label"),
    ],
)
def test_each_sentence_is_read_once(model, counted, ask):
    sentences = cut_article(NEWS, "a")

    ask(model, sentences)

    assert counted == [sentence.text for sentence in sentences]


def test_an_evaluation_reads_each_sentence_once(model, counted, tmp_path):
    corpus = make_corpus()
    path = write_jsonl(tmp_path / "c.jsonl", make_rows())

    evaluate_model(model, path, tmp_path / "out", config=QUICK, figures=False)

    assert sorted(counted) == sorted(sentence.text for sentence in corpus.sentences)


def test_what_was_read_cannot_be_changed(model):
    sentence = model.read(cut_article(NEWS, "a"))[1]

    with pytest.raises(AttributeError):
        sentence.reading.signals = frozenset()

    parts = [getattr(sentence.reading, name) for name in sentence.reading._fields[1:]]
    assert {type(part) for part in parts} == {tuple, frozenset}
    assert isinstance(hash(sentence), int)


def test_batches_are_whole_articles_and_all_sentences():
    sentences = make_corpus(articles=6).sentences * (BATCH // 18)

    batches = [positions for positions, _ in in_batches(sentences)]

    assert len(batches) > 1
    assert sorted(position for batch in batches for position in batch) == list(
        range(len(sentences))
    )
    articles = [{sentences[position].article_id for position in batch} for batch in batches]
    assert sum(map(len, articles)) == 6
