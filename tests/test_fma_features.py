"""FMA's table of features: read as published, in our order; the paper's SVM learns from it and from nothing else."""

import json

import numpy as np
import pytest
from tiny_sets import fma_rows, write_fma_features, write_fma_table

from genrelib import audio, datasets, inference, papers, store
from genrelib.__main__ import main
from genrelib.datasets.fma_features import MADE_BY, RENAMED
from genrelib.frontends import Statistics
from genrelib.studies.plan import make_plan
from genrelib.train import train_system

pytestmark = pytest.mark.filterwarnings("ignore:.*several root genres")
PUBLISHED = {ours: theirs for theirs, ours in RENAMED.items()}
COLUMNS = [
    (PUBLISHED.get(name, name), statistic, number)
    for name, statistic, number in (column.rsplit("_", 2) for column in MADE_BY.columns)
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    root = tmp_path_factory.mktemp("fma")
    rows = fma_rows(each=8)
    write_fma_table(root, rows)
    write_fma_features(root, [(number, genre) for number, _, _, genre, _ in rows], COLUMNS)
    return root


@pytest.fixture(scope="module")
def data(archive):
    return datasets.get("fma-features", archive)


@pytest.fixture(scope="module")
def run(data, tmp_path_factory):
    return train_system(papers.get("kim2019/svm"), data, "official", 0, tmp_path_factory.mktemp("runs"), device="cpu")


def test_the_columns_are_those_of_the_front_end(archive, data):
    lines = (archive / "fma_metadata" / "features.csv").read_text().splitlines()
    names = list(zip(*(line.split(",") for line in lines[:3]), strict=True))
    first = dict(zip(names, lines[4].split(","), strict=True))
    read = dict(zip(MADE_BY.columns, data.features("000002")[:, 0], strict=True))
    assert len(read) == 518 and len(lines[0].split(",")) == 519
    assert read["mfcc_mean_07"] == np.float32(first["mfcc", "mean", "07"])
    assert read["rms_max_01"] == np.float32(first["rmse", "max", "01"])
    assert read["zero_crossing_rate_skew_01"] == np.float32(first["zcr", "skew", "01"])


def test_it_holds_the_tracks_of_medium_without_sound(data):
    assert (len(data.tracks), len(data.classes), data.default_split) == (128, 16, "official")
    assert data.tracks.path.isna().all() and "155320" not in data.tracks.index
    with pytest.raises(ValueError, match="use the data set fma-medium"):
        data.waveform("000002", 22_050)


def test_the_command_prepares_them_for_the_systems_that_they_serve(archive, capsys):
    assert main(["data", "prepare", "fma-features", "--root", str(archive), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["tracks"] == 128 and row["frontend"].startswith("Statistics")


def test_the_store_keeps_them_exactly(data, tmp_path):
    prepared = store.prepare(data, papers.get("kim2019/svm").frontend, folder=tmp_path)
    assert prepared.signals.dtype == np.float32 and prepared.length("000002") == 1
    first, _ = prepared.spans["000003"]
    np.testing.assert_array_equal(prepared.signals[first], data.features("000003")[:, 0])


def test_only_the_statistics_can_learn_from_it(data):
    assert data.serves(Statistics(22_050)) and not data.serves(papers.get("kim2019/samplecnn").frontend)
    with pytest.raises(ValueError, match="expected the front end that made its features"):
        store.prepare(data, papers.get("irvin2016/mlp").frontend)
    plan = make_plan([papers.STUDIES["kim2019/table-1"]], [data])
    assert [str(row) for row in plan.rows] == ["kim2019/svm on fma-features, official, seed 0"]
    assert any("kim2019/samplecnn" in remark and "features without sound" in remark for remark in plan.remarks)


def test_the_papers_svm_learns_the_genres_on_the_published_split(run, data):
    assert run.info["tracks"] == {"train": 64, "valid": 32, "test": 32}
    assert run.metrics["track_accuracy"]["value"] > 0.9  # what is in the table tells the genres apart
    assert run.metrics["clip_accuracy"]["value"] == run.metrics["track_accuracy"]["value"]  # a track is one row


def test_the_standard_of_each_feature_is_that_of_the_training_part(run, data):
    scaler = inference.load(run).network.named_steps["standardise"]
    training = data.described[(data.rules["official"].parts == "train").to_numpy()].astype(float)
    np.testing.assert_allclose(scaler.mean_, training.mean(axis=0), rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(scaler.scale_, training.std(axis=0), rtol=1e-4)


def test_an_answer_on_sound_says_that_it_learned_from_other_numbers(run, folder_of_music):
    answer = inference.predict(inference.load(run), audio.load(next(folder_of_music.rglob("*.wav"))))
    assert any("statistics of whole songs" in remark for remark in answer.remarks)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", "got 'No columns"),
        (lambda text: text.replace("spectral_rolloff", "rolloff"), "without spectral_rolloff_mean_01"),
        (lambda text: text.replace("track_id", "2"), "no fourth row, track_id"),
        (lambda text: text.replace("e+0", "x"), "expected .*features.csv.*CSV conversion error"),
        (lambda text: "\n".join(text.splitlines()[:4]) + "\n999999" + ",0" * 518, "got 0 of them"),
    ],
)
def test_another_table_is_refused(archive, tmp_path, change, message):
    write_fma_table(tmp_path, fma_rows(each=2))
    text = (archive / "fma_metadata" / "features.csv").read_text()
    (tmp_path / "features.csv").write_text(change(text))
    with pytest.raises(ValueError, match=message):
        datasets.get("fma-features", tmp_path)


def test_what_is_no_number_is_left_out(archive, tmp_path):
    write_fma_table(tmp_path, fma_rows(each=8))
    lines = (archive / "fma_metadata" / "features.csv").read_text().splitlines()
    cells = lines[4].split(",")
    lines[4] = ",".join([*cells[:-1], ""])
    del lines[5]
    (tmp_path / "features.csv").write_text("\n".join(lines))
    with pytest.warns(UserWarning, match=r"1 file\(s\) left out \(000002: odd"):
        data = datasets.get("fma-features", tmp_path)
    assert len(data.tracks) == 126
    assert data.check()[["track", "problem"]].to_dict("list") == {
        "track": ["000002", "000003"],
        "problem": ["odd: features that are no numbers", "missing"],
    }
