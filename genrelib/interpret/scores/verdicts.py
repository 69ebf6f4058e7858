"""Verdicts on explanations, for each network its own: four questions to each, with intervals over needles' beds."""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.interpret.methods import METHODS
from genrelib.interpret.sanity import ALIKE
from genrelib.interpret.scores.kept import Kept

CONTROL = "random"  # what silencing moments at random does
EDGES = "change of sound"  # that a window is found by, without a network


@dataclass(frozen=True)
class Verdict:
    """A method on the needles of a run.

    `hit`: share of tracks whose peak lies in the window, over the track, beside `hit_chance`; `right_hit` and
    `decides_hit` are those of the `right` tracks, whose genre the run names, and of those where the window `decides`:
    with it the clip is named rightly, with the bed alone it is not; NaN where there are none. `clip_share`: share of
    the importance that lies in the window, in the clip that holds it, beside `clip_share_chance`. `error`: s from the
    peak to the window, beside `error_chance`.
    `gain`: hits above chance. `beyond_change`: `clip_share` above that of an edge detector, which knows nothing of the
    network; NaN where there is none. `faithful`: how much more of the label's probability goes with the moments that
    the map names than with random ones (area of deletion). `kept`: rank correlation with the map of a network that
    forgot all, NaN if not measured.
    """

    run: str
    method: str
    tracks: int
    beds: int
    right: int
    decides: int
    hit: Interval
    hit_chance: float
    right_hit: float
    decides_hit: float
    clip_share: Interval
    clip_share_chance: float
    error: float
    error_chance: float
    gain: Interval
    beyond_change: Interval
    faithful: Interval
    kept: float

    @property
    def points(self) -> bool:
        """The peak lies in the window more often than by chance."""
        return self.gain.low > 0

    @property
    def sees_more(self) -> bool:
        """More of the importance lies in the window than where the sound changes; True too if that is not known."""
        return not self.beyond_change.low <= 0

    @property
    def is_faithful(self) -> bool:
        """The network misses what the map names more than it misses random moments."""
        return self.faithful.low > 0

    @property
    def is_sane(self) -> bool:
        """The map changes if the network forgets; True too where that was not measured."""
        return not self.kept >= ALIKE

    @property
    def believe(self) -> str:
        """A word: yes if all hold, no if it neither points nor is faithful; else what does not hold."""
        if METHODS[self.method].control:
            return "control"
        lacking = [
            word
            for word, holds in (
                ("does not point", self.points),
                ("no better than edges", self.sees_more),
                ("unfaithful", self.is_faithful),
                ("fails sanity", self.is_sane),
            )
            if not holds
        ]
        if not lacking:
            return "yes"
        return "no" if {"does not point", "unfaithful"} <= set(lacking) else f"in part: {', '.join(lacking)}"


def judge(kept: Kept) -> list[Verdict]:
    """A verdict on each method of each run, in the order of METHODS; needs the control in the rows."""
    needles, sane = kept.table("needle"), kept.table("sanity")
    result = []
    for run in dict.fromkeys(needles.run):
        rows = needles[needles.run == run]
        by_chance = rows[rows.method == CONTROL].set_index("track").deletion
        edges = rows[rows.method == EDGES].set_index("track").clip_share
        left = sane[sane.run == run].groupby("method")["kept"].mean() if len(sane) else pd.Series(dtype=float)
        for method in [name for name in METHODS if name in set(rows.method)]:
            own = rows[rows.method == method]
            result.append(_verdict(run, method, own, by_chance, edges, float(left.get(method, np.nan))))
    return result


def _verdict(run: str, method: str, rows: pd.DataFrame, by_chance: pd.Series, edges: pd.Series, kept: float) -> Verdict:
    beds = rows.bed.to_numpy()
    return Verdict(
        run=run,
        method=method,
        tracks=len(rows),
        beds=len(set(beds)),
        right=int(rows.right.sum()),
        decides=int(rows.decides.sum()),
        hit=evaluate.share_over_tracks(rows.hit.to_numpy(), beds),
        hit_chance=float(rows.hit_chance.mean()),
        right_hit=float(rows.hit[rows.right].mean()),
        decides_hit=float(rows.hit[rows.decides].mean()),
        clip_share=evaluate.share_over_tracks(rows.clip_share.to_numpy(), beds),
        clip_share_chance=float(rows.clip_share_chance.mean()),
        error=float(rows.error.mean()),
        error_chance=float(rows.error_chance.mean()),
        gain=evaluate.mean_over_tracks(rows.hit - rows.hit_chance, beds),
        beyond_change=evaluate.mean_over_tracks(
            rows.clip_share.to_numpy() - rows.track.map(edges).to_numpy(float), beds
        ),
        faithful=evaluate.mean_over_tracks(rows.track.map(by_chance).to_numpy() - rows.deletion.to_numpy(), beds),
        kept=kept,
    )


def verdict_rows(kept: Kept) -> list[dict]:
    """Verdicts as rows of JSON values: an interval as its value, `_low` and `_high`; null where nothing is known."""
    rows = []
    for verdict in judge(kept):
        row: dict = {}
        for name, value in asdict(verdict).items():
            row |= (
                {name: value["value"], f"{name}_low": value["low"], f"{name}_high": value["high"]}
                if isinstance(value, dict)
                else {name: value}
            )
        row["believe"] = verdict.believe
        rows.append({key: None if isinstance(cell, float) and np.isnan(cell) else cell for key, cell in row.items()})
    return rows
