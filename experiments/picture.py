"""Draw an article as news-en labels it: `python experiments/picture.py` writes reports/article.svg, the picture of README.

The article is invented; labels, scores, sources and marked words are what the model says of it today.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from mediaframe import load_model
from mediaframe.serving.labeller import LabelledSentence

TARGET = Path(__file__).parents[1] / "reports" / "article.svg"
ARTICLE = (
    "The bridge at Orrin will reopen in March, Transport Minister Ana Ruiz said on Monday. "
    "“Every cable has been tested,” she told reporters. The rail union disputes that. "
    "Two cables were never inspected, its chairwoman Lena Voss said. "
    "The bridge has been closed since a lorry struck a pier in October."
)
WIDTH, MARGIN, COLUMNS = 760, 28, 70
LINE, TAGS, GAP = 26, 22, 16
ROLES = ("contest", "cue", "source", "content")  # words of two roles are drawn as the first
STYLE = """
text { font: 18px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1b1f24 }
.tags, .legend { font-size: 13px; fill: #57606a }
.given { font-weight: 600; fill: #1b1f24 }
.source { fill: #0072b2; font-weight: 600 }
.cue { fill: #b35900; text-decoration: underline }
.content { text-decoration: underline dotted }
.contest { fill: #b0246f; font-style: italic; text-decoration: underline wavy }
"""


def draw() -> str:
    """Return the picture."""
    rows, y = [], MARGIN + 14
    for labelled in load_model("news-en").label_article(ARTICLE):
        for line in lines_of(labelled):
            rows.append(f'<text x="{MARGIN}" y="{y}">{line}</text>')
            y += LINE
        rows.append(f'<text x="{MARGIN}" y="{y - 4}" class="tags">{tags_of(labelled)}</text>')
        y += TAGS + GAP
    legend = " · ".join(f'<tspan class="{role}">{role}</tspan>' for role in ("source", "cue", "content", "contest"))  # fmt: skip
    rows.append(f'<text x="{MARGIN}" y="{y}" class="legend">{legend}</text>')
    height = y + MARGIN - 8
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>An article, labelled sentence by sentence</title>",
        f"<style>{STYLE}</style>",
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="8" fill="#fff" stroke="#d8dee4"/>',
        *rows,
        "</svg>\n",
    ])  # fmt: skip


def lines_of(labelled: LabelledSentence) -> Iterator[str]:
    """Yield a sentence line by line, its words marked by what they are evidence of."""
    text = ARTICLE[labelled.sentence.start : labelled.sentence.end]
    roles = roles_of(labelled, len(text))
    begin = 0
    for line in wrap(text, COLUMNS):
        begin = text.index(line, begin)
        letters = zip(line, roles[begin:], strict=False)
        runs = [(role, "".join(letter for letter, _ in run)) for role, run in groupby(letters, key=lambda pair: pair[1])]  # fmt: skip
        yield "".join(f'<tspan class="{role}">{escape(words)}</tspan>' if role else escape(words) for role, words in runs)  # fmt: skip
        begin += len(line)


def roles_of(labelled: LabelledSentence, length: int) -> list[str]:
    """Return the role of each character of a sentence, empty where it is evidence of nothing."""
    roles = [""] * length
    found = [item for words in labelled.evidence.values() for item in words]
    for role in reversed(ROLES):
        for item in found:
            start, end = item.start - labelled.sentence.start, item.end - labelled.sentence.start
            is_word = any(map(str.isalnum, item.text))
            if item.role == role and is_word and 0 <= start < end <= length:
                roles[start:end] = [role] * (end - start)
    return roles


def tags_of(labelled: LabelledSentence) -> str:
    """Return labels with their scores, and who speaks."""
    given = [f'<tspan class="given">{label.replace("_", " ")}</tspan> {labelled.scores[label]:.2f}' for label in labelled.labels]  # fmt: skip
    source = labelled.source
    told = [f"{escape(source.name or '')} ({source.status})"] if source else []
    return " · ".join(given + told) or "no label"


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
