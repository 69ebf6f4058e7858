"""Answers that are right for the wrong reason: what is changed, what is counted, and what the documents say of it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from genrelib import datasets, jukebox, runs, wrong_reasons
from genrelib.__main__ import main
from genrelib.jukebox.artists import artist
from genrelib.jukebox.corpus import composition
from genrelib.runs import places
from genrelib.wrong_reasons import other_records, results
from genrelib.wrong_reasons.other_records import OTHER, OWN, SAME, Version


def shipped(name: str) -> runs.Run:
    return runs.load(runs.shipped() / name, "shipped run")


@pytest.fixture(scope="module")
def piece() -> jukebox.Piece:
    return jukebox.piece("jazz", 3)


def test_another_record_has_the_same_notes_and_another_sound(piece):
    donors = other_records.donors(piece)
    assert donors[OWN] is piece.artist
    assert donors[SAME].genre == "jazz" and donors[SAME].name != piece.artist.name
    assert donors[OTHER].genre != "jazz"
    plain = jukebox.render(piece)
    own, same = (jukebox.render(wrong_reasons.recorded_by(piece, donors[name])) for name in (OWN, SAME))
    assert np.array_equal(plain, own)
    assert composition(wrong_reasons.recorded_by(piece, donors[SAME])) == composition(piece)
    spectra = [np.abs(np.fft.rfft(sound)) for sound in (plain, same)]
    assert np.corrcoef(plain, same)[0, 1] < 0.999 and np.corrcoef(*spectra)[0, 1] > 0.3


@pytest.mark.parametrize("genre", jukebox.GENRES)
def test_every_piece_has_donors_of_both_kinds(genre):
    for number in range(0, jukebox.TRACKS, 7):
        piece = jukebox.piece(genre, number)
        donors = other_records.donors(piece)
        assert donors[SAME].genre == piece.genre != donors[OTHER].genre and donors[SAME] != piece.artist


def versions(same: str, other: str, sure: float = 0.8) -> dict[str, Version]:
    by = artist("jazz", 0)
    return {
        OWN: Version(by, "jazz", sure),
        SAME: Version(artist("jazz", 1), same, 0.6),
        OTHER: Version(artist("rock", 0), other, 0.7),
    }


def test_what_stays_and_what_follows_the_record_is_counted():
    asked = {
        "jazz.00001": versions("jazz", "jazz"),
        "jazz.00002": versions("blues", "rock", sure=0.7),
        "jazz.00003": versions("jazz", "rock"),
        "jazz.00004": versions("pop", "metal", sure=0.9),
    }
    row = other_records.summary(asked)
    assert row["right"] == 4
    assert (row["same"][0], row["other"][0], row["difference"][0]) == (0.5, 0.25, -0.25)
    assert row["follows"][0] == 0.5
    assert row["follows_by_chance"] == pytest.approx(0.75 / 9, abs=1e-4)
    assert row["same"][1] < 0.5 < row["same"][2]
    assert [case["track"] for case in row["cases"]] == ["jazz.00004", "jazz.00002"]  # the surest first
    assert (row["cases"][0]["then"], row["cases"][0]["donor"]) == ("pop", artist("jazz", 1).name)
    assert other_records.summary({}) == {"right": 0}


def test_a_network_of_that_music_answers_as_its_run_says():
    native, foreign = shipped("jukebox/artist/irvin2016/rnn/seed-0"), shipped("jukebox/track/irvin2016/rnn/seed-0")
    tracks = ["disco.00035", *native.tracks.track[:2]]
    row = wrong_reasons.beside_native(foreign, native, datasets.get("jukebox").only(tracks), 5)
    table = native.tracks[native.tracks.track.isin(tracks)]
    probabilities = table[[f"p_{genre}" for genre in native.classes]].to_numpy()
    right = np.array(native.classes)[probabilities.argmax(axis=1)] == table.truth.to_numpy()
    assert row["tracks"] == len(table) >= 2 and row["native_right"][0] == pytest.approx(right.mean(), abs=1e-4)
    assert row["lost"][0] == pytest.approx(row["foreign_right"][0] - row["native_right"][0], abs=2e-4)
    assert sum(row["named"].values()) == row["tracks"]


def test_what_cannot_be_asked_is_refused():
    run = shipped("jukebox/artist/irvin2016/rnn/seed-0")
    elsewhere = replace(run, info=run.info | {"data": "gtzan"})
    with pytest.raises(ValueError, match="expected runs on the jukebox, whose records can be made anew, got one on gt"):
        wrong_reasons.of_runs([elsewhere], 1)
    with pytest.raises(ValueError, match=r"expected test tracks of .* whose genre .* knows, got none"):
        wrong_reasons.beside_native(run, run, datasets.get("jukebox").only([]), 1)


def test_a_run_that_is_missing_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(places, "SHIPPED", tmp_path)
    assert main(["wrong-reasons", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert err.count("expected a shipped run of ours on jukebox and gtzan-logmel; get all of assets/runs") == 1
    assert err.count("expected a shipped run of ours on gtzan-logmel and jukebox") == 1


def test_results_are_kept_and_others_refused(tmp_path):
    file = tmp_path / "results.json"
    assert wrong_reasons.read(file) == {"music": [], "records": []}
    rows = {"music": [], "records": [{"run": "a/b/c/d/seed-0@your", "right": 0}]}
    wrong_reasons.write(file, rows)
    assert wrong_reasons.read(file) == rows and len(list(tmp_path.iterdir())) == 1
    file.write_text('{"music": [{"foreign": "x"}], "records": []}')
    with pytest.raises(ValueError, match="expected rows of music with foreign, native"):
        wrong_reasons.read(file)
    file.write_text("no JSON")
    with pytest.raises(ValueError, match="expected results as JSON"):
        wrong_reasons.read(file)


def test_the_document_has_the_shipped_tables():
    text = (results.SHIPPED.parents[1] / "docs" / "wrong-reasons.md").read_text(encoding="utf-8")
    rows = wrong_reasons.read()
    assert rows["music"] and rows["records"] and wrong_reasons.markdown(rows) in text


def test_every_case_is_a_right_answer_of_a_shipped_run():
    views = wrong_reasons.cases(wrong_reasons.read())
    linked = {run.linked for run in runs.find(runs.shipped()) if run.has_weights}
    assert len(views) >= 5
    for view in views:
        assert view.choices["run"] in linked and " says " in view.says
    assert len(wrong_reasons.cases(wrong_reasons.read(), most=3)) > len(views)
