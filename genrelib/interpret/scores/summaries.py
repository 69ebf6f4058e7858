"""Summaries of scores, with intervals over what is independent: needles' beds, and tracks of other music."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.evaluate.intervals import LEVEL
from genrelib.interpret.methods import METHODS

DRAWS = 1000  # of a bootstrap
FEWEST = 5  # beds of which anything is said


@dataclass(frozen=True)
class Ranking:
    """Rank correlation (Kendall's tau-b) of methods by a figure of faithfulness with that by planted truth."""

    figure: str
    tau: Interval
    methods: int
    beds: int


def over_methods(rows: pd.DataFrame, columns: list[str], group: str) -> pd.DataFrame:
    """Mean of each column by method, with its 95 % interval by leaving out groups: `<column>`, `_low`, `_high`.

    Of `hit` and other shares that are 0 or 1 the interval is that of a share. Methods are in the order of METHODS;
    `rows` counts their rows, `groups` their groups.
    """
    table = []
    for method in [name for name in METHODS if name in set(rows.method)]:
        own = rows[rows.method == method]
        line: dict = {"method": method, "rows": len(own), "groups": own[group].nunique()}
        for column in columns:
            known = own[own[column].notna()]
            mean = _mean(known[column].to_numpy(np.float64), known[group].to_numpy())
            line |= {column: mean.value, f"{column}_low": mean.low, f"{column}_high": mean.high}
        table.append(line)
    return pd.DataFrame(table)


def _mean(values: np.ndarray, groups: np.ndarray) -> Interval:
    if not len(values):
        return Interval(np.nan, np.nan, np.nan)
    if set(values) <= {0.0, 1.0}:
        return evaluate.share_over_tracks(values, groups)
    return evaluate.mean_over_tracks(values, groups)


def faithfulness_and_truth(rows: pd.DataFrame, seed: int = 0) -> list[Ranking]:
    """For each figure of faithfulness: does it put methods in the order in which they find the window in the clip?

    Controls are no methods. The interval is a bootstrap over beds. None for fewer than FEWEST beds or three methods.
    """
    rows = rows[~rows.method.map(lambda name: METHODS[name].control)]
    rows = rows.assign(truth=rows.clip_share - rows.clip_share_chance, deletion=-rows.deletion, drop=-rows["drop"])
    beds = rows.bed.unique()
    if len(beds) < FEWEST or rows.method.nunique() < 3:
        return []
    columns = ["truth", "deletion", "insertion", "drop", "increase"]
    by_bed = rows.groupby(["bed", "method"])[columns].mean().unstack("method")
    draws = np.random.default_rng(seed).integers(len(by_bed), size=(DRAWS, len(by_bed)))
    as_they_are = np.arange(len(by_bed))[None]
    truth = by_bed["truth"].to_numpy()
    rankings = []
    for figure in columns[1:]:
        faithful = by_bed[figure].to_numpy()
        taus = _taus(truth, faithful, draws)
        known = taus[np.isfinite(taus)]
        low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if len(known) else (np.nan, np.nan)
        tau = Interval(float(_taus(truth, faithful, as_they_are)[0]), float(low), float(high))
        rankings.append(Ranking(figure, tau, truth.shape[1], len(by_bed)))
    return rankings


def _taus(truth: np.ndarray, faithful: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Kendall's tau-b of methods by two figures, (beds, methods) each, for each draw of beds: (draws,).

    As scipy.stats.kendalltau, which takes them one by one.
    """
    first, second = np.triu_indices(truth.shape[1], 1)
    order = []
    for values in (truth, faithful):
        mean = np.nanmean(values[draws], axis=1).round(9)  # (draws, methods)
        order.append(np.sign(mean[:, first] - mean[:, second]))
    with np.errstate(invalid="ignore"):
        return (order[0] * order[1]).sum(1) / np.sqrt((order[0] ** 2).sum(1) * (order[1] ** 2).sum(1))
