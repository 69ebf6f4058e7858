import json
import subprocess
import sys

import numpy as np
import pytest
import soundfile

from genrelib import datasets, papers, store
from genrelib.__main__ import main
from genrelib.datasets import playback_source


def answer(capsys, *arguments: str):
    """Status and JSON document of a command."""
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_systems_lists_the_catalogue_with_counts(capsys):
    status, rows = answer(capsys, "systems")
    assert status == 0 and [row["name"] for row in rows] == list(papers.CATALOG)
    asked = "name paper row clip_seconds parameters parameters_stated reported departs"
    assert {frozenset(row) for row in rows} == {frozenset(asked.split())}
    assert all(row["parameters"] == papers.get(row["name"]).count(papers.get(row["name"]).labels) for row in rows)


def test_systems_of_one_paper(capsys):
    _, rows = answer(capsys, "systems", "--paper", "irvin2016")
    assert {row["paper"] for row in rows} == {"irvin2016"}


def test_systems_tell_their_cost_when_asked(capsys):
    _, rows = answer(capsys, "systems", "--paper", "irvin2016", "--cost")
    costs = {row["name"]: (row["input"], row["mflops"]) for row in rows}
    assert costs["irvin2016/mlp"] == ("513x22", 2.824)
    assert costs["irvin2016/svm"] == ("513x22", None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("systems", "--paper", "nobody1999"), "unknown paper nobody1999; expected one of"),
        (("data", "check"), "expected the NAME of a data set"),
        (("data", "check", "nosuch"), "nosuch"),
        (("data", "prepare", "--data", "nosuch"), "nosuch"),
        (("train", "irvin2016/lsmt", "--data", "folder", "--root", "."), "irvin2016/lstm"),
        (("predict", "song.wav", "--run", "nowhere"), "expected a run with a readable run.json"),
        (("predict", "song.wav", "--system", "nobody/net"), "nobody/net"),
        (("reproduce", "nobody1999", "--data", "folder", "--root", "."), "nobody1999"),
    ],
)
def test_bad_input_gets_one_line_and_status_2(capsys, arguments, message):
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and message in captured.err and captured.err.count("\n") == 1


def test_sound_is_prepared_at_one_rate(capsys, folder_of_music, tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    status, rows = answer(
        capsys, "data", "prepare", "folder", "--root", str(folder_of_music), "--rate", "4000", "--jobs", "1"
    )
    assert status == 0 and [(row["frontend"], row["rate"]) for row in rows] == [("none", 4000)]
    prepared = store.prepared_waveforms(datasets.get("folder", folder_of_music), 4000)
    assert len(prepared.tracks) == rows[0]["tracks"] == 24


def test_train_predict_results(capsys, folder_of_music, tmp_path):
    """The three commands a researcher chains, on a folder of her own."""
    place = ["--data", "folder", "--root", str(folder_of_music), "--runs", str(tmp_path)]
    status, (trained,) = answer(capsys, "train", "irvin2016/softmax", *place)
    assert status == 0 and trained["partial"] == ""
    assert len(playback_source.sound("folder-small").tracks) == 24  # so that its runs can be listened to
    song = next(folder_of_music.glob("*/*.wav"))
    broken = tmp_path / "broken.mp3"
    broken.write_text("not music")
    status = main(["predict", str(broken), str(song), "--run", trained["folder"], "--json"])
    captured = capsys.readouterr()
    bad, good = json.loads(captured.out)
    assert status == 2 and bad["error"] and bad["top"] == [] and str(broken) in captured.err
    assert good["error"] is None and good["top"][0]["label"] == song.parent.name
    assert good["timeline"][-1]["end"] == pytest.approx(good["seconds"], abs=0.01)
    assert sum(good["timeline"][0]["probabilities"].values()) == pytest.approx(1)


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "soon"])
def test_a_budget_is_a_time(capsys, minutes):
    with pytest.raises(SystemExit, match="2"):
        main(["reproduce", "--data", "folder", "--budget", minutes])
    assert "expected minutes above 0" in capsys.readouterr().err


def test_predict_says_what_part_of_a_file_it_judged(capsys, tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.1, 4000 * 630)
    soundfile.write(tmp_path / "long.wav", noise, 4000)
    soundfile.write(tmp_path / "short.wav", noise[:8000], 4000)
    assert main(["predict", str(tmp_path / "long.wav"), str(tmp_path / "short.wav")]) == 0
    long, short = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("  ")]
    assert "(of the first 600 s of 630)" in long and "(shorter than a clip, filled with silence)" in short


def test_a_split_the_data_lack_is_refused(capsys, folder_of_music):
    status = main(
        ["train", "irvin2016/softmax", "--data", "folder", "--root", str(folder_of_music), "--split", "official"]
    )
    assert status == 2 and "has no split official; expected one of" in capsys.readouterr().err


def test_results_print_paper_beside_measured(capsys):
    _, rows = answer(capsys, "results")
    asked = "paper study system data split metric reported measured low high seeds difference provenance partial"
    assert {frozenset(row) for row in rows} == {frozenset(asked.split())}
    assert {row["paper"] for row in rows} >= {study.name.split("/")[0] for study in papers.STUDIES.values()}
    assert all(0 <= row["measured"] <= 1 for row in rows)


def test_results_for_people_are_a_table_per_study_and_what_it_says(capsys):
    assert main(["results"]) == 0
    shown = capsys.readouterr().out
    assert "irvin2016/figure-2, Figure 2\non jukebox, clip: clip_accuracy\n" in shown
    assert "Figure 2, Best LSTM with Attention  0.748" in shown
    assert "The published order" in shown and "Procedure: The split is drawn over clips" in shown
    table = shown.split("Figure 2\non jukebox, clip: clip_accuracy\n")[1].split("\n\n")[0]
    order = [line.split()[0] for line in table.splitlines() if line.startswith("irvin2016/")]
    assert order == list(papers.STUDIES["irvin2016/figure-2"].systems) != sorted(order)


def test_a_reader_that_stops_early_is_no_error():
    command = f"{sys.executable} -m genrelib systems | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""


def test_the_module_runs_as_a_command():
    done = subprocess.run([sys.executable, "-m", "genrelib", "train"], capture_output=True, text=True)
    assert done.returncode == 2 and "usage" in done.stderr and "Traceback" not in done.stderr
