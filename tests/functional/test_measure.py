"""`mediaframe measure`: from a plan to a page, and what is refused on the way."""

import csv
import json
import re
import shutil

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from mediaframe.cli import app
from mediaframe.results.schemas import results_schema
from tests.builders import LABELS, write_jsonl
from tests.scored_news import PLAN, change_coding, code, make_measurement, make_news, write_plan

TRUTH = make_news()[1]


def mediaframe(*arguments):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)))


def measure(*arguments):
    return mediaframe("measure", *arguments)


def refused(*arguments) -> str:
    """Return the one message with which a step was refused."""
    result = measure(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return str(result.stderr).strip()


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return a project that was measured by commands, and what they said."""
    folder = tmp_path_factory.mktemp("done")
    plan, measurement = write_plan(folder), folder / "measurement"
    steps = [measure("plan", plan, "-o", measurement), measure("sample", measurement)]
    code(measurement / "coding.csv", TRUTH)
    steps += [measure("estimate", measurement), measure("report", measurement)]
    assert [step.exit_code for step in steps] == [0] * 4, [step.output for step in steps]
    return measurement, [step.output for step in steps]


@pytest.fixture
def coded(tmp_path):
    """Return a measurement folder of a test's own, its sample coded."""
    return make_measurement(tmp_path)


def rows_in(path):
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def estimates_of(folder):
    return json.loads((folder / "estimates.json").read_text(encoding="utf-8"))


def test_each_step_names_the_next(done):
    measurement, (planned, sampled, estimated, reported) = done

    assert re.search(r"plan [0-9a-f]{64}, stamped", planned)
    assert f"next: mediaframe measure sample {measurement}" in planned
    assert "240 sentences in 3 strata" in sampled
    assert f"mediaframe measure estimate {measurement}" in sampled
    assert "attribution" in estimated
    assert f"next: mediaframe measure report {measurement}" in estimated
    assert str(measurement / "report" / "report.html") in reported


def test_intervals_hold_the_true_shares(done):
    measurement, _ = done
    everything = estimates_of(measurement)["groupings"][0]["groups"][0]

    for label, held in (
        ("attribution", lambda labels: "attribution" in labels),
        (
            "official_claim & not contested_claim",
            lambda labels: "official_claim" in labels and "contested_claim" not in labels,
        ),
    ):
        share = everything["shares"][label]
        truth = sum(map(held, TRUTH.values())) / len(TRUTH)
        assert share["low"] <= truth <= share["high"]
        assert share["high"] - share["low"] < (
            share["labels_only"]["high"] - share["labels_only"]["low"]
        )


def test_the_estimates_fit_their_schema(done):
    measurement, _ = done

    assert (
        list(
            Draft202012Validator(results_schema("estimates")).iter_errors(estimates_of(measurement))
        )
        == []
    )


def test_coders_see_neighbours_and_no_prediction(done):
    measurement, _ = done
    with (measurement / "coding.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert list(rows[0]) == ["plan", "article_id", "sentence_id", "before", "text", "after", "labels", "note"]  # fmt: skip
    third = next(row for row in rows if row["sentence_id"].endswith(":2"))
    article = int(third["article_id"][1:])
    assert third["before"] == f"Sentence 0 of article {article}. Sentence 1 of article {article}."
    assert third["after"] == f"Sentence 3 of article {article}."


def test_the_flat_file_has_a_row_a_group_and_thing_counted(done):
    measurement, _ = done
    with (measurement / "estimates.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    shares = [row for row in rows if row["what"] == "share"]
    assert len(shares) == 2 * (1 + 3 + 4)
    assert {row["group"] for row in shares} >= {"all", "Courier", "2015", "2018"}
    assert all(row["verdict"] in ("measured", "weak", "not enough") for row in shares)
    assert len([row for row in rows if row["what"] == "difference"]) == 2 * 2 + 2


def test_the_page_opens_from_disk_and_says_all(done):
    measurement, _ = done
    page = (measurement / "report" / "report.html").read_text(encoding="utf-8")

    assert page.count("<svg") == 2
    assert not re.search(r'(src|href)="(?!#)', page)
    for words in ("By outlet", "By year", "Differences", "Methods, for a paper", "official claim &amp; not contested claim"):  # fmt: skip
        assert words in page


def test_a_measurement_is_verified(done):
    measurement, _ = done

    result = mediaframe("verify", measurement)

    assert (result.exit_code, result.stdout) == (0, f"{measurement}: reproduced\n")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def estimate_edited(folder):
    values = estimates_of(folder)
    values["groupings"][0]["groups"][0]["shares"]["attribution"]["value"] += 0.01
    (folder / "estimates.json").write_text(json.dumps(values), encoding="utf-8")


TAMPERED = [
    pytest.param(lambda f: edit(f / "plan.json", '"seed": 5', '"seed": 6'), "plan.json: changed since it was stamped", id="the plan"),
    pytest.param(lambda f: edit(f / "sample.jsonl", '"inclusion_probability": 0.4', '"inclusion_probability": 0.5'), "is not the sample that the plan draws", id="the sample"),
    pytest.param(estimate_edited, "estimates.json was edited", id="an estimate"),
    pytest.param(lambda f: change_coding(f / "coding.csv", lambda rows: rows[0].update(labels="")), "coding.csv was edited", id="a label"),
    pytest.param(lambda f: edit(f.parent / "news.jsonl", '"outlet": "Courier"', '"outlet": "Herald"'), "the scored news have changed", id="the news"),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "cause"), TAMPERED)
def test_verify_says_what_was_changed(coded, tamper, cause):
    assert measure("estimate", coded).exit_code == 0
    tamper(coded)

    result = mediaframe("verify", coded)

    assert result.exit_code == 1
    assert "different" in result.stdout
    assert cause in result.stdout


def test_verify_asks_for_news_that_are_not_there(coded):
    assert measure("estimate", coded).exit_code == 0
    (coded.parent / "news.jsonl").unlink()

    result = mediaframe("verify", coded)

    assert result.exit_code == 2
    assert "the scored news are not at" in result.stderr


def test_a_measurement_can_be_moved_with_its_news(tmp_path):
    (tmp_path / "here").mkdir()
    folder = make_measurement(tmp_path / "here")
    assert measure("estimate", folder).exit_code == 0

    (tmp_path / "here").rename(tmp_path / "there")

    assert mediaframe("verify", tmp_path / "there" / "measurement").exit_code == 0


NOT_RANDOM = [
    pytest.param(lambda rows: rows.append({**rows[0], "sentence_id": "a059:9"}), "'a059:9' was not drawn, and 0 more", id="a row that was chosen"),
    pytest.param(lambda rows: rows.pop(), "1 of 240 sentences drawn are not coded", id="a row left out"),
    pytest.param(lambda rows: rows[3].update(labels="NA"), "1 of 240 sentences drawn are not coded", id="a label left out"),
    pytest.param(lambda rows: [row.update(labels="NA") for row in rows], "no sentence is coded", id="no label"),
    pytest.param(lambda rows: rows.append(rows[0]), "stands already at", id="a row twice"),
    pytest.param(lambda rows: rows[0].update(labels="official"), "'official' is not a label of codebook", id="no label of the codebook"),
    pytest.param(lambda rows: [row.update(plan="0" * 12) for row in rows], "plan: is '000000000000', but the plan here is", id="another plan's sample"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "told"), NOT_RANDOM)
def test_a_sample_that_is_not_the_random_one_is_refused(coded, change, told):
    change_coding(coded / "coding.csv", change)

    assert told in refused("estimate", coded)
    assert not (coded / "estimates.json").exists()


def test_labels_that_were_given_before_the_plan_are_refused(coded):
    sample = rows_in(coded / "sample.jsonl")
    known = write_jsonl(
        coded.parent / "known.jsonl",
        [{"sentence_id": row["sentence_id"], "labels": TRUTH[row["sentence_id"]]} for row in sample],
    )  # fmt: skip

    assert "labels given before the plan was stamped" in refused("estimate", coded, known)


def test_missing_labels_are_missing_and_not_none(coded):
    change_coding(coded / "coding.csv", lambda rows: [row.update(labels="NA") for row in rows[::3]])

    result = measure("estimate", coded, "--missing-at-random")

    assert result.exit_code == 0
    assert "80 of 240 sentences drawn have no labels" in result.stderr
    everything = estimates_of(coded)["groupings"][0]["groups"][0]
    truth = sum("attribution" in labels for labels in TRUTH.values()) / len(TRUTH)
    share = everything["shares"]["attribution"]
    assert everything["coded_sentences"] == 160
    assert share["low"] <= truth <= share["high"]


def test_a_stratum_without_a_label_speaks_for_nobody(coded):
    def leave_out(rows):
        for row in rows:
            if int(row["article_id"][1:]) % 3 == 0:
                row["labels"] = "NA"

    change_coding(coded / "coding.csv", leave_out)

    assert "no sentence of stratum 'Courier' is coded" in refused(
        "estimate", coded, "--missing-at-random"
    )


def test_a_plan_is_not_stamped_again_once_a_sample_is_drawn(coded):
    message = refused("plan", coded.parent / "plan.yaml", "-o", coded)

    assert "a plan is made before labels are seen; name a new folder" in message


def test_a_file_with_labels_is_not_drawn_over(coded):
    assert "stands there already, perhaps with labels" in refused("sample", coded)


@pytest.mark.parametrize("step", ["sample", "estimate", "report"])
def test_a_step_without_the_one_before_is_refused(tmp_path, step):
    assert "stamp a plan first" in refused(step, tmp_path) or step == "report"
    assert "first" in refused(step, tmp_path)


def test_news_scored_with_coders_labels_in_them_are_refused(tmp_path):
    plan = write_plan(tmp_path)
    write_jsonl(tmp_path / "news.jsonl", [{**row, "coder_1": []} for row in make_news()[0]])

    assert "labels of coders stand in the news" in refused("plan", plan, "-o", tmp_path / "m")


PLAN_MISTAKES = [
    pytest.param("count: [attribution", "count: [atribution", "count: 'atribution': 'atribution' is no label; did you mean 'attribution'?", id="no label"),
    pytest.param("against: Post", "against: Pots", "against: 'Pots' is no outlet of the news; did you mean 'Post'?", id="no group"),
    pytest.param("groups: [outlet", "groups: [paper", "paper: no such column", id="no column"),
    pytest.param("news: news.jsonl", "news: old.jsonl", "no .jsonl, .csv or .parquet file there", id="no news"),
    pytest.param("width: 0.2", "wdith: 0.2", "plan.yaml:7:1: wdith: unknown key; did you mean 'width'?", id="a key"),
    pytest.param("{since: 2017-01-01}", "{since: 2017}", "is 2017", id="no day"),
    pytest.param("{since: 2017-01-01}", "{since: May 2017}", "write a day as YYYY-MM-DD", id="no day in digits"),
    pytest.param("{since: 2017-01-01}", "{}", "say either `by: COLUMN` or `since: YYYY-MM-DD`", id="no difference"),
    pytest.param("unit: article", "unit: paragraph", "must be 'article' or 'sentence'", id="no unit"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), PLAN_MISTAKES)
def test_a_mistake_in_a_plan_is_told_before_it_is_stamped(tmp_path, old, new, told):
    assert old in PLAN
    plan = write_plan(tmp_path, PLAN.replace(old, new))

    assert told in refused("plan", plan, "-o", tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_a_starter_is_a_plan(tmp_path):
    result = measure("plan", "--new", tmp_path / "starter.yaml")

    assert result.exit_code == 0
    write_plan(tmp_path, (tmp_path / "starter.yaml").read_text(encoding="utf-8"))
    assert "runs/baseline" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    changed = re.sub(r"^model: .*\n", "", text, flags=re.MULTILINE).replace(
        "scored.jsonl", "news.jsonl"
    )
    plan = write_plan(tmp_path, changed)
    assert measure("plan", plan, "-o", tmp_path / "m").exit_code == 0


def test_a_starter_replaces_nothing(tmp_path):
    plan = write_plan(tmp_path, PLAN)

    assert "plan.yaml: File exists; check the path" in refused("plan", "--new", plan)
    assert plan.read_text(encoding="utf-8") == PLAN


def test_no_plan_at_all_is_told_how_to_begin():
    assert "begin one with --new" in refused("plan")


def with_model(folder, small_run):
    """Return a plan that names a model, and a folder for its measurement."""
    shutil.copytree(small_run, folder / "small")
    return write_plan(folder, f"{PLAN}model: small/run\n"), folder / "measurement"


def test_a_model_is_on_record_with_what_it_never_saw(tmp_path, small_run):
    plan, folder = with_model(tmp_path, small_run)

    result = measure("plan", plan, "-o", folder)

    assert "model: none of the 96 sentences trained on" in result.stdout
    assert json.loads((folder / "plan.json").read_bytes())["model"]["weights_sha256"]


def test_articles_that_the_model_was_trained_on_are_refused(tmp_path, small_run):
    plan, folder = with_model(tmp_path, small_run)
    rows = make_news()[0]
    lines = (tmp_path / "small" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    seen = json.loads(lines[0])
    rows[5] |= {"article_id": seen["article_id"], "text": seen["text"]}
    write_jsonl(tmp_path / "news.jsonl", rows)

    message = refused("plan", plan, "-o", folder)

    assert f"was trained on 1 of these articles (first {seen['article_id']!r})" in message


def test_another_model_since_the_plan_is_refused(tmp_path, small_run):
    plan, folder = with_model(tmp_path, small_run)
    assert measure("plan", plan, "-o", folder).exit_code == 0
    result = mediaframe(
        "run", tmp_path / "small" / "small.yaml", "-s", "head.C=0.01", "-s",
        f"corpus.path={tmp_path / 'small' / 'corpus.jsonl'}", "-o", tmp_path / "small" / "run", "--force",
    )  # fmt: skip
    assert result.exit_code == 0, result.output

    assert "the model has changed since the plan was stamped" in refused("sample", folder)


def test_another_codebook_since_the_plan_is_refused(tmp_path):
    labels = "".join(f"  - {{name: {label}, definition: As it is.}}\n" for label in LABELS)
    book = tmp_path / "book.yaml"
    book.write_text(f"name: own\nversion: '1'\nlabels:\n{labels}", encoding="utf-8")
    folder = make_measurement(tmp_path, f"{PLAN}codebook: book.yaml\n")
    edit(book, "As it is.", "As it was.")

    assert "the codebook has changed since the plan was stamped by own 1" in refused(
        "estimate", folder
    )


def test_odd_dates_are_told_and_none_is_lost(tmp_path):
    plan = write_plan(tmp_path)
    rows = make_news()[0]
    for row in rows[:20]:
        row["date"] = "12/22/16"
    write_jsonl(tmp_path / "news.jsonl", rows)

    result = measure("plan", plan, "-o", tmp_path / "m")

    assert "no year can be read from the date of 20 sentences: 12/22/16 (20)" in result.stderr
    measure("sample", tmp_path / "m")
    code(tmp_path / "m" / "coding.csv", TRUTH)
    assert measure("estimate", tmp_path / "m").exit_code == 0
    years = estimates_of(tmp_path / "m")["groupings"][2]["groups"]
    assert sum(group["sentences"] for group in years) == len(rows)
    assert years[-1]["name"] == "no usable date"


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param("{unit: sentence, size: 200}", id="single sentences"),
        pytest.param("{unit: sentence, size: 200, allocation: neyman}", id="Neyman"),
        pytest.param("{unit: article}", id="as many as the width takes"),
    ],
)
@pytest.mark.parametrize("finite", ["true", "false"])
def test_other_samples_hold_the_truth_too(tmp_path, sample, finite):
    text = re.sub(r"^sample: .*$", f"sample: {sample}", PLAN, flags=re.MULTILINE)
    folder = make_measurement(tmp_path, f"{text}finite_population: {finite}\n")

    assert measure("estimate", folder).exit_code == 0
    share = estimates_of(folder)["groupings"][0]["groups"][0]["shares"]["attribution"]
    truth = sum("attribution" in labels for labels in TRUTH.values()) / len(TRUTH)
    assert share["low"] <= truth <= share["high"]


def test_the_coded_file_may_have_another_name_and_form(tmp_path):
    write_plan(tmp_path)
    folder = tmp_path / "m"
    assert measure("plan", tmp_path / "plan.yaml", "-o", folder).exit_code == 0
    coding = tmp_path / "mine.jsonl"
    assert measure("sample", folder, "--coding", coding).exit_code == 0
    rows = rows_in(coding)
    write_jsonl(coding, [{**row, "labels": TRUTH[row["sentence_id"]]} for row in rows])

    assert measure("estimate", folder, coding).exit_code == 0

    assert estimates_of(folder)["coding"] == "../mine.jsonl"
    assert mediaframe("verify", folder).exit_code == 0


def test_help_teaches_the_four_steps():
    text = " ".join(measure("--help").stdout.split())

    assert all(f"`{step}`" in text for step in ("plan", "sample", "estimate", "report"))


def test_a_group_of_which_nothing_is_coded_is_told_how_much_to_code(tmp_path):
    text = PLAN.replace("size: 24, strata: [outlet]", "size: 4").replace(
        "groups: [outlet", "groups: [date"
    )
    folder = make_measurement(tmp_path, text)

    assert measure("estimate", folder).exit_code == 0
    groups = estimates_of(folder)["groupings"][1]["groups"]
    uncoded = [group["shares"]["attribution"] for group in groups if not group["coded_sentences"]]
    assert uncoded
    assert all(share["value"] is None and share["verdict"] == "not enough" for share in uncoded)
    assert all(share["more_sentences"] >= 10 * share["more_articles"] > 0 for share in uncoded)
