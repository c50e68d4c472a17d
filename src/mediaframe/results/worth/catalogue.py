"""What a report may find: each kind with its code, how grave it is, why it matters and what to do."""

from typing import Literal, NamedTuple

from mediaframe.config import FindingCode

Severity = Literal["serious", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("serious", "warning", "note")  # the gravest first


class Kind(NamedTuple):
    """A kind of finding."""

    severity: Severity
    why: str
    advice: str


CATALOGUE: dict[FindingCode, Kind] = {
    "MF01": Kind(
        "serious",
        "A model remembers what it was trained on.",
        "Evaluate it on other articles; the run that trained it has a test of its own.",
    ),
    "MF02": Kind(
        "serious",
        "A model knows the people and phrases of articles that it saw a part of.",
        "Split by whole articles (`split.kind: article`), unless the aim is to show how much this flatters.",
    ),
    "MF03": Kind(
        "warning",
        "A score on it says how well a model reads these texts, and nothing of real news.",
        "Evaluate on labelled sentences of your own before you report a number: `mediaframe evaluate MODEL CORPUS`.",
    ),
    "MF04": Kind(
        "serious",
        "What is not told from a system that reads nothing has not been shown to read anything.",
        "Do not label with it. Code more sentences, above all of the rare labels, or look at whether coders agree.",
    ),
    "MF05": Kind(
        "warning",
        "Rules cost no training and can be read; a gain over them that is not told from chance is no reason to prefer the model.",
        "Claim no gain. Use the rules (`head.kind: rules`), code more articles, or compare on other news.",
    ),
    "MF06": Kind(
        "warning",
        "For this label the model has not been shown to know more than how to say yes.",
        "Leave the label out of what you report, or code more articles that have it.",
    ),
    "MF07": Kind(
        "warning",
        "Figures of so few positives move by a tenth or more with one sentence.",
        "Code more articles in which the label is likely (`mediaframe data sample`), or hold out a larger share.",
    ),
    "MF08": Kind(
        "warning",
        "Decisions differ from the coding too often to be read one by one, and shares counted from them are off.",
        "Use scores to find candidates, and measure shares with `mediaframe measure`, which corrects for the errors.",
    ),
    "MF09": Kind(
        "warning",
        "A count of decisions overstates how common the label is.",
        "Do not count decisions: measure shares with `mediaframe measure`, or raise the threshold in your own code.",
    ),
    "MF10": Kind(
        "warning",
        "A count of decisions understates how common the label is.",
        "Do not count decisions: measure shares with `mediaframe measure`, or lower the threshold in your own code.",
    ),
    "MF11": Kind(
        "note",
        "The best value may lie beyond the list that was tried.",
        "Widen the list in `head` on that side and run again; figures on test must not decide it.",
    ),
    "MF12": Kind(
        "warning",
        "Chance is drawn from articles; from few of them intervals come out too narrow.",
        "Code more articles, few sentences each, before more sentences of the same.",
    ),
    "MF13": Kind(
        "warning",
        "The figures rest on few articles although there are more.",
        "Raise `split.test_share`.",
    ),
    "MF14": Kind(
        "note",
        "Near-duplicates stay together, and hashed articles do not part evenly.",
        "Name another `split.test_share`, or take the share that came out; another seed deals anew.",
    ),
    "MF15": Kind(
        "note",
        "What is left out trains nothing and is tested nowhere.",
        "Look at `mediaframe data check`, which names near-duplicates.",
    ),
    "MF16": Kind(
        "warning",
        "Their weights are not the best ones, and the figures may be others with more steps.",
        "Choose a setting that holds weights back more (a smaller C, a larger alpha).",
    ),
    "MF17": Kind(
        "warning",
        "Without a baseline a figure has no floor: for a common label, saying yes to everything scores high.",
        "Ask for `evaluation.baselines: [always_yes]`.",
    ),
    "MF18": Kind(
        "note",
        "A model cannot be told to be better than the coding is steady.",
        "Have some hundred sentences coded by a second person, blind (columns `coder_1`, `coder_2`).",
    ),
}
