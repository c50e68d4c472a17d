"""scikit-learn's own checks of estimators, of the parts that `to_sklearn` hands out."""

import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import MultiOutputClassifier
from sklearn.utils import estimator_checks, get_tags
from sklearn.utils.estimator_checks import estimator_checks_generator, parametrize_with_checks

from mediaframe.codebook import load_codebook
from mediaframe.model.classifier import ConsistentClassifier
from mediaframe.model.encoders.embeddings import SentenceEmbeddings
from mediaframe.model.features import ReadingVectorizer
from mediaframe.reader.reading import lexicon_terms


class Checked:
    """Is checked as any other estimator: scikit-learn leaves its own class of several outputs out of the checks."""

    def __sklearn_tags__(self):
        """Tell that the checks are meant."""
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags._skip_test = False
        return tags


class CheckedClassifier(Checked, ConsistentClassifier):
    """Ours."""


class CheckedParent(Checked, MultiOutputClassifier):  # type: ignore[misc]
    """scikit-learn's."""


ONE_OUTPUT = "the check gives one column of classes; several are the point of the class"
OF_PARENT = "scikit-learn's MultiOutputClassifier fails it too: "
EXPECTED = {
    "check_sample_weight_equivalence_on_dense_data": OF_PARENT + "its targets are called Y",
    "check_sample_weight_equivalence_on_sparse_data": OF_PARENT + "its targets are called Y",
    "check_estimator_sparse_array": OF_PARENT + ONE_OUTPUT,
    "check_estimator_sparse_matrix": OF_PARENT + ONE_OUTPUT,
    "check_classifiers_one_label": OF_PARENT + "the logistic regression in it wants two classes",
    "check_classifiers_one_label_sample_weights": OF_PARENT + "the logistic regression in it wants two classes",
    "check_classifiers_classes": OF_PARENT + ONE_OUTPUT,
    "check_classifiers_train": OF_PARENT + ONE_OUTPUT,
    "check_methods_sample_order_invariance": OF_PARENT + "predict_proba is a list, a matrix a label",
}  # fmt: skip


@parametrize_with_checks(
    [CheckedClassifier(LogisticRegression())],
    expected_failed_checks=lambda _estimator: EXPECTED,
    xfail_strict=True,
)
def test_the_classifier_is_one_by_the_checks(estimator, check):
    check(estimator)


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize(
    ("estimator", "check"),
    [
        pytest.param(estimator, check, id=f"{check.func.__name__}-{number}")
        for number, (estimator, check) in enumerate(
            estimator_checks_generator(CheckedParent(LogisticRegression()))
        )
        if check.func.__name__ in EXPECTED
    ],
)
def test_what_it_fails_scikit_learns_own_class_fails_too(estimator, check):
    with pytest.raises((AssertionError, IndexError, TypeError, ValueError)):
        check(estimator)


def embed(text):
    """Return two numbers for a text."""
    return [float(len(text)), 1.0]


# The checks that need no data: those that do give numbers, and these take texts.
WITHOUT_DATA = (
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_mixin_order",
)


@pytest.mark.parametrize("check", WITHOUT_DATA)
@pytest.mark.parametrize(
    "estimator",
    [
        pytest.param(ReadingVectorizer(lexicon_terms(load_codebook()), load_codebook().rules), id="reading"),
        pytest.param(SentenceEmbeddings(embed), id="embeddings"),
    ],
)  # fmt: skip
def test_features_of_texts_are_estimators_by_the_checks_that_need_no_data(estimator, check):
    getattr(estimator_checks, check)(type(estimator).__name__, clone(estimator))

    tags = get_tags(estimator)
    assert (tags.input_tags.string, tags.input_tags.two_d_array) == (True, False)
    assert not tags.requires_fit


def test_a_table_is_no_column_of_texts_for_features_either():
    pandas = pytest.importorskip("pandas")

    with pytest.raises(ValueError, match=r"sentences is a table \(columns text\)"):
        SentenceEmbeddings(embed).transform(pandas.DataFrame({"text": ["It rained."]}))
