"""A genre's quintessence: which unit, which clips, and what networks make of the sounds."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import soundfile
import torch

from genrelib import datasets, inference, runs
from genrelib.__main__ import main
from genrelib.interpret import exciting, quintessence, recorded_clips, second_opinions
from genrelib.interpret.ascent import CLIMB
from genrelib.runs import RunError

POSTER = runs.shipped() / "jukebox" / "artist" / "irvin2016" / "lstm-attention" / "seed-0"
LINEAR = runs.shipped() / "jukebox" / "artist" / "irvin2016" / "softmax" / "seed-0"
TAGS = runs.shipped() / "jukebox-tags" / "artist" / "house" / "crnn-attention" / "seed-0"


@pytest.fixture(scope="module")
def model():
    return inference.load(POSTER)


@pytest.fixture(scope="module")
def jukebox():
    return datasets.get("jukebox")


@pytest.fixture(scope="module")
def clips(model, jukebox):
    rows = recorded_clips.choose_rows(model.run, "metal", 1)
    return recorded_clips.read(model, jukebox, rows[rows.predicted.isin(["jazz", "metal"])])


@pytest.fixture(scope="module")
def portrait(model, jukebox, clips):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorded_clips, "read", lambda *arguments: clips)
        climb = replace(CLIMB, steps=40)
        return quintessence.portray(model, jukebox, jukebox, "metal", [inference.load(LINEAR)], climb=climb)


def test_clips_are_read_as_they_were_tested(model, clips):
    asked = inference.probabilities(model.network, clips.features)
    assert len(clips.rows) > 6
    assert np.abs(asked.max(axis=1) - clips.rows.p).mean() < 0.02  # shipped weights are of half precision
    assert (np.array(model.run.classes)[asked.argmax(axis=1)] == clips.rows.predicted).all()


def test_the_chosen_clips_are_called_so_and_every_other_label_has_a_track(model):
    rows = recorded_clips.choose_rows(model.run, "jazz", 3)
    assert rows.groupby("predicted").track.nunique().to_dict() == {
        label: 3 if label == "jazz" else 1 for label in recorded_clips.predicted_rows(model.run).predicted.unique()
    }


def read_clips(units, predicted) -> recorded_clips.ReadClips:
    count = len(predicted)
    rows = pd.DataFrame({"track": ["a", "a", "b", "c"][:count], "start": 0.0, "predicted": predicted})
    return recorded_clips.ReadClips(rows, torch.zeros(count, 2, 2), np.array(units))


def test_the_unit_that_is_active_most_often_wins_and_then_the_strongest():
    units = [[-1.0, 0.2, 0.9, 9.0], [-1.0, 0.2, 0.4, -1.0], [-1.0, 0.2, 0.1, 9.0], [5.0, 0.1, -0.1, 9.0]]
    active = exciting.most_active(read_clips(units, ["jazz"] * 3 + ["pop"]), "jazz")
    assert (active.number, active.active, active.elsewhere) == (2, 1.0, 0.0)


def test_each_track_is_there_once_with_its_most_exciting_clip():
    table = exciting.most_exciting(read_clips(np.zeros((4, 1)), ["jazz"] * 4), np.array([1.0, 3.0, 2.0, 5.0]))
    assert table.track.tolist() == ["c", "a", "b"] and table.place.tolist() == [3, 1, 2]


def test_listeners_know_the_same_genres_and_are_others(model):
    others = second_opinions.others(model.run)
    assert len(others) >= 5
    assert {other.run.classes for other in others} == {model.run.classes}
    assert model.run.name not in {other.run.name for other in others}


def test_the_label_climbs_to_its_genre_and_survives_inversion(portrait):
    essences = {essence.way: essence for essence in portrait.essences}
    assert list(essences) == ["clip", "clip inverted", "start", "unit", "label", "sound"]
    assert essences["label"].before > 0.95 and essences["label"].after > 0.9 and essences["label"].top == "metal"
    assert abs(essences["clip inverted"].after - essences["clip inverted"].before) < 0.1
    assert essences["clip"].before is None
    for essence in essences.values():
        assert np.isfinite(essence.waveform).all() and np.abs(essence.waveform).max() <= 1
        assert 4.9 <= len(essence.waveform) / essence.sample_rate <= 5.0
        assert [opinion.run for opinion in essence.opinions] == ["jukebox/artist/irvin2016/softmax/seed-0"]


def test_refusals(model, jukebox):
    with pytest.raises(ValueError, match="of scikit-learn"):
        quintessence.portray(inference.load(LINEAR), jukebox, None, "jazz")
    with pytest.raises(ValueError, match="expected a genre of"):
        quintessence.portray(model, jukebox, None, "polka")
    with pytest.raises(ValueError, match="expected a start"):
        quintessence.portray(model, jukebox, None, "jazz", start="nowhere")
    with pytest.raises(RunError, match="predictions of genres"):
        recorded_clips.predicted_rows(runs.load(TAGS))
    with pytest.raises(ValueError, match="none; read others"):
        exciting.most_active(read_clips(np.zeros((4, 1)), ["jazz"] * 4), "pop")


def test_the_command_writes_the_sounds_and_prints_their_rows(tmp_path, capsys, monkeypatch, portrait):
    monkeypatch.setattr(quintessence, "portray", lambda *arguments, **named: portrait)
    monkeypatch.setattr(second_opinions, "others", lambda run: [])
    asked = ["quintessence", "--run", str(POSTER), "--genre", "metal", "--out", str(tmp_path / "sounds")]
    assert main([*asked, "--format", "flac", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["way"] for row in rows] == ["clip", "clip inverted", "start", "unit", "label", "sound"]
    for row, essence in zip(rows, portrait.essences, strict=True):
        sound, rate = soundfile.read(row["file"])
        assert rate == 4000 and np.allclose(sound, essence.waveform, atol=1e-4)
        assert row["others"][0]["run"].endswith("softmax/seed-0")
    assert main(asked) == 0
    assert "of 1" in capsys.readouterr().out


def test_the_command_refuses_what_has_no_gradients(capsys, tmp_path):
    assert main(["quintessence", "--run", str(LINEAR), "--out", str(tmp_path)]) == 2
    assert "of scikit-learn" in capsys.readouterr().err


def test_the_command_offers_every_start():
    from genrelib.commands import parser
    from genrelib.interpret.starts import STARTS

    for start in STARTS:
        assert parser().parse_args(["quintessence", "--start", start]).start == start
