"""Settings, calibration and thresholds come from the folds of train, and from nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit, logit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.pipeline import Pipeline

from mediaframe.codebook import load_codebook
from mediaframe.config import (
    FeatureConfig,
    LinearSvmHead,
    LogisticHead,
    MajorityHead,
    NaiveBayesHead,
    ReadingConfig,
    RidgeHead,
    RulesHead,
    TrainingConfig,
    WordConfig,
)
from mediaframe.data.splits import deal_folds, split_by_article
from mediaframe.errors import InputError
from mediaframe.model.features import rule_decisions
from mediaframe.model.ngrams import plain_text
from mediaframe.reader.matching import Lexicon
from mediaframe.reader.reading import lexicon_terms, read_sentences
from mediaframe.reader.tokens import TOKEN
from tests.builders import LABELS, SMALL_FEATURES, SMALL_TRAINING, make_corpus, train_small
from tests.second_opinions import platt_by_scipy

CODEBOOK = load_codebook()
HEAD = LogisticHead(C=(1.0,))
WORDS = FeatureConfig(words=WordConfig(min_df=2), characters=None, reading=None)
UNCALIBRATED = TrainingConfig(folds=2, calibration="none")
NEVER_MET = {label: [["colon"], ["untrue"]] for label in LABELS}


def noisy(corpus, share=0.2, seed=0):
    """Return a corpus with some targets turned round: nothing on it is learned without error."""
    wrong = np.random.default_rng(seed).random(corpus.targets.shape) < share
    return replace(corpus, targets=corpus.targets ^ wrong)


def numbers(trained):
    """Return all numbers of a classifier in a row."""
    classifier = trained.classifier
    return np.concatenate([classifier.coef.ravel(), classifier.intercept, classifier.thresholds])


def raw_by_scikit_learn(corpus, fold_of, label):
    """Return the out-of-fold scores of scikit-learn's own pipeline with the same settings."""
    texts = np.array([sentence.text for sentence in corpus.sentences])
    scores = np.empty(len(texts))
    for fold in np.unique(fold_of):
        words = TfidfVectorizer(
            preprocessor=plain_text,
            token_pattern=TOKEN.pattern,
            ngram_range=(1, 2),
            min_df=2,
            sublinear_tf=True,
        )
        logistic = LogisticRegression(class_weight="balanced", tol=1e-8, max_iter=1000)
        pipeline = Pipeline([("words", words), ("logistic", logistic)])
        pipeline.fit(texts[fold_of != fold], corpus.targets[fold_of != fold, label])
        scores[fold_of == fold] = pipeline.decision_function(texts[fold_of == fold])
    return scores


@pytest.mark.parametrize("label", range(3))
def test_out_of_fold_scores_are_those_of_fits_that_never_saw_the_fold(label):
    corpus = noisy(make_corpus(10))
    expected = raw_by_scikit_learn(corpus, deal_folds(corpus.sentences, 2, 1), label)

    trained = train_small(HEAD, corpus, features=WORDS, training=UNCALIBRATED)

    assert_allclose(logit(trained.out_of_fold[:, label]), expected, atol=1e-3)


@pytest.mark.parametrize("label", range(3))
def test_calibration_is_platt_s_on_out_of_fold_scores(label):
    corpus = noisy(make_corpus(10))
    raw = raw_by_scikit_learn(corpus, deal_folds(corpus.sentences, 2, 1), label)
    slope, offset = platt_by_scipy(raw, corpus.targets[:, label])

    trained = train_small(HEAD, corpus, features=WORDS)

    assert slope > 0
    assert_allclose(trained.out_of_fold[:, label], expit(slope * raw + offset), atol=1e-3)


@pytest.mark.parametrize("training", [SMALL_TRAINING, UNCALIBRATED], ids=lambda t: t.calibration)
@pytest.mark.parametrize("head", [HEAD, LinearSvmHead(C=(0.3,))], ids=lambda head: head.kind)
def test_no_other_threshold_has_a_better_f1_on_out_of_fold_scores(head, training):
    corpus = noisy(make_corpus(10))

    trained = train_small(head, corpus, training=training)

    scores, targets = trained.out_of_fold, corpus.targets
    reached = f1_of(targets, scores >= trained.classifier.thresholds)
    best = np.max([f1_of(targets, scores >= threshold) for threshold in np.unique(scores)], axis=0)
    assert_array_equal(reached, best)


def f1_of(targets, decisions):
    return f1_score(targets, decisions, average=None, zero_division=0)


def test_a_threshold_parts_two_scores_half_way():
    corpus = noisy(make_corpus(10))

    trained = train_small(HEAD, corpus)

    for_first = trained.out_of_fold[:, 0]
    threshold = trained.classifier.thresholds[0]
    below, above = for_first[for_first < threshold].max(), for_first[for_first >= threshold].min()
    assert threshold == pytest.approx((below + above) / 2)


def test_thresholds_are_half_where_that_is_asked_for():
    trained = train_small(HEAD, training=TrainingConfig(folds=2, thresholds="half"))

    assert trained.classifier.thresholds.tolist() == [0.5, 0.5, 0.5]


def test_the_last_fit_is_on_all_sentences():
    corpus = noisy(make_corpus(8))
    texts = [sentence.text for sentence in corpus.sentences]
    words = TfidfVectorizer(
        preprocessor=plain_text,
        token_pattern=TOKEN.pattern,
        ngram_range=(1, 2),
        min_df=2,
        sublinear_tf=True,
    )
    logistic = LogisticRegression(class_weight="balanced", tol=1e-8, max_iter=1000)
    second = Pipeline([("words", words), ("logistic", logistic)]).fit(texts, corpus.targets[:, 0])

    classifier = train_small(HEAD, corpus, features=WORDS, training=UNCALIBRATED).classifier

    assert_allclose(classifier.coef[0], logistic.coef_[0], atol=1e-3)
    assert_allclose(classifier.score(texts)[:, 0], second.predict_proba(texts)[:, 1], atol=1e-3)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(LogisticHead(C=(0.3, 3)), id="logistic"),
        pytest.param(LinearSvmHead(C=(0.1, 1)), id="SVM"),
        pytest.param(RulesHead(), id="rules"),
    ],
)
def test_jobs_never_change_the_result(head):
    corpus = noisy(make_corpus(8))

    alone = train_small(head, corpus, jobs=1)
    together = train_small(head, corpus, jobs=2)

    assert_array_equal(numbers(alone), numbers(together))
    assert_array_equal(alone.out_of_fold, together.out_of_fold)
    assert alone.chosen == together.chosen


def test_training_twice_gives_the_same_bits():
    first = train_small(LinearSvmHead(C=(0.1, 1)))
    second = train_small(LinearSvmHead(C=(0.1, 1)))

    assert numbers(first).tobytes() == numbers(second).tobytes()


def test_the_held_out_test_never_changes_what_is_trained():
    corpus = noisy(make_corpus(16))
    train_rows, test_rows = split_by_article(corpus.sentences, 0.3, 1)
    others = list(corpus.sentences)
    for row in test_rows:
        others[row] = replace(others[row], text=f"Quite another text, told by number {row}.")
    turned = corpus.targets.copy()
    turned[test_rows] = ~turned[test_rows]
    changed = replace(corpus, sentences=tuple(others), targets=turned)

    first = train_small(HEAD, corpus.take(train_rows))
    second = train_small(HEAD, changed.take(split_by_article(changed.sentences, 0.3, 1)[0]))

    assert_array_equal(numbers(first), numbers(second))
    assert_array_equal(first.out_of_fold, second.out_of_fold)


def test_targets_that_follow_the_text_are_learned():
    corpus = make_corpus(40)

    trained = train_small(HEAD, corpus)

    assert average_precision(corpus.targets, trained.out_of_fold).min() > 0.95


@pytest.mark.parametrize("seed", range(3))
def test_targets_dealt_by_chance_score_near_chance(seed):
    corpus = make_corpus(60)
    shuffled = np.random.default_rng(seed).permutation(corpus.targets)
    corpus = replace(corpus, targets=shuffled)

    trained = train_small(HEAD, corpus, training=TrainingConfig(folds=3))

    gain = average_precision(shuffled, trained.out_of_fold) - shuffled.mean(axis=0)
    assert np.abs(gain).max() < 0.1


@pytest.mark.parametrize("seed", range(3))
def test_targets_dealt_by_chance_score_near_chance_on_articles_held_out(seed):
    corpus = make_corpus(80)
    shuffled = np.random.default_rng(seed).permutation(corpus.targets)
    train_rows, test_rows = split_by_article(corpus.sentences, 0.4, seed)
    corpus = replace(corpus, targets=shuffled)
    test = corpus.take(test_rows)

    trained = train_small(LogisticHead(C=(0.3, 3)), corpus.take(train_rows))

    precision = average_precision(test.targets, trained.classifier.score(test.sentences))
    assert np.abs(precision - test.targets.mean(axis=0)).max() < 0.15


def average_precision(targets, scores):
    pairs = zip(targets.T, scores.T, strict=True)
    return np.array([average_precision_score(truth, score) for truth, score in pairs])


def test_the_value_of_best_average_precision_out_of_fold_is_chosen_for_each_label():
    corpus = noisy(make_corpus(10))

    trained = train_small(LogisticHead(C=(0.01, 1.0, 100.0)), corpus)

    precision = np.array([of_value for _, of_value in trained.tuning])
    tried = [head for head, _ in trained.tuning]
    assert [head.settings for head in tried] == [LogisticHead(C=(C,)) for C in (0.01, 1.0, 100.0)]
    assert list(trained.chosen) == [tried[best] for best in precision.argmax(axis=0)]


def test_the_precision_of_a_value_is_that_of_its_out_of_fold_scores():
    corpus = noisy(make_corpus(10))

    trained = train_small(HEAD, corpus, training=UNCALIBRATED)

    ((head, precision),) = trained.tuning
    assert head.settings == HEAD
    assert precision.tolist() == average_precision(corpus.targets, trained.out_of_fold).tolist()


def test_the_first_of_equal_values_is_chosen():
    trained = train_small(RidgeHead(alpha=(1.0, 1.0 + 1e-12)))

    assert [head.settings for head in trained.chosen] == [RidgeHead(alpha=(1.0,))] * 3


def test_the_weight_of_reading_is_chosen_for_each_label_and_the_fit_is_that_of_features_so_weighed():
    corpus = noisy(make_corpus(10))
    both = (0.02, 0.5)

    def trained(*weights):
        reading = ReadingConfig(weight=weights)
        features = SMALL_FEATURES.model_copy(update={"reading": reading})
        return train_small(HEAD, corpus, features=features)

    chosen, alone = trained(*both), [trained(weight) for weight in both]

    weights = [head.reading_weight for head in chosen.chosen]
    precision = np.array([each.tuning[0][1] for each in alone])
    assert weights == [both[best] for best in precision.argmax(axis=0)]
    for label, weight in enumerate(weights):
        same = alone[both.index(weight)]
        assert_allclose(chosen.out_of_fold[:, label], same.out_of_fold[:, label], atol=1e-4)
        scores, of_same = (
            each.classifier.score(corpus.sentences)[:, label] for each in (chosen, same)
        )
        assert_allclose(scores, of_same, atol=1e-4)
        assert chosen.chosen[label].describe().endswith(f", reading weighs {weight:g}")


def test_thresholds_are_best_while_the_logic_holds():
    corpus = noisy(make_corpus(10))

    trained = train_small(HEAD, corpus)

    thresholds = trained.classifier.thresholds
    given = trained.classifier.decide(trained.out_of_fold)
    official = corpus.targets[:, 1]
    best = f1_score(official, given[:, 1])
    others = [
        f1_score(official, given[:, 0] & (trained.out_of_fold[:, 1] >= other))
        for other in np.unique(trained.out_of_fold[:, 1])
    ]
    assert not (given[:, 1] & ~given[:, 0]).any()
    assert best == pytest.approx(max(others))
    assert (thresholds > 0).all()


def test_labels_are_trained_apart():
    corpus = noisy(make_corpus(8))
    turned = replace(corpus, targets=corpus.targets ^ np.array([False, True, False]))

    first = train_small(HEAD, corpus).classifier
    second = train_small(HEAD, turned).classifier

    assert_array_equal(first.coef[[0, 2]], second.coef[[0, 2]])
    assert not np.array_equal(first.coef[1], second.coef[1])


def test_progress_is_told_after_each_fold():
    told = []

    train_small(HEAD, training=TrainingConfig(folds=2), advance=lambda *done: told.append(done))

    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("training", [SMALL_TRAINING, UNCALIBRATED], ids=lambda t: t.calibration)
def test_rules_decide_as_the_codebook_says(training):
    corpus = noisy(make_corpus(8))

    classifier = train_small(RulesHead(), corpus, training=training).classifier

    decisions = classifier.decide(classifier.score(corpus.sentences))
    read = read_sentences(Lexicon(lexicon_terms(CODEBOOK)), corpus.sentences)
    assert_array_equal(decisions, rule_decisions(CODEBOOK.rules, read))


def test_rules_decide_as_the_codebook_says_even_where_they_run_against_the_label():
    corpus = make_corpus(8)
    corpus = replace(corpus, targets=~corpus.targets)

    classifier = train_small(RulesHead(), corpus).classifier

    decisions = classifier.decide(classifier.score(corpus.sentences))
    read = read_sentences(Lexicon(lexicon_terms(CODEBOOK)), corpus.sentences)
    assert_array_equal(decisions, rule_decisions(CODEBOOK.rules, read))


def test_a_rule_that_no_sentence_meets_gives_no_label():
    classifier = train_small(RulesHead(), rules=NEVER_MET).classifier

    assert not classifier.decide(classifier.score(make_corpus(8).sentences)).any()


def test_a_label_without_a_rule_is_trained_on_the_other_columns():
    trained = train_small(HEAD, rules={"attribution": [["saying"]]})

    assert np.isfinite(numbers(trained)).all()


def test_rules_are_found_behind_words_and_before_neighbours():
    corpus = make_corpus(8)
    features = FeatureConfig(words=WordConfig(min_df=1), reading=ReadingConfig(neighbours=2))

    classifier = train_small(
        RulesHead(), corpus, features=features, training=UNCALIBRATED
    ).classifier

    names = classifier.features.get_feature_names_out()
    weighed = [names[row != 0].tolist() for row in classifier.coef]
    assert weighed == [[f"reading__rule:{label}"] for label in LABELS]


def test_the_majority_gives_what_most_sentences_have_and_its_share():
    corpus = make_corpus(8)  # attribution in four of six, the others in fewer
    mostly = replace(corpus, targets=corpus.targets & np.array([True, False, True]))
    mostly.targets[:6, 1] = mostly.targets[-6:, 1] = True

    classifier = train_small(MajorityHead(), mostly).classifier

    scores = classifier.score(["Any text."])[0]
    assert classifier.decide(scores).tolist()[:2] == [True, False]
    assert_allclose(scores, (mostly.targets.sum(axis=0) + 1) / (len(mostly.targets) + 2))


@pytest.mark.parametrize(
    "head",
    [
        MajorityHead(),
        RulesHead(),
        NaiveBayesHead(),
        LogisticHead(),
        LinearSvmHead(),
        RidgeHead(),
    ],
    ids=lambda head: head.kind,
)
@pytest.mark.parametrize("calibration", ["sigmoid", "none"])
def test_every_head_trains_to_probabilities(head, calibration):
    corpus = noisy(make_corpus(8))

    trained = train_small(head, corpus, training=TrainingConfig(folds=2, calibration=calibration))

    assert trained.classifier.labels == LABELS
    assert trained.out_of_fold.shape == corpus.targets.shape
    assert (trained.out_of_fold >= 0).all()
    assert (trained.out_of_fold <= 1).all()


def test_a_min_df_that_nothing_meets_is_an_error_of_input():
    features = FeatureConfig(words=WordConfig(min_df=1000), characters=None, reading=None)

    with pytest.raises(InputError, match=r"features\.words\.min_df: .*; lower it"):
        train_small(HEAD, features=features)
