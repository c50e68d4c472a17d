"""`mediaframe serve`: paste or open an article and see its framing; nothing of it is kept."""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from urllib.parse import parse_qs

from mediaframe.serving.html import Page
from mediaframe.serving.labeller import LabelledSentence, Model
from mediaframe.serving.local_server import (
    HTML,
    LONGEST_BODY,
    TOO_LARGE,
    Answer,
    Application,
    RefusedError,
    application,
    show_page,
)
from mediaframe.serving.page import PAGE, SERVED_PAGE, page_context
from mediaframe.serving.predictions import write_lines

DESK = Page("desk.html.jinja", "desk.js.jinja", talks=True)
LONGEST_TEXT = (
    LONGEST_BODY // 2
)  # bytes; it comes back, packed in letters, when files are asked for
LONGEST_NAME = 80  # characters
FIELDS = 10
UNNAMED = "article"
NO_TEXT = RefusedError(400, "no text; paste an article, or open a .txt file")
NOT_UTF8 = RefusedError(400, "not UTF-8; save the file with UTF-8 encoding, and open it again")


@dataclass(frozen=True)
class Posted:
    """An article as it was sent."""

    text: str
    name: str

    @property
    def packed(self) -> str:
        """The text in letters that no form changes."""
        return b64encode(self.text.encode()).decode()

    @property
    def stem(self) -> str:
        """Its name, as one for files."""
        return re.sub(r"[^A-Za-z0-9_-]+", "-", self.name).strip("-") or UNNAMED


def parse_post(body: bytes) -> Posted:
    """Return the article in what a form sent: `text` as it was pasted, or `packed`, and `name`.

    Raises:
        RefusedError: too long, not UTF-8, or no text.
    """
    try:
        fields = parse_qs(
            body.decode("ascii"), errors="strict", max_num_fields=FIELDS, keep_blank_values=True
        )
        text = fields.get("text", [""])[0].replace("\r\n", "\n")  # as forms send line ends
        if "packed" in fields:
            text = b64decode(fields["packed"][0], validate=True).decode()
    except UnicodeError as error:
        raise NOT_UTF8 from error
    except ValueError as error:
        raise RefusedError(400, "no form; send the fields text and name") from error
    if len(text.encode()) > LONGEST_TEXT:
        raise TOO_LARGE
    if not text.strip():
        raise NO_TEXT
    name = " ".join(fields.get("name", [""])[0].split())[:LONGEST_NAME]
    return Posted(text, name or UNNAMED)


def article_app(model: Model) -> Application:
    """Return the application that shows what a model says of an article.

    GET / is the desk where one is pasted or opened; POST / shows its page, and POST /rows.jsonl, /rows.csv and /page.html
    give files to keep.
    """

    def labelled(posted: Posted) -> Sequence[LabelledSentence]:
        return model.label_article(posted.text, posted.name)

    def desk(fault: str = "", status: int = 200) -> Answer:
        return show_page(DESK, {"model": model, "fault": fault, "longest": LONGEST_TEXT}, status)

    def show(body: bytes) -> Answer:
        try:
            posted = parse_post(body)
        except RefusedError as refused:
            return desk(str(refused), refused.status)
        return show_page(SERVED_PAGE, {**page_context(labelled(posted), model), "posted": posted})

    def rows(file_format: str, media: str, body: bytes) -> Answer:
        posted, lines = parse_post(body), StringIO(newline="")
        write_lines([item.to_row() for item in labelled(posted)], model.labels, file_format, lines)
        return _file(lines.getvalue(), media, f"{posted.stem}.{file_format}")

    def page(body: bytes) -> Answer:
        posted = parse_post(body)
        html = PAGE.render(page_context(labelled(posted), model))
        return _file(html, HTML, f"{posted.stem}.html")

    return application(
        {
            ("GET", "/"): lambda _body: desk(),
            ("POST", "/"): show,
            ("POST", "/rows.jsonl"): partial(rows, "jsonl", "application/x-ndjson"),
            ("POST", "/rows.csv"): partial(rows, "csv", "text/csv; charset=utf-8"),
            ("POST", "/page.html"): page,
        }
    )


def _file(content: str, media: str, name: str) -> Answer:
    """Return an answer that a browser keeps as a file."""
    return Answer(content, media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
