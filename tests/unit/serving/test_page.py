"""The page of labelled articles: complete, self-contained, true to its spans, and deaf to what texts say."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.article.cutting import cut_article
from mediaframe.article.sentences import Sentence
from mediaframe.codebook import Codebook, Label, load_codebook
from mediaframe.config import LogisticHead
from mediaframe.reader.evidence import Evidence, Source
from mediaframe.serving.html import nest_marks
from mediaframe.serving.labeller import LabelledSentence
from mediaframe.serving.page import MOST_SOURCES, NEAR, ROLES, Mark, merge_evidence, write_page
from tests.builders import make_model

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}&amp;"
NEWS = (
    "HALVEN, March 3 (MW) — Finance minister Ana Ruiz said on Monday that prices would ease.\n"
    "She told reporters that the budget was sound.\n\n"
    "Rain closed two roads. The baker denies the alleged theft."
)
VOID = {"meta", "input"}


class Page(HTMLParser):
    """What a page says, and in which elements."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], ""
        self.around = []
        self.words = []  # (roles around it, text) of each run of text in an article
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Keep the element and that it is open."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.around.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Close the element, which must be the one opened last."""
        assert self.around.pop()[0] == tag

    def handle_data(self, data):
        """Keep the text with the roles of the marks around it."""
        self.text += data
        roles = [attrs["class"] for tag, attrs in self.around if tag == "mark"]
        if roles and any(tag == "details" for tag, _ in self.around):
            self.words.append((roles, data))

    def all(self, tag):
        """Return the attributes of every element of a kind."""
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def model():
    return make_model(LogisticHead(C=(3.0,)))


def sentence(text="It rained, he said.", name="a", number=1, start=0, **evidence):
    """Return a sentence as labelled; evidence is label -> words."""
    place = Sentence(name, f"{name}:{number}", text, start, start + len(text))
    scores = {"attribution": 0.914, "official_claim": 0.02, "contested_claim": 0.01}
    return LabelledSentence(place, tuple(evidence), scores, evidence)


def written(tmp_path, labelled, model, rows=None):
    path = tmp_path / "page.html"
    write_page(path, labelled, model, rows)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def page(tmp_path, model):
    return lambda *labelled, rows=None: Page(written(tmp_path, labelled, model, rows))


def test_a_page_says_what_was_labelled_how_and_by_what(page, model):
    read = page(sentence(attribution=()), sentence("It snowed.", "b"))

    shown = ["A label is a statement about wording, not about truth.", "Framing of 2 articles", "2 sentences", "small", "framing 1", "50%", f"{model.thresholds['attribution']:.3f}", "official claim", "0.91"]  # fmt: skip
    assert [part for part in shown if part not in read.text] == []


def test_evidence_stands_marked_in_its_sentence(page, model):
    labelled = model.label(cut_article(NEWS, "storm"))

    read = page(*labelled)

    within = {
        (words.role, words.text)
        for item in labelled
        for found in item.evidence.values()
        for words in found
        if item.sentence.start <= words.start < item.sentence.end
    }
    assert {role for role, _ in within} >= {"source", "cue", "content"}
    assert [
        (role, text)
        for role, text in within
        if text not in "".join(words for roles, words in read.words if role in roles)
    ] == []


def test_the_sentences_of_an_article_stay_as_they_are(tmp_path, model):
    html = written(tmp_path, model.label(cut_article(NEWS, "storm")), model)

    article = re.sub(r"<sup.*?</sup>|<[^>]*>", "", html[html.index('<details class="article"') :])
    assert [item.text for item in cut_article(NEWS, "storm") if item.text not in article] == []


def test_words_of_another_sentence_are_a_link_to_it(page):
    named = Evidence("source", "official", "Ana Ruiz", 4, 12)
    first = sentence("Ms. Ana Ruiz spoke.")
    second = sentence("She was glad.", number=2, start=20, attribution=(named,))

    read = page(first, second)

    (note,) = read.all("a")
    assert "source: Ana Ruiz [1]" in read.text
    assert note["title"] == "source (official) of attribution, in sentence 1"
    assert note["href"].removeprefix("#") in [attrs.get("id") for attrs in read.all("span")]
    assert read.words == []


def test_a_mark_tells_its_kinds_and_labels(page):
    cue = Evidence("cue", "scare_quotes", "said", 14, 18)

    read = page(sentence(attribution=(cue,), official_claim=(cue,)))

    assert read.words == [(["cue"], "said")]
    assert "cue (scare quotes) of attribution, official claim" in [
        attrs.get("title") for attrs in read.all("mark")
    ]


def test_offsets_count_from_the_start_of_the_article(page):
    cue = Evidence("cue", "saying", "said", 114, 118)

    read = page(sentence("It snowed."), sentence(number=2, start=100, attribution=(cue,)))

    assert read.words == [(["cue"], "said")]


def test_the_first_article_is_open_and_so_is_one_sentence(page):
    articles = [
        item
        for name in ("a", "b")
        for item in (sentence(name=name), sentence(name=name, number=2, start=20))
    ]

    read = page(*articles, sentence(name="c"))

    assert ["open" in attrs for attrs in read.all("details")] == [True, False, True]


def test_sentences_of_rows_do_not_stand_in_one_wall_of_text(page):
    text = "It rained."

    read = page(*(sentence(text, number=n, start=n * (len(text) + 1)) for n in range(25)))

    assert len(read.all("details")) == 1
    assert len([1 for name, attrs in read.elements if name == "p" and not attrs]) == 3


def test_a_gap_in_the_article_begins_a_paragraph(page):
    read = page(sentence(start=5), sentence(number=2, start=25), sentence(number=3, start=46))

    assert len([attrs for attrs in read.all("p") if not attrs]) == 2


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"text": HOSTILE}, id="text"),
        pytest.param({"name": HOSTILE}, id="article"),
        pytest.param({"attribution": (Evidence("cue", HOSTILE, "It", 0, 2),)}, id="kind"),
        pytest.param({HOSTILE: ()}, id="label"),
    ],
)
def test_hostile_text_is_shown_and_never_run(page, changed):
    labelled = sentence(**changed)

    read = page(replace(labelled, scores=dict.fromkeys(labelled.labels, 0.5)))

    titles = "".join(attrs.get("title") or "" for _, attrs in read.elements)
    assert HOSTILE in read.text + titles
    assert len(read.all("script")) == 1  # ours
    assert read.all("img") == []


def test_a_page_asks_nothing_of_the_net(tmp_path, model):
    html = written(tmp_path, model.label(cut_article(NEWS, "storm")), model)

    assert re.findall(r"(?:https?:)?//\w|src=|@import|<link|url\(", html) == []


def test_the_script_of_a_page_is_the_only_one_that_may_run(tmp_path, model):
    html = written(tmp_path, [sentence(attribution=())], model)

    (script,) = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', html)
    assert f"script-src 'sha256-{digest}'" in unescape(policy)
    assert "default-src 'none'" in unescape(policy)
    assert "form-action 'none'" in unescape(policy)
    assert "connect-src" not in policy


def test_a_page_tells_outlet_and_date_where_rows_have_them(page):
    rows = [{"outlet": "Courier", "date": "2024-03-03"}, {"outlet": HOSTILE, "date": None}]

    read = page(sentence(), sentence(name="b"), rows=rows)

    assert "Courier · 2024-03-03 · 1 sentence" in read.text
    assert f"{HOSTILE} · 1 sentence" in read.text
    assert len(read.all("script")) == 1


def quoted(name, status, number):
    said = sentence(number=number, start=20 * number, attribution=())
    return replace(said, source=Source(name, status))


def test_who_is_quoted_is_counted(page):
    names = ["Ana Ruiz", "Ana Ruiz", None]

    read = page(*(quoted(name, "official", number) for number, name in enumerate(names)))

    assert "Who is quoted" in read.text
    table = read.text[read.text.index("Who is quoted") : read.text.index("The text")].split()
    assert " ".join(table) == "Who is quoted namewhat they aresentences Ana Ruizofficial2 not namedofficial1"  # fmt: skip


def test_those_quoted_seldom_are_folded(page):
    read = page(*(quoted(f"Name {number}", "person", number) for number in range(MOST_SOURCES + 3)))

    assert "3 more" in read.text
    assert read.text.count("Name ") == 2 * (
        MOST_SOURCES + 3
    )  # in the table and beside the sentence


def test_a_label_that_was_just_given_is_fainter(tmp_path, model):
    threshold = model.thresholds["attribution"]
    scores = {"attribution": threshold + NEAR / 2, "contested_claim": 0.01}
    near = replace(sentence(attribution=()), scores=scores)
    far = replace(near, scores={**scores, "attribution": threshold + 2 * NEAR})

    assert re.findall(r'class="sentence.*?"|class="tag.*?"|data-near=".*?"', text_of(tmp_path, near, model)) == ['class="sentence faint"', 'data-near="attribution"', 'class="tag near"']  # fmt: skip
    assert re.findall(r'class="sentence.*?"|class="tag.*?"|data-near=".*?"', text_of(tmp_path, far, model)) == ['class="sentence"', 'data-near=""', 'class="tag"']  # fmt: skip


def text_of(tmp_path, item, model):
    """Return the articles of a page, as HTML."""
    return written(tmp_path, [item], model).partition('<details class="article"')[2]


def test_filters_find_the_scores_of_labels_given(page):
    read = page(sentence(attribution=()), sentence("It snowed.", "b"))

    kept = [
        json.loads(attrs["data-scores"]) for attrs in read.all("span") if "data-scores" in attrs
    ]
    assert kept == [{"attribution": 0.914}, {}]
    assert [attrs.get("value") for attrs in read.all("option")] == ["", "*", *model_labels()]


def model_labels():
    return load_codebook().label_names


def test_a_codebook_without_tests_and_rules_leaves_no_column_empty(tmp_path, model):
    labels = [Label(name=name, definition="As it is.") for name in model.labels]
    bare = replace(model, codebook=Codebook(name="own", version="1", labels=labels))

    html = written(tmp_path, [sentence(attribution=())], bare)

    read = Page(html)
    heads = re.findall(r'scope="col">(.*?)<', html)
    assert heads == ["label", "sentences", "share", "given from score"]
    assert all(role not in read.text for role in ROLES.values())
    assert "Who is quoted" not in read.text
    assert "words that stand in another sentence" not in read.text


def test_nothing_labelled_is_a_page_too(page):
    assert "Framing of 0 articles" in page().text


def test_words_of_one_role_that_overlap_are_one_mark():
    content = [Evidence("content", kind, "", *span) for kind, span in (("stance", (5, 9)), ("act", (2, 6)), ("act", (9, 12)))]  # fmt: skip

    marks = merge_evidence({"attribution": content, "official_claim": content[:1]})

    assert marks == [
        Mark("content", 2, 9, ("act", "stance"), ("attribution", "official_claim")),
        Mark("content", 9, 12, ("act",), ("attribution",)),
    ]


def test_of_marks_that_begin_together_the_longer_holds_the_shorter():
    cue, content = (Mark(role, 0, end, (), ()) for role, end in (("cue", 1), ("content", 3)))

    assert list(nest_marks("abc", 0, [cue, content])) == [content, cue, "a", None, "bc", None]


words = st.builds(
    lambda role, start, length: Evidence(role, "kind", "", start, start + length),
    st.sampled_from(list(ROLES)),
    st.integers(100, 119),
    st.integers(1, 12),
)


@given(found=st.lists(words))
def test_marks_nest_and_cover_the_characters_of_their_role(found):
    text = "abcdefghijklmnopqrstuvwxyzABCDEF"

    parts = list(nest_marks(text, 100, merge_evidence({"attribution": found})))

    around: list[str] = []
    covered = set()
    shown = ""
    for part in parts:
        match part:
            case None:
                around.pop()
            case Mark():
                around.append(part.role)
            case _:
                covered |= {(r, len(shown) + at) for r in around for at in range(len(part))}
                shown += part
                assert len(set(around)) == len(around)
    assert around == []
    assert shown == text
    assert covered == {(w.role, at - 100) for w in found for at in range(w.start, w.end)}
