"""The page of what was read: complete, self-contained, usable without a mouse, and deaf to what texts say."""

import re
from html.parser import HTMLParser

import pytest

from mediaframe.article.cutting import cut_article
from mediaframe.codebook import load_codebook
from mediaframe.reader.inspection import inspect
from mediaframe.serving.reading_page import ROLES, write_reading_page
from mediaframe.serving.reading_text import reading_text

CODEBOOK = load_codebook()
ARTICLE = (
    "Harbour minister Mara Quist said on Monday that two tanks had leaked.\n"
    "“Nobody was hurt,” she told reporters. Critics claim that the leak was hidden.\n\n"
    "Quist denied the claim. Rain fell."
)
HOSTILE = "Police said <script>alert(1)</script>'\"><img src=x onerror=alert(2)>{{ 7 * 7 }} fell."
VOID = {"meta"}


class Page(HTMLParser):
    """What a page says, and in which elements; each that is opened must be closed."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.marked = [], []
        self.around: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        assert self.around == []

    def handle_starttag(self, tag, attrs):
        """Keep the element and that it is open."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.around.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Close the element, which must be the one opened last."""
        assert self.around.pop()[0] == tag

    def handle_data(self, data):
        """Keep text within marks with the classes around it."""
        classes = {
            name
            for tag, attrs in self.around
            if tag == "mark"
            for name in attrs.get("class", "").split()
        }
        if classes:
            self.marked.append((data, classes))

    def all(self, tag):
        """Return the attributes of every element of a kind."""
        return [attrs for name, attrs in self.elements if name == tag]

    def words(self, role):
        """Return the words that stand within marks of a role in the text of articles."""
        return [data for data, classes in self.marked if role in classes][1:]  # the legend is first


def read(text, name="a"):
    """Return what is read of one article."""
    return next(inspect(CODEBOOK, cut_article(text, name)))


@pytest.fixture
def page_of(tmp_path):
    """Return a function that writes articles to a page and returns it."""

    def write(*articles):
        path = tmp_path / "page.html"
        write_reading_page(path, articles, CODEBOOK)
        return path.read_text(encoding="utf-8")

    return write


def test_every_part_is_marked_in_the_text(page_of):
    page = Page(page_of(read(ARTICLE)))

    assert "Harbour minister Mara Quist" in page.words("source")
    assert "said" in page.words("cue")
    assert any("two tanks had leaked" in words for words in page.words("content"))
    assert "claim" in page.words("contest")


def test_a_name_within_a_source_is_marked_where_it_is_somebody_else_alone(page_of):
    read_of_both = read("Minister Ana Ruiz said it fell. A spokesman for Ana Ruiz denied it.")
    page = Page(page_of(read_of_both))

    assert "Minister Ana Ruiz" in page.words("source")
    assert [words for words in page.words("mention") if "Ruiz" in words] == ["Ana Ruiz"]


def test_the_legend_explains_every_role(page_of):
    page = Page(page_of(read(ARTICLE)))

    assert [words for words, _ in page.marked[: len(ROLES)]] == list(ROLES)


def test_an_entity_of_the_cast_leads_to_its_mentions(page_of):
    article = read(ARTICLE)
    html = page_of(article)
    page = Page(html)

    links = [attrs["href"] for attrs in page.all("a") if attrs.get("class") == "name"]
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    assert len(links) == sum(bool(entity.mentions) for entity in article.entities) > 0
    assert all(attrs["href"][1:] in ids for attrs in page.all("a"))


def test_pointing_at_an_entity_or_tabbing_to_it_lights_all_that_is_its(page_of):
    article = read(ARTICLE)
    html = page_of(article)
    page = Page(html)
    quist = article.sentences[0].attributions[0].entity

    assert f"article:has(.e{quist}:is(:hover, :focus-within)) .e{quist}" in html
    marks = [attrs["class"].split() for attrs in page.all("mark") if "class" in attrs]
    assert sum(f"e{quist}" in classes for classes in marks) >= 3
    assert any(attrs.get("class") == f"e{quist}" for attrs in page.all("li"))


def test_a_sentence_says_who_says_what_and_where_the_source_is_named(page_of):
    html = page_of(read(ARTICLE))

    assert re.search(r"<b>she = .*?Mara Quist #\d+</b> official · “told” · assertion", html)
    assert '<a href="#a1s1">[1]</a></li>' in html


def test_labels_stand_behind_their_sentences(page_of):
    article = read(ARTICLE)

    tags = page_of(article).count('<span class="tag">')

    assert tags == sum(len(sentence.labels) for sentence in article.sentences) > 0


def test_words_of_one_role_that_overlap_are_one_mark(page_of):
    page = Page(page_of(read("Ana Ruiz said that he had said that it fell.")))

    depth = [attrs["class"] for attrs in page.all("mark")].count("content")
    assert depth == 2  # one, and the legend's


def test_the_page_asks_nothing_of_the_net_and_runs_nothing(page_of):
    html = page_of(read(ARTICLE))
    page = Page(html)

    policy = next(attrs["content"] for attrs in page.all("meta") if "http-equiv" in attrs)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.elements}
    assert "url(" not in html


def test_what_a_text_says_is_shown_and_never_obeyed(page_of):
    html = page_of(read(HOSTILE, '<b>"name"'))
    page = Page(html)

    assert page.all("script") == page.all("img") == []
    assert "{{ 7 * 7 }}" in html
    assert "&lt;b&gt;" in html


def test_articles_stand_in_the_order_given_each_with_its_cast(page_of):
    page = Page(page_of(read(ARTICLE, "z"), read("Police say he fled.", "a")))

    assert [attrs["aria-label"] for attrs in page.all("article")] == ["z", "a"]
    assert [attrs["aria-label"] for attrs in page.all("nav")] == ["cast of z", "cast of a"]


def test_an_article_without_anyone_has_no_cast(page_of):
    html = page_of(read("Rain fell."))

    assert Page(html).all("nav") == []
    assert ":has(" not in html


def test_the_text_for_a_terminal_says_the_same():
    text = reading_text(read(ARTICLE))

    lines = [line.strip() for line in text.splitlines()]
    assert lines[0] == "a"
    assert "[1] Harbour minister Mara Quist said on Monday that two tanks had leaked." in lines
    assert "labels: attribution, official claim" in lines
    assert "quotation: “Nobody was hurt,”" in lines
    assert "contested (distance): claim" in lines
    assert any(
        re.fullmatch(r"she = .*Mara Quist #\d+ \(official\) “told” \(\w+\) → assertion: .*", line)
        for line in lines
    )
    cast = lines[lines.index("cast") + 1 :]
    assert any(re.match(r"#\d+ .*Mara Quist – official.*; \[1\] ", line) for line in cast)


def test_an_article_where_nobody_speaks_is_its_sentences_alone():
    assert (
        reading_text(read("Rain fell. It was cold.")) == "a\n\n[1] Rain fell.\n\n[2] It was cold."
    )
