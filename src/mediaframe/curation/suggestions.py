"""What a model suggests to coders, who take it over or not."""

from collections.abc import Sequence

from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import Codebook
from mediaframe.data.formats.labelstudio_interface import Suggestion, Suggestions
from mediaframe.errors import InputError
from mediaframe.files.rows import Row
from mediaframe.serving.labeller import Model


def suggest_labels(rows: Sequence[Row], model: Model, codebook: Codebook) -> Suggestions:
    """Return what a model says of each row, read in its article.

    Raises:
        InputError: a model of other labels than those of the codebook.
    """
    if set(model.labels) != set(codebook.label_names):
        msg = (
            f"--predictions: the model gives {', '.join(model.labels)}, but codebook {codebook.name} has "
            f"{', '.join(codebook.label_names)}; name a model of this codebook, or its codebook by --codebook"
        )
        raise InputError(msg)
    keys = ("text", "article_id", "sentence_id")
    sentences = place_in_articles(*([str(row[key]) for row in rows] for key in keys))
    said = tuple(Suggestion(item.labels, item.scores) for item in model.label(sentences))
    return Suggestions(f"{model.training.experiment} ({model.weights_sha256[:8]})", said)
