"""Whether scores of explanations are what they are called, on maps and rows of which that is known."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import soundfile
import torch
from scipy import stats
from torch import nn

from genrelib import inference, interpret, jukebox, papers
from genrelib.__main__ import main
from genrelib.frontends import LogMel
from genrelib.interpret import scores
from genrelib.interpret.question import Question
from genrelib.interpret.scores import measuring, summaries
from genrelib.networks.network import Network, Reading
from genrelib.task import GENRES, TAGS

DOCS = Path(__file__).resolve().parents[1] / "docs" / "explanations.md"
FRAMES = 40
MEL = LogMel(sample_rate=8000, n_fft=256, hop_length=800, n_mels=4)  # ten frames a second
METHODS = ("gradient", "change of sound", "random")


def over_time(values) -> interpret.ImportanceMap:
    return interpret.ImportanceMap(np.asarray(values, float), 0.0, 0.1, np.zeros(0), "jazz", "gradient", False)


def peak_at(frame: int) -> interpret.ImportanceMap:
    return over_time(np.eye(100)[frame])


def test_a_peak_in_the_window_is_a_hit_and_one_beside_it_within_the_tolerance_too():
    inside, beside, outside = (scores.score_against(peak_at(frame), 4.0, 6.0) for frame in (50, 61, 70))
    assert (inside.hit, inside.error) == (1.0, 0.0) and inside.share == pytest.approx(1.0)
    assert (beside.hit, beside.share) == (1.0, 0.0) and beside.error == pytest.approx(0.15)
    assert outside.hit == 0.0 and outside.error == pytest.approx(1.05)


def test_chance_is_what_a_frame_drawn_by_chance_would_do():
    every = [scores.score_against(peak_at(frame), 4.0, 6.0) for frame in range(100)]
    assert every[0].hit_chance == pytest.approx(np.mean([score.hit for score in every]))
    assert every[0].error_chance == pytest.approx(np.mean([score.error for score in every]))
    assert every[0].share_chance == pytest.approx(0.2)
    assert scores.score_against(over_time(np.ones(100)), 4.0, 6.0).share == pytest.approx(0.2)


class OneFrame(Network):
    """A tag whose logit is the level of frame 7 above -50 dB."""

    def __init__(self):
        super().__init__()
        self.classify = nn.Identity()

    def inspect(self, x):
        return Reading((x[:, :, 7].mean(1, keepdim=True) + 50) / 5)


def test_the_map_of_what_the_network_reads_is_faithful_and_its_opposite_is_not():
    clip = torch.full((1, 4, FRAMES), -30.0)
    question = Question(OneFrame(), MEL, 0)
    true = scores.score_faithfulness(question, TAGS, clip, over_time(np.eye(FRAMES)[7]))
    false = scores.score_faithfulness(question, TAGS, clip, over_time(1 - np.eye(FRAMES)[7]))
    assert true.deletion < 0.1 and true.insertion > 0.9
    assert false.deletion > 0.9 and false.insertion < 0.1
    assert true.drop == pytest.approx(0.0) and false.drop > 0.99
    assert (true.increase, false.increase) == (0.0, 0.0)


def test_scores_are_kept_and_gone_on_with(tmp_path):
    kept = scores.Kept(tmp_path / "new")
    assert kept.table("needle").empty and kept.done("needle", "r") == set() and kept.made_by == {}
    kept.add("needle", [{"run": "r", "track": "a", "method": "random", "hit": 1 / 3}])
    kept.add("needle", [{"run": "other", "track": "b", "method": "random", "hit": 0.0}])
    assert kept.done("needle", "r") == {("a", "random")}
    assert kept.table("needle").hit.tolist() == [0.3333, 0.0]
    kept.sign({"tracks": 2})
    assert kept.made_by == {"tracks": 2}
    (tmp_path / "new" / "clips.csv").write_text("x\n1\n")
    with pytest.raises(ValueError, match=r"clips.csv: expected columns run, track and method, got x; remove the file"):
        kept.table("clips")


def test_needles_come_bed_by_bed_and_then_under_other_genres():
    names = measuring.needle_names(60)
    assert len(set(names)) == 60
    beds = [name.split(".")[1] for name in names]
    assert len(set(beds[:30])) == 30 and beds[30:] == beds[:30]
    assert pd.Series(name.split(".")[0] for name in names).value_counts().tolist() == [6] * 10


def made_up(hits: dict[str, list[float]], deletion: dict[str, list[float]]) -> pd.DataFrame:
    """Rows of needles with these hits and areas of deletion by method, one for each bed."""
    rows = []
    for method, values in hits.items():
        for bed, hit in enumerate(values):
            area = deletion[method][bed]
            row = {"run": "jukebox/artist/a/b/seed-0", "track": f"jazz.{bed:05d}", "method": method, "bed": bed}
            row |= {"right": bed > 1, "decides": bed > 2, "hit": hit, "hit_chance": 0.1, "error": 1 - hit}
            row |= {"error_chance": 5.0, "clip_share": hit, "clip_share_chance": 0.2, "deletion": area}
            rows.append(row | {"insertion": 1 - area, "drop": area, "increase": hit})
    return pd.DataFrame(rows)


@pytest.fixture
def kept(tmp_path) -> scores.Kept:
    hits = {"gradient": [1.0, 1, 1, 0, 1, 1], "occlusion in time": [0.0, 0, 0, 0, 1, 0], "random": [0.0] * 6}
    low, high = [0.2, 0.25, 0.2, 0.3, 0.2, 0.2], [0.5, 0.5, 0.6, 0.5, 0.4, 0.5]
    kept = scores.Kept(tmp_path)
    table = made_up(hits, {"gradient": low, "occlusion in time": high, "random": high})
    kept.add("needle", table.to_dict("records"))
    rows = [{"run": table.run[0], "track": "jazz.00000", "method": name, "kept": 0.1} for name in hits]
    kept.add("sanity", rows)
    return kept


def test_verdicts_name_the_method_that_points_is_faithful_and_sane(kept):
    gradient, occlusion, control = scores.judge(kept)
    assert (gradient.method, gradient.believe) == ("gradient", "yes")
    assert gradient.hit.value == pytest.approx(5 / 6) and gradient.hit.low < 5 / 6 < gradient.hit.high
    assert gradient.right_hit == 0.75 and gradient.decides_hit == pytest.approx(2 / 3)
    assert (gradient.tracks, gradient.beds, gradient.right, gradient.decides) == (6, 6, 4, 3)
    assert occlusion.believe == "no" and not occlusion.points and not occlusion.is_faithful
    assert control.believe == "control" and control.faithful.value == 0.0


def test_a_map_that_stays_without_what_was_learned_is_not_believed(kept):
    rows = [{"run": "jukebox/artist/a/b/seed-0", "track": "jazz.00001", "method": "gradient", "kept": 1.0}] * 3
    kept.add("sanity", rows)
    assert scores.judge(kept)[0].believe == "in part: fails sanity"


def test_rows_for_programs_have_no_nan_and_the_tables_every_method(kept):
    row = scores.verdict_rows(kept)[0]
    assert row["believe"] == "yes" and row["hit_low"] < row["hit"]
    assert not [key for row in scores.verdict_rows(kept) for key, cell in row.items() if cell != cell]
    text = scores.markdown(kept)
    assert "| gradient | yes |" in text and "| occlusion in time | no |" in text


@pytest.mark.parametrize(("direction", "tau"), [(1, 1.0), (-1, -1.0)])
def test_rankings_that_agree_and_that_contradict_each_other(direction, tau):
    level = {"gradient": 0.9, "SmoothGrad": 0.5, "occlusion in time": 0.1, "random": 0.0}
    deletion = {name: [0.5 - direction * 0.3 * share] * 6 for name, share in level.items()}
    rankings = scores.faithfulness_and_truth(made_up({name: [share] * 6 for name, share in level.items()}, deletion))
    assert [ranking.figure for ranking in rankings] == ["deletion", "insertion", "drop", "increase"]
    assert rankings[0].tau.value == tau == rankings[0].tau.low == rankings[0].tau.high
    assert (rankings[0].methods, rankings[0].beds) == (3, 6)  # the control is no method


def test_ranks_with_ties_are_compared_as_scipy_does():
    random = np.random.default_rng(0)
    truth, faithful = (random.integers(4, size=(7, 8)).astype(float) for _ in range(2))
    draws = random.integers(7, size=(5, 3))
    expected = [stats.kendalltau(truth[draw].mean(0), faithful[draw].mean(0)).statistic for draw in draws]
    assert np.allclose(summaries._taus(truth, faithful, draws), expected)


def test_of_few_beds_no_ranking_is_told():
    rows = made_up({"gradient": [1.0] * 4}, {"gradient": [0.1] * 4})
    assert scores.faithfulness_and_truth(rows) == []


@pytest.fixture(scope="module")
def untrained() -> inference.Model:
    torch.manual_seed(0)
    system = papers.get("irvin2016/rnn")
    run = SimpleNamespace(
        name="jukebox/artist/irvin2016/rnn/seed-0",
        data="jukebox",
        classes=jukebox.GENRES,
        task=GENRES,
        has_answers=False,
    )
    return inference.Model(run, system, system.build(10).eval())


def test_a_model_is_measured_once_and_not_again(untrained, tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "SANE_TRACKS", 1)
    kept = scores.Kept(tmp_path)
    lines: list[str] = []
    scores.measure(untrained, kept, 1, 1, METHODS, lines.append)
    table = kept.table("needle")
    assert table.method.tolist() == list(METHODS)
    assert table.track.unique().tolist() == measuring.needle_names(1)
    assert table.hit.isin([0.0, 1.0]).all() and table.share.between(0, 1).all()
    sane = kept.table("sanity").groupby("method").kept.mean()
    assert sane["change of sound"] == pytest.approx(1.0) and sane["gradient"] < 0.9
    assert lines[0] == "jukebox/artist/irvin2016/rnn/seed-0, needle 1 of 1"
    lines.clear()
    scores.measure(untrained, kept, 1, 1, METHODS, lines.append)
    assert lines == []
    scores.measure(untrained, kept, 1, 1, [*METHODS, "occlusion in time"], lines.append)
    assert len(lines) == 2  # a needle and a check of sanity
    again = kept.table("needle")
    assert again.method.tolist() == [*METHODS, "occlusion in time"]
    pd.testing.assert_frame_equal(again.iloc[: len(METHODS)], table, check_dtype=False)


def test_the_command_refuses_what_is_no_method_and_what_is_no_run(capsys, tmp_path):
    assert main(["explanations", "--methods", "tarot", "--keep", str(tmp_path)]) == 2
    assert "expected methods of gradient" in capsys.readouterr().err
    assert main(["explanations", "--runs", "nowhere", "--keep", str(tmp_path)]) == 2
    assert "expected runs with weights that match nowhere, got none of" in capsys.readouterr().err


def test_a_song_is_explained(capsys, tmp_path, synthesise):
    song = tmp_path / "song.wav"
    soundfile.write(song, synthesise("clicks", 1, 6.0, 22_050), 22_050)
    asked = ["explain", str(song), "--system", "irvin2016/rnn", "--label", "jazz", "--method", "gradient"]
    assert main([*asked, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["label"], row["method"], row["signed"]) == ("jazz", "gradient", False)
    end = row["start"] + len(row["importance"]) * row["step"]
    assert end == pytest.approx(6.0, abs=0.3) and min(row["importance"]) >= 0
    assert 0 < row["moments"][0]["share"] <= 1
    assert main(asked) == 0
    assert "jazz" in capsys.readouterr().out.splitlines()[0]
    assert main(["explain", str(song), "--label", "tango"]) == 2
    assert "expected a label of blues, classical" in capsys.readouterr().err


def test_the_tables_of_the_page_are_those_of_the_shipped_scores():
    shown = re.search(r"<!-- scores -->\n(.*?)\n<!-- end of scores -->", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert shown.group(1) == scores.markdown(scores.Kept(scores.SHIPPED)), "paste these tables into docs"
