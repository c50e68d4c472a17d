"""Where a report draws its lines, each with its reason. They are conventions: this is the one place to change them."""

from typing import NamedTuple

from mediaframe.results.subgroups import MINIMUM_POSITIVES


class Limit(NamedTuple):
    """A line that is drawn, and why there."""

    value: float
    what: str
    because: str


POSITIVES = Limit(
    MINIMUM_POSITIVES,
    "positives of a label in test, below which nothing is said of it",
    "One sentence decided otherwise moves recall by a tenth or more, and a percentile interval over so few hits is too narrow. "
    "Subgroups are suppressed below the same number.",
)
ARTICLES_FOR_P = Limit(
    6,
    "articles in test, below which nothing can be told from chance",
    "With n articles the smallest two-sided p of swapping them is 2 in 2^n: 1 in 16 for five, above .05.",
)
ARTICLES = Limit(
    20,
    "articles in test, below which intervals are said to be too narrow",
    "Resampling few clusters understates chance (Cameron, Gelbach and Miller 2008, Review of Economics and Statistics 90: "
    "they reject far too often from some twenty clusters down).",
)
TEST_SHARE = Limit(
    0.1,
    "share of the articles in test, below which it is called small",
    "Splits in use hold out a tenth to a third; below it the figures rest on few articles although there are more.",
)
USABLE = Limit(
    0.6,
    "lower bound of the MCC of a label that is called usable",
    "Where a label is given about as often as it is coded, MCC equals Cohen's kappa; above .6 Landis and Koch (1977, Biometrics "
    "33) call agreement substantial. The lower bound is taken, since that much is shown.",
)
TOO_OFTEN = Limit(
    1.5,
    "times as often decided as coded (or coded as decided), from which a label is called over- (or under-)labelled",
    "Thresholds chosen by F1 give a label more often the less they know of it (Lipton, Elkan and Naryanaswamy 2014, ECML). "
    "Half as many again makes a plain count of decisions misleading.",
)
LIMITS = (POSITIVES, ARTICLES_FOR_P, ARTICLES, TEST_SHARE, USABLE, TOO_OFTEN)
