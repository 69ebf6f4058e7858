"""Robustness: the same tracks under every edit, asked once, and what the answers lost."""

import dataclasses
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from factories import result
from home_trained import PLAIN

from genrelib import inference, robustness, runs
from genrelib.__main__ import main
from genrelib.robustness import Answers

RATE = 22_050
TRACKS = {f"{genre}.{number}": genre for genre in ("noise", "tones") for number in range(3)}
EDITS = ("lowpass:500", "gain:-6")
ROW = {
    "run": "d/track/a/b/seed-0@shipped",
    "system": "a/b",
    "data": "d",
    "split": "track",
    "metric": "accuracy",
    "edit": "lowpass:500",
    "tracks": 40,
    "unedited": 0.8,
    "change": -0.2,
    "change_low": -0.31,
    "change_high": -0.04,
    "kept": 0.75,
    "kept_low": 0.6,
    "kept_high": 0.86,
}


@pytest.fixture
def run(tmp_path) -> runs.Run:
    """A run on noise and tones with six test tracks."""
    kept = result()
    table = pd.DataFrame({"track": list(TRACKS), "truth": list(TRACKS.values()), "p_noise": 0.5, "p_tones": 0.5})
    clips = table.assign(start=0.0)
    folder = tmp_path / "runs" / "folder-test" / "track" / "irvin2016" / "lstm-attention" / "seed-0"
    return runs.save(folder, dataclasses.replace(kept, tracks=table, predictions=clips, valid=clips))


@pytest.fixture
def data(synthesise) -> SimpleNamespace:
    """The sound of these tracks; one lasts too short a time."""
    seconds = pd.Series(6.0, index=[*TRACKS, "tones.9"])
    return SimpleNamespace(
        name="folder-test",
        shortest=1.0,
        tracks=pd.DataFrame({"seconds": seconds}),
        waveform=lambda track, rate: synthesise(track.split(".")[0], int(track.split(".")[1]), 2.0, rate),
    )


@pytest.fixture
def network(monkeypatch) -> SimpleNamespace:
    """A network that calls everything noise that has power above 5 kHz; it counts, and gives up when it is told to."""
    fake = SimpleNamespace(asked=0, patience=1000)

    def predict(_model, recording):
        fake.asked += 1
        if fake.asked > fake.patience:
            raise KeyboardInterrupt
        power = np.square(np.abs(np.fft.rfft(recording.waveform)))
        high = power[len(power) // 2 :].sum() > 0.05 * power.sum()
        return SimpleNamespace(track=np.array([0.9, 0.1] if high else [0.2, 0.8]))

    monkeypatch.setattr(inference, "load", lambda run: run)
    monkeypatch.setattr(inference, "predict", predict)
    return fake


def test_a_sample_is_of_whole_tracks_and_a_longer_one_goes_on_from_it(run, data):
    shorter, longer = (robustness.sample(run, data, most) for most in (3, 6))
    assert longer.tracks[:3] == shorter.tracks and set(longer.tracks) == set(TRACKS)
    assert [run.classes[label] for label in longer.truth] == [TRACKS[track] for track in longer.tracks]
    data.tracks.loc[longer.tracks[0], "seconds"] = 0.9
    assert robustness.sample(run, data, 6).tracks == longer.tracks[1:]


def test_a_sample_needs_sound(run, data):
    data.tracks.seconds = 0.5
    with pytest.raises(ValueError, match=r"expected the sound of some of its 6 test tracks, .* --root DIR"):
        robustness.sample(run, data, 6)


def test_what_was_answered_is_kept_and_an_interrupted_measurement_goes_on(run, data, network, tmp_path):
    asked = {track: [run] for track in robustness.sample(run, data, 4).tracks}
    network.patience = 7  # two tracks, unedited and twice edited, and one answer more
    with pytest.raises(KeyboardInterrupt):
        robustness.ask(data, asked, EDITS, Answers.load(tmp_path / "answers.json"))
    kept = Answers.load(tmp_path / "answers.json")
    assert [len(kept.lack(run, track, EDITS)) for track in asked] == [0, 0, 2, 2]
    network.patience, network.asked = 1000, 0
    robustness.ask(data, asked, EDITS, kept)
    assert network.asked == 6
    robustness.ask(data, asked, EDITS, Answers.load(tmp_path / "answers.json"))
    assert network.asked == 6


def test_losses_are_those_of_the_same_tracks(run, data, network, tmp_path):
    sample = robustness.sample(run, data, 6)
    answers = Answers.load(tmp_path / "answers.json")
    robustness.ask(data, {track: [run] for track in sample.tracks}, EDITS, answers)
    dull, soft = robustness.losses(run, sample, EDITS, answers)
    assert (dull["unedited"], dull["change"], dull["kept"]) == (1.0, -0.5, 0.5)  # noise loses what is above 5 kHz
    assert (soft["change"], soft["kept"], soft["kept_high"]) == (0.0, 1.0, 1.0)
    assert soft["change_low"] < 0 < soft["change_high"] and soft["kept_low"] < 0.7  # six tracks prove little
    assert dull["change_low"] < -0.5 < dull["change_high"] and dull["tracks"] == 6


def test_results_come_back_and_damaged_ones_are_refused(tmp_path):
    file = tmp_path / "results.json"
    assert robustness.read(file) == []
    robustness.write(file, [ROW])
    assert robustness.read(file) == [ROW] and [path.name for path in tmp_path.iterdir()] == ["results.json"]
    for text, reason in (("[{}]", "expected rows of run"), ("[", "got other text"), ("3", "expected rows of run")):
        file.write_text(text)
        with pytest.raises(ValueError, match=reason):
            robustness.read(file)


def test_damaged_answers_are_refused(tmp_path):
    (tmp_path / "answers.json").write_text("{")
    with pytest.raises(ValueError, match="expected answers as JSON, got other text; remove the file"):
        Answers.load(tmp_path / "answers.json")


def test_tables_print_in_bold_what_is_clear():
    unclear = ROW | {"edit": "gain:-6", "change": -0.02, "change_low": -0.1, "change_high": 0.06, "kept": 1.0}
    unknown = ROW | {"edit": "reverse", "change": 0.004, "change_low": None, "change_high": None}
    table = robustness.markdown([ROW, unclear, unknown]).splitlines()
    assert table[0] == "### d, split track: accuracy"
    assert table[2] == "| edit | a/b<br>80 % of 40 |"
    assert table[4:] == [
        "| Low-pass, 500 Hz | **−20** (−31 to −4); 75 % stay |",
        "| Gain, -6 dB | −2 (−10 to +6); 100 % stay |",
        "| Backwards | 0; 75 % stay |",
    ]


def test_a_name_stands_for_all_strengths():
    assert robustness.chosen() == robustness.STRENGTHS
    assert robustness.chosen(["lowpass", "gain:-3"]) == (
        *(text for text in robustness.STRENGTHS if text.startswith("lowpass")),
        "gain:-3",
    )
    with pytest.raises(ValueError, match="expected an edit"):
        robustness.chosen(["flanger"])


@pytest.fixture
def trained(audible_home, tmp_path, monkeypatch) -> Path:
    """Folder of a trained run, whose music lies in its place."""
    for part in ("runs", "data"):
        (tmp_path / part).symlink_to(audible_home / part)
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    monkeypatch.delenv("GENRELIB_DATA", raising=False)
    return tmp_path / "runs" / "folder-pages" / "track" / PLAIN / "seed-0"


def test_the_command_prints_one_document_and_keeps_results(trained, capsys):
    command = ["robustness", "--run", str(trained), "--tracks", "3", "--edits", "lowpass:500", "reverse", "--json"]
    assert main(command) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["edit"] for row in rows] == ["lowpass:500", "reverse"]
    assert {row["tracks"] for row in rows} == {3} and {row["system"] for row in rows} == {PLAIN}
    assert robustness.read(trained.parents[4].parent / "robustness" / "results.json") == rows


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--edits", "flanger"], "expected an edit (crop"),
        (["--data", "nothing"], "expected shipped runs on it that can be asked, got none"),
        (["--run", "/nowhere"], "/nowhere"),
    ],
)
def test_the_command_refuses_in_one_line(options, reason, trained, capsys):
    assert main(["robustness", *options]) == 2
    error = capsys.readouterr().err
    assert reason in error and len(error.splitlines()) == 1


def test_shipped_results_are_of_shipped_runs_on_known_edits():
    rows = robustness.read()
    shipped = {run.linked: run for run in runs.find(runs.shipped())}
    assert len(rows) > 100
    assert {row["run"] for row in rows} <= set(shipped)
    assert {row["edit"] for row in rows} == set(robustness.STRENGTHS)
    for row in rows:
        assert row["tracks"] <= shipped[row["run"]].info["tracks"]["test"]
        assert -1 <= row["change_low"] <= row["change"] <= row["change_high"] <= 1
        assert 0 <= row["kept_low"] <= row["kept"] <= row["kept_high"] <= 1
    assert robustness.SHIPPED.stat().st_size < 1 << 17


def test_the_page_has_the_shipped_results():
    page = (Path(__file__).resolve().parents[1] / "docs" / "robustness.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- robustness -->\n(.*?)\n<!-- end of robustness -->", page, re.DOTALL).group(1)
    assert shown == robustness.markdown(robustness.read()), "paste this table into docs"
