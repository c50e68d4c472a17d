"""Settings of the features: what is read from a sentence."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mediaframe.config.values import Digest, FilePath, Grid, ScoresPath
from mediaframe.files.schema import Section

Size = Annotated[int, Field(ge=1, le=8, strict=True)]
NgramRange = tuple[Size, Size]


class NgramConfig(Section):
    """N-grams weighted by TF-IDF."""

    ngrams: NgramRange = Field(description="Shortest and longest n-gram.")
    min_df: int = Field(
        2, ge=1, strict=True, description="Sentences of train a term must occur in."
    )
    sublinear: bool = Field(default=True, description="Use 1 + log(count) in place of the count.")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.ngrams[0] > self.ngrams[1]:
            msg = f"ngrams is {list(self.ngrams)}; write the shortest first"
            raise ValueError(msg)
        return self


class WordConfig(NgramConfig):
    """Words and punctuation, quotation marks included."""

    ngrams: NgramRange = Field((1, 2), description="Shortest and longest run of words.")


class CharacterConfig(NgramConfig):
    """Characters within words."""

    ngrams: NgramRange = Field((2, 5), description="Shortest and longest run of characters.")


class ReadingConfig(Section):
    """Reading the article: cues, sources and their office, quotations, kinds of content, dispute."""

    neighbours: int = Field(
        1,
        ge=0,
        le=2,
        strict=True,
        description="Sentences of the article before and after whose signals count too.",
    )
    parts: tuple[Literal["cues", "sources", "content", "quotations", "dispute"], ...] = Field(
        ("cues", "sources", "content", "quotations", "dispute"),
        min_length=1,
        description="What of the reading becomes features; a signal of two parts, such as official+assertion, needs both.",
    )
    weight: Grid[Annotated[float, Field(gt=0, le=100, strict=True)]] = Field(
        (0.02, 0.1),
        description="What a signal counts beside n-grams, whose values make vectors of length 1; a list is tuned over, per "
        "label: signals are many, and where they tell nothing of a label a small weight keeps them from drowning its words.",
    )


class EmbeddingConfig(Section):
    """Sentence embeddings by a model folder of your own; nothing is downloaded. Needs the extra `embeddings`."""

    path: FilePath = Field(
        description="Folder with tokenizer.json and model.onnx, onnx/model.onnx or model.safetensors; "
        "relative to the file that says it."
    )
    context: int = Field(
        0,
        ge=0,
        le=2,
        strict=True,
        description="Sentences of the article before whose embeddings are columns too.",
    )
    weight: float = Field(
        1.0, gt=0, le=100, description="Length of an embedding beside n-grams, whose length is 1."
    )
    sha256: Digest | None = Field(
        None, description="Digest of the folder's files; once given, other files are refused."
    )


class ExternalConfig(Section):
    """What another model said of each sentence, as log-odds of its scores."""

    path: ScoresPath
    weight: float = Field(
        0.25, gt=0, le=100, description="What a log-odds of 1 counts beside n-grams."
    )
    sha256: Digest | None = Field(
        None, description="Digest of the file; once given, another file is refused."
    )


class FeatureConfig(Section):
    """What is read from a sentence; `null` switches a kind of feature off."""

    words: WordConfig | None = Field(WordConfig(), description="Word n-grams.")
    characters: CharacterConfig | None = Field(CharacterConfig(), description="Character n-grams.")
    reading: ReadingConfig | None = Field(
        ReadingConfig(), description="What reading the article tells, and the rules over it."
    )
    embeddings: EmbeddingConfig | None = Field(
        None, description="Sentence embeddings by a model folder of your own."
    )
    external: ExternalConfig | None = Field(
        None, description="What another model said, beside the other features."
    )

    @model_validator(mode="after")
    def _check_any(self) -> Self:
        if all(getattr(self, name) is None for name in type(self).model_fields):
            msg = "all features are off; leave words, characters or reading on"
            raise ValueError(msg)
        return self
