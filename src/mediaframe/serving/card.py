"""The README of a model folder: what the model does, what it was trained on, how good it was; and what a hub is told of it."""

import json
from collections.abc import Sequence

from mediaframe.serving.manifest import Manifest

CARD = "README.md"
LANGUAGE = "en"  # of the reader and of the lexicon
TAGS = ("mediaframe", "media-framing", "news", "text-classification")


def model_card(manifest: Manifest, figures: Sequence[str]) -> str:
    """Return the card of a model; `figures` are lines that tell how good it was."""
    record = manifest.training
    rows = [
        f"| `{label.name}` | {' '.join(label.definition.split())} | {record.positives[label.name]} "
        f"| {manifest.thresholds[label.name]:.3f} |"
        for label in manifest.codebook.labels
    ]
    return "\n".join(
        [
            *hub_metadata(manifest),
            "",
            f"# Model of experiment `{record.experiment}`",
            "",
            f"Labels sentences of news articles by framing. Saved by mediaframe {manifest.mediaframe} as numbers and JSON; load it with "
            "`mediaframe.load_model(folder)`.",
            "",
            "| label | meaning | positives in training | threshold |",
            "|---|---|---|---|",
            *rows,
            "",
            f"Codebook: {manifest.codebook.name} {manifest.codebook.version}. "
            f"Trained on {record.sentences} sentences of {record.articles} articles of corpus "
            f"`{record.corpus}` (sha256 `{record.corpus_sha256}`), seed {record.seed}.",
            "",
            *figures,
            "",
            "A label is a statement about wording, not about truth. Figures hold for text like that of the corpus; "
            "evaluate the model on labelled sentences of your own before you count with it "
            "(`mediaframe evaluate MODEL CORPUS`).",
            "",
            *USE,
        ]
    )


def hub_metadata(manifest: Manifest) -> list[str]:
    """Return the lines of YAML with which a card of the Hugging Face Hub begins."""
    tags = [*TAGS, f"codebook:{manifest.codebook.name}"]
    return [
        "---",
        "library_name: mediaframe",
        "pipeline_tag: text-classification",
        f"language: {LANGUAGE}",
        "tags:",
        *(f"- {json.dumps(tag)}" for tag in tags),
        "---",
    ]


USE = """\
## Use

```python
from huggingface_hub import snapshot_download  # where it lies on the hub as NAME/MODEL
from mediaframe import load_model

model = load_model(snapshot_download("NAME/MODEL"))  # or the folder itself
model.predict(["Inflation will ease by spring, the finance minister said."])
```

This folder is put on the hub by `hf upload NAME/MODEL FOLDER .`; nothing in it can run code.
""".splitlines()
