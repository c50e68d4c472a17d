"""A head that fine-tunes an encoder: what it reads, that it learns, comes out again to the byte, and is saved as numbers."""

import json
import re
import shutil
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.special import logit

from mediaframe.article.sentences import place_in_articles
from mediaframe.config import LogisticHead, TransformerHead
from mediaframe.errors import InputError, ModelFileError
from mediaframe.model.encoders import encoder_files
from mediaframe.model.encoders.encoder import build_encoder
from mediaframe.model.encoders.encoder_files import pin_encoder, read_encoder
from mediaframe.model.encoders.finetuning import held_out_folds
from mediaframe.serving.labeller import load_model
from tests.builders import LABELS, make_corpus, make_encoder, make_model, train_small

needs_extra = pytest.mark.skipif(
    any(find_spec(name) is None for name in encoder_files.PACKAGES),
    reason="the extra `transformer` is not installed",
)
ARTICLE = place_in_articles(
    ["Rain closed two roads.", "Commuters waited, Lena Ortiz said.", "His sister denies it."],
    ["a", "a", "a"],
    ["1", "2", "3"],
)
SENTENCES = [
    *(sentence.text for sentence in make_corpus(2).sentences),
    "",
    "\ud800 東京",
    "word " * 500,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a tiny encoder of random weights."""
    return make_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def head(folder):
    """Return settings under which the tiny encoder learns the corpus made for tests."""
    return TransformerHead(
        path=str(folder), max_length=48, epochs=8, patience=8, learning_rate=0.01, device="cpu"
    )


@pytest.fixture(scope="module")
def model(head):
    return make_model(head)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory, model):
    """Return a saved model that no test changes."""
    target = tmp_path_factory.mktemp("saved") / "model"
    model.save(target)
    return target


@pytest.fixture
def saved(tmp_path, pristine):
    """Return a saved model to tamper with."""
    return Path(shutil.copytree(pristine, tmp_path / "model"))


def bytes_of(folder):
    """Return the bytes of every file of a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_as(head, sentences, **settings):
    """Return the texts of the tokens that an encoder reads of each sentence."""
    changed = head.model_copy(update=settings)
    tokens = build_encoder(read_encoder(head.path), changed).tokenize(sentences)
    return [" ".join(item.tokens) for item in tokens]


# what is read


@needs_extra
def test_a_sentence_alone_is_one_segment(head):
    shown = read_as(head, ARTICLE)

    assert shown[2] == "[CLS] his sister denies it . [SEP]"


@needs_extra
@pytest.mark.parametrize(
    ("context", "expected"),
    [
        pytest.param(1, "[CLS] commuters waited , lena ortiz said . [SEP] his sister denies it . [SEP]", id="one"),
        pytest.param(2, "[CLS] rain closed two roads . commuters waited , lena ortiz said . [SEP] his sister denies it . [SEP]", id="two"),
    ],
)  # fmt: skip
def test_context_is_the_first_segment_of_a_pair(head, context, expected):
    shown = read_as(head, ARTICLE, context=context)

    assert shown[0] == "[CLS] rain closed two roads . [SEP]"
    assert shown[2] == expected


@needs_extra
def test_the_part_of_the_context_nearest_to_the_sentence_is_kept(head):
    sentence = ARTICLE[1:]
    long = place_in_articles(["far " * 40 + "near", sentence[1].text], ["a", "a"], ["1", "2"])

    shown = read_as(head, long, context=1, max_length=16)

    assert shown[1] == f"[CLS] {'far ' * 7}near [SEP] his sister denies it . [SEP]"


@needs_extra
def test_a_long_sentence_is_cut_and_leaves_no_room_for_context(head):
    long = place_in_articles(["before", "word " * 40], ["a", "a"], ["1", "2"])

    shown = read_as(head, long, context=1, max_length=16)

    assert shown[1] == f"[CLS] {'word ' * 13}[SEP]"


@needs_extra
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_a_vector_hardly_depends_on_what_is_read_beside_it(head, pooling):
    encoder = build_encoder(
        read_encoder(head.path), head.model_copy(update={"pooling": pooling, "context": 1})
    )

    together = encoder.transform(ARTICLE)

    apart = np.concatenate([encoder.transform(ARTICLE[:1]), encoder.transform(ARTICLE[:2])[1:]])
    assert np.allclose(together[:2], apart, atol=1e-5)
    assert together.shape == (3, encoder.width)


@needs_extra
def test_threads_and_modes_of_torch_are_left_as_they_were(head):
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled(), torch.rand(1)
    torch.manual_seed(5)
    state = torch.random.get_rng_state()

    make_model(head.model_copy(update={"epochs": 1, "threads": 3}), corpus=make_corpus(4))

    assert (torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()) == before[:2]
    assert torch.equal(torch.random.get_rng_state(), state)


# training


@needs_extra
def test_it_learns_every_label(model):
    corpus = make_corpus()

    decided = model.predict([sentence.text for sentence in corpus.sentences])

    assert (decided == corpus.targets).mean() > 0.85
    assert model.labels == LABELS


@needs_extra
def test_the_same_settings_give_the_same_bytes(head, pristine, tmp_path):
    again = make_model(head)
    again.save(tmp_path / "again")

    assert bytes_of(tmp_path / "again") == bytes_of(pristine)


@needs_extra
def test_another_seed_gives_other_weights(head, model):
    other = make_model(head, seed=2)

    assert not np.array_equal(other.classifier.coef, model.classifier.coef)


@needs_extra
@pytest.mark.parametrize(
    ("validation", "fits"), [pytest.param("one_fold", 1, id="one"), pytest.param("all_folds", 3, id="all")]
)  # fmt: skip
def test_progress_counts_the_epochs_of_every_fit(head, validation, fits):
    shown = []
    short = head.model_copy(update={"epochs": 2, "validation": validation})

    make_model(short, advance=lambda done, of: shown.append((done, of)))

    assert {of for _, of in shown} == {2 * fits}
    assert [done for done, _ in shown] == sorted(done for done, _ in shown)
    assert shown[-1] == (2 * fits, 2 * fits)


@needs_extra
@pytest.mark.parametrize(
    ("validation", "is_scored"),
    [pytest.param("one_fold", False, id="one"), pytest.param("all_folds", True, id="all")],
)
def test_scores_out_of_fold_are_those_of_the_folds_held_out(head, validation, is_scored):
    trained = train_small(head.model_copy(update={"epochs": 1, "validation": validation}))

    scores = trained.out_of_fold
    assert (~np.isnan(scores)).all() == is_scored
    assert (np.isnan(scores).any(axis=1) == np.isnan(scores).all(axis=1)).all()
    assert ((scores[~np.isnan(scores)] > 0) & (scores[~np.isnan(scores)] < 1)).all()


@needs_extra
def test_training_stops_where_patience_ends(head):
    shown = []
    idle = head.model_copy(update={"learning_rate": 1e-12, "epochs": 9, "patience": 2})

    make_model(idle, advance=lambda done, _of: shown.append(done))

    assert shown == [1, 2, 3, 9]


@needs_extra
def test_where_it_lay_is_not_recorded(model, pristine, folder):
    settings = (pristine / "model.json").read_text(encoding="utf-8")

    assert model.head.path == folder.name
    assert str(folder.parent) not in settings


@needs_extra
@pytest.mark.parametrize("class_weight", ["balanced", "none"])
def test_rare_labels_may_weigh_more(head, class_weight):
    weighed = make_model(head.model_copy(update={"epochs": 1, "class_weight": class_weight}))

    assert np.isfinite(weighed.classifier.coef).all()


def test_the_fold_held_out_has_both_sides_of_every_label():
    targets = np.array([[1, 0], [1, 1], [0, 1], [0, 0], [1, 1]], dtype=bool)
    head = TransformerHead(path="x")

    assert held_out_folds(head, targets, np.array([0, 0, 1, 2, 2])) == [2]
    assert held_out_folds(
        head.model_copy(update={"validation": "all_folds"}), targets, np.array([0, 0, 1, 2, 2])
    ) == [0, 1, 2]


def test_no_such_fold_is_refused():
    targets = np.array([[True], [False]])

    with pytest.raises(
        InputError, match=r"^head\.validation: one_fold, but no fold has .*all_folds"
    ):
        held_out_folds(TransformerHead(path="x"), targets, np.array([0, 1]))


# saved and loaded


@needs_extra
def test_a_loaded_model_scores_to_the_bit_like_the_one_saved(pristine, model):
    loaded = load_model(pristine)

    expected = model.predict_proba(SENTENCES)
    assert loaded.predict_proba(SENTENCES).tobytes() == expected.tobytes()
    assert loaded.thresholds == model.thresholds


@needs_extra
def test_the_folder_holds_numbers_and_json_with_the_digest_of_each(pristine, folder):
    contents = bytes_of(pristine)

    digests = json.loads(contents["model.json"])["encoder_sha256"]
    assert set(contents) == {
        "README.md",
        "model.json",
        "weights.safetensors",
        *(f"encoder/{name}" for name in encoder_files.FILES),
    }
    assert digests == {
        name: sha256(contents[f"encoder/{name}"]).hexdigest() for name in encoder_files.FILES
    }
    assert contents["encoder/tokenizer.json"] == (folder / "tokenizer.json").read_bytes()
    assert contents["encoder/model.safetensors"] != (folder / "model.safetensors").read_bytes()


@needs_extra
@pytest.mark.parametrize("name", encoder_files.FILES)
def test_an_altered_file_of_the_encoder_is_refused(saved, name):
    with (saved / "encoder" / name).open("ab") as file:
        file.write(b" ")

    with pytest.raises(ModelFileError, match=rf"encoder/{re.escape(name)}: not the .* saved with"):
        load_model(saved)


@needs_extra
@pytest.mark.parametrize("name", encoder_files.FILES)
def test_a_missing_file_of_the_encoder_is_refused(saved, name):
    (saved / "encoder" / name).unlink()

    with pytest.raises(ModelFileError, match=rf"encoder/{re.escape(name)}: cannot be read"):
        load_model(saved)


def forge(saved, name, content):
    """Put another file in place of one of the encoder, with the digests that belong to it."""
    (saved / "encoder" / name).write_bytes(content)
    values = json.loads((saved / "model.json").read_bytes())
    values["encoder_sha256"][name] = sha256(content).hexdigest()
    kept = {key: value for key, value in values.items() if key != "checksum"}
    values["checksum"] = sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    (saved / "model.json").write_text(json.dumps(values), encoding="utf-8")


@needs_extra
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("config.json", b'{"model_type": "unheard-of"}', "no encoder: ", id="unknown architecture"),
        pytest.param("config.json", b"{}", "no encoder: ", id="no architecture"),
        pytest.param("config.json", b"[", "no encoder: ", id="no JSON"),
        pytest.param("config.json", b'{"model_type": "bert", "hidden_size": 64, "vocab_size": 60}', "no encoder: ", id="other shapes"),
        pytest.param("tokenizer.json", b"{}", "no encoder: ", id="no tokenizer"),
        pytest.param("model.safetensors", b"\x80\x04\x95.", "no encoder: ", id="a pickle"),
    ],
)  # fmt: skip
def test_files_that_hold_no_encoder_are_refused_even_with_the_right_digests(
    saved, name, content, message
):
    forge(saved, name, content)

    with pytest.raises(ModelFileError, match=message):
        load_model(saved)


@needs_extra
def test_code_named_by_the_settings_of_an_encoder_is_not_run(saved, tmp_path):
    values = json.loads((saved / "encoder" / "config.json").read_bytes())
    values |= {
        "auto_map": {"AutoModel": "evil.Model", "AutoConfig": "evil.Config"},
        "attn_implementation": "someone/kernels",
        "quantization_config": {"quant_method": "bitsandbytes"},
    }
    (saved / "encoder" / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    forge(saved, "config.json", json.dumps(values).encode())

    load_model(saved).predict(["Rain."])

    assert not (tmp_path / "ran").exists()


@needs_extra
def test_an_encoder_saved_under_the_name_of_its_model_is_read(tmp_path, folder, head):
    safetensors = pytest.importorskip("safetensors.torch")
    named = Path(shutil.copytree(folder, tmp_path / "named"))
    state = safetensors.load_file(named / "model.safetensors")
    safetensors.save_file(
        {f"bert.{name}": tensor for name, tensor in state.items()}, named / "model.safetensors"
    )

    found = build_encoder(read_encoder(str(named)), head).transform(ARTICLE)

    assert np.array_equal(found, build_encoder(read_encoder(head.path), head).transform(ARTICLE))


# labels, evidence, weights


@needs_extra
def test_an_article_is_labelled_with_evidence(model):
    rain, police = make_corpus().sentences[0].text, make_corpus().sentences[4].text

    labelled = model.label_article(f"{rain} {police}")

    assert [item.sentence.text for item in labelled] == [rain, police]
    assert labelled[1].labels == LABELS
    assert labelled[1].evidence["attribution"][0].text.startswith("Police")


@needs_extra
def test_an_explanation_weighs_the_sentence_as_a_whole(model):
    text = "Police in Halven 0 say the driver fled; his sister denies it."

    explanations = model.explain(text)

    scores = model.predict_proba([text])[0]
    for explanation, score in zip(explanations, scores, strict=True):
        (part,) = explanation.contributions
        assert (part.kind, part.text) == ("encoder", "the sentence as a whole")
        assert explanation.intercept + part.weight == pytest.approx(np.log(score / (1 - score)))


@needs_extra
def test_there_is_no_plain_pipeline(model):
    with pytest.raises(InputError, match=r"^to_sklearn: .*use predict and predict_proba$"):
        model.to_sklearn()


# wrong input


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"^head\.path: .*config\.json: No such file.*name a folder with"
    ):
        pin_encoder(TransformerHead(path=str(tmp_path / "none")))


def test_a_missing_package_is_named_with_the_remedy(tmp_path, monkeypatch):
    for name in encoder_files.FILES:
        (tmp_path / name).write_bytes(b"{}")
    monkeypatch.setattr(encoder_files, "PACKAGES", ("torch_that_nobody_has",))

    with pytest.raises(InputError) as caught:
        pin_encoder(TransformerHead(path=str(tmp_path)))

    assert str(caught.value) == (
        'head.kind: transformer needs torch_that_nobody_has; pip install "mediaframe[transformer]"'
    )


@needs_extra
def test_another_encoder_than_the_one_named_by_its_digest_is_refused(head):
    pinned, _ = pin_encoder(head)

    assert re.fullmatch("[0-9a-f]{64}", str(pinned.sha256))
    assert pin_encoder(head.model_copy(update={"sha256": pinned.sha256}))[0] == pinned
    with pytest.raises(InputError, match=r"^head\.path: .* holds another encoder \(sha256 "):
        pin_encoder(head.model_copy(update={"sha256": "0" * 64}))


@needs_extra
def test_a_gpu_that_is_not_there_is_refused(head):
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")

    with pytest.raises(InputError, match=r"^head\.device: cuda, but torch finds no GPU"):
        pin_encoder(head.model_copy(update={"device": "cuda"}))


@needs_extra
def test_more_tokens_than_the_encoder_reads_are_refused(head):
    message = r"^head\.path: .*: max_length is 4096, but the encoder reads 64 tokens at most; "

    with pytest.raises(InputError, match=message):
        make_model(head.model_copy(update={"max_length": 4096}))


@needs_extra
def test_weights_of_another_model_are_refused(tmp_path, folder, head):
    safetensors = pytest.importorskip("safetensors.torch")
    partial = Path(shutil.copytree(folder, tmp_path / "partial"))
    state = safetensors.load_file(partial / "model.safetensors")
    del state["encoder.layer.1.output.dense.weight"]
    safetensors.save_file(state, partial / "model.safetensors")

    with pytest.raises(InputError, match=r"no encoder: model\.safetensors lacks 1 of its weights"):
        make_model(head.model_copy(update={"path": str(partial)}))


# beside other features


@pytest.fixture(scope="module")
def blended(head):
    return make_model(head.model_copy(update={"share": 0.3}))


@needs_extra
def test_a_share_weighs_two_calibrated_fits(head):
    tuned, linear = train_small(head), train_small(LogisticHead())

    found = train_small(head.model_copy(update={"share": 0.3})).classifier

    texts = [sentence.text for sentence in make_corpus(3).sentences]
    alone = [each.classifier for each in (tuned, linear)]
    log_odds = [logit(classifier.score(texts)) for classifier in alone]
    assert [name for name, _ in found.features.transformer_list] == ["words", "reading", "encoder"]
    for label in range(len(LABELS)):
        parts = np.stack([each[:, label] for each in (*log_odds, np.ones((len(texts), 3)))], axis=1)
        _, rest, *_ = np.linalg.lstsq(parts, logit(found.score(texts))[:, label])
        assert rest.sum() < 1e-6  # a sum of the two, and nothing else


@needs_extra
def test_a_blend_is_saved_and_loaded_whole(tmp_path, blended):
    sentences = make_corpus(3).sentences

    blended.save(tmp_path / "model")
    again = load_model(tmp_path / "model")

    assert np.array_equal(again.classifier.score(sentences), blended.classifier.score(sentences))


@needs_extra
def test_a_blend_explains_itself_by_words_and_encoder(blended):
    first, *_ = blended.explain("Inflation will ease, the finance minister said.")

    kinds = {each.kind for each in first.contributions}
    assert {"word", "encoder"} <= kinds
    assert logit(first.score) == pytest.approx(
        first.intercept + sum(each.weight for each in first.contributions)
    )


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_share_lies_above_0_and_at_most_at_1(share):
    with pytest.raises(ValidationError):
        TransformerHead(path="encoder", share=share)
