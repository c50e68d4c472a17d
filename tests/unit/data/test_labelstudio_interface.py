"""The labelling interface written for Label Studio: the codebook's labels, and the codebook beside the text."""

from xml.etree import ElementTree

import pytest

from mediaframe.codebook import Codebook, load_codebook
from mediaframe.data.formats.labelstudio_interface import Suggestion, labelling_interface


def codebook(**settings):
    """Return a codebook of eleven labels whose texts would be markup."""
    label = {"definition": 'Says "<b>&" of\n  rain.', "test": "$text"}
    labels = [{"name": f"label_{number}", **label} for number in range(11)]
    values = {"name": "own", "version": "1", "labels": labels, **settings}
    return Codebook.model_validate(values)


def test_the_labels_are_choices_with_hints_and_the_codebook_stands_beside_the_text():
    book = load_codebook()

    view = ElementTree.fromstring(labelling_interface(book))

    question = view.find(".//Choices")
    assert question.attrib == {"name": "framing", "toName": "text", "choice": "multiple"}
    assert view.find(f".//Text[@name='{question.get('toName')}']").get("value") == "$text"
    assert [choice.get("value") for choice in question] == list(book.label_names)
    assert [choice.get("hotkey") for choice in question] == ["1", "2", "3"]
    hints = [" ".join(label.definition.split()) for label in book.labels]
    assert [choice.get("hint") for choice in question] == hints
    beside = [header.get("value") for header in view.findall("View[2]/Header")]
    rulings = [" ".join(ruling.text.split()) for ruling in book.rulings]
    assert [text for text in (*hints, *rulings) if text not in beside] == []
    assert len([text for text in beside if " → " in text]) >= len(book.examples) > 0


def test_texts_of_a_codebook_are_text_and_no_variables():
    view = ElementTree.fromstring(labelling_interface(codebook()))

    choices = view.findall(".//Choice")
    assert choices[0].get("hint") == 'Says "<b>&" of rain.'
    assert [choice.get("hotkey") for choice in choices[8:]] == ["9", None, None]
    texts = [element.get("value") for element in view.iter() if element.tag != "Text"]
    assert [text for text in texts if text and text.startswith("$")] == []


@pytest.mark.parametrize(("exclusive", "choice"), [(True, "single"), (False, "multiple")])
def test_labels_that_exclude_each_other_are_a_single_choice(exclusive, choice):
    view = ElementTree.fromstring(labelling_interface(codebook(exclusive=exclusive)))

    assert view.find(".//Choices").get("choice") == choice


def test_a_suggestion_is_as_sure_as_of_its_least_sure_label():
    assert Suggestion(("a",), {"a": 0.9, "b": 0.3, "c": 0.01}).certainty == pytest.approx(0.7)
