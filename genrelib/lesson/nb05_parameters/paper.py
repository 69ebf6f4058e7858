"""The paper's claims, and the shipped results of its twenty networks."""

from functools import cache
from itertools import combinations

import pandas as pd

from genrelib import evaluate, papers, plots, runs
from genrelib.lesson.results import PaperResults
from genrelib.papers import choi2017, mistakes
from genrelib.plots.tag_ranking import TITLES
from genrelib.predictions import tags
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run
from genrelib.studies import beside_paper, prices
from genrelib.studies.difference import compare
from genrelib.studies.seeds import chosen

SYNTHETIC = ("jukebox-tags", "artist")  # data and split: fifty tags, true by construction
REAL = ("gtzan-tags", "filtered")  # real songs, weak tags
STUDY = papers.STUDIES["choi2017/figure-2"]
PAPER = PaperResults(
    "choi2017",
    {f"{structure}-{size}": f"{structure}, {size}" for structure in choi2017.ORDER for size in choi2017.COUNT},
)
STATES = ("no run here", "cut short", "trained")


@cache
def shipped() -> tuple[Run, ...]:
    """Every shipped run, read once."""
    return tuple(runs.find(runs.shipped()))


def claims() -> pd.DataFrame:
    """Claims of the paper, by the words that the notebook calls them, with what it prints and where."""
    pairs = " > ".join
    rows = {
        "as large as it is called": ("within 2 %, all twenty", "section 2.5, Table 1"),
        "AUC at equal size": (pairs(choi2017.ORDER), "section 3.1, Figure 2"),
        "where k1c2's weights are": ("13 % in convolutions (0.5M)", "section 3.1"),
        "because: summarising over time": ("CRNN > k2c2, “a global structure is more important”", "section 3.1"),
        "speed of training": (pairs(choi2017.FASTER), "section 3.2, Figure 4"),
        "CRNN over k2c1": (f"{choi2017.CRNN_OVER_K2C1} of 50 tags (1M)", "section 3.3, Figure 3"),
        "k2c1 over k1c2": (f"{choi2017.K2C1_OVER_K1C2} of 50 tags (1M)", "section 3.3, Figure 3"),
        "popularity of a tag and its AUC": (f"correlation {choi2017.POPULARITY}", "section 3.3"),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["the paper", "where"]).rename_axis("claim")


def trained(place: tuple[str, str]) -> pd.DataFrame:
    """State of each of the twenty networks on a data set and split: a row per structure, a column per size."""
    best = dict.fromkeys(PAPER.names, 0)
    for run in shipped():
        short = run.system.partition("/")[2]
        if run.system.startswith("choi2017/") and short in best and (run.data, run.split) == place:
            best[short] = max(best[short], 1 if run.partial else 2)
    rows = {structure: [STATES[best[f"{structure}-{size}"]] for size in choi2017.COUNT] for structure in choi2017.ORDER}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(choi2017.COUNT)).rename_axis("structure")


@cache
def results(place: tuple[str, str]) -> pd.DataFrame:
    """Mean AUC of each network with a run, as `beside_paper.table` makes it."""
    return beside_paper.table(STUDY, shipped(), *place).dropna(subset="value").reset_index(drop=True)


@cache
def order_gains(place: tuple[str, str]) -> pd.DataFrame:
    """Gain in mean AUC of the network that the paper ranks higher, for all pairs of one size: change, value, low, high.

    `finished` is False where either run was cut short.
    """
    rows = chosen(run for run in shipped() if (run.data, run.split) == place and STUDY.metric in run.metrics)
    lines = []
    for size in choi2017.COUNT:
        for better, worse in combinations(choi2017.ORDER, 2):
            names = [f"choi2017/{structure}-{size}" for structure in (better, worse)]
            if not all(name in rows for name in names):
                continue
            finished = not any(rows[name].partial for name in names)
            gain = compare(rows[names[1]], rows[names[0]], STUDY.metric).gain
            change = f"{size}: {better} over {worse}" + ("" if finished else " (cut short)")
            lines.append({"change": change, "finished": finished} | vars(gain))
    return pd.DataFrame(lines, columns=["change", "finished", "value", "low", "high"])


def axis_prices() -> pd.DataFrame:
    """Mean AUC of shipped runs with a scale per moment and with one per band, and the difference with its interval."""
    mistake = next(one for one in mistakes.MISTAKES if one.name == "normalised-over-time")
    rows = {
        f"{price.system.partition('/')[2]}, {price.data}": [price.value, price.without, *vars(price.gain).values()]
        for price in prices.measure(mistake, shipped())
    }
    columns = ["per moment (paper)", "per band", "difference", "low", "high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("network, music")


@cache
def predictions(short: str, place: tuple[str, str]) -> TagPredictions:
    """Answers of a shipped run to its test tracks."""
    return tags.of_test(PAPER.run(short, place[1], place[0]))


@cache
def by_tag(short: str, place: tuple[str, str]) -> pd.DataFrame:
    """Areas of every tag of a shipped run, as `evaluate.tag_areas` makes them."""
    own = predictions(short, place)
    return evaluate.tag_areas(own.truth, own.probability, own.tags, own.categories).per_tag


def correlations() -> pd.DataFrame:
    """Rank correlation of a tag's area with the test tracks that have it, by both measures, for some networks."""
    rows = {}
    for music, place, names in (
        ("synthetic", SYNTHETIC, ("k2c1-0.1M", "k2c2-0.1M")),
        ("real songs", REAL, ("k2c1-1M", "k2c2-1M", "crnn-1M")),
    ):
        for name in names:
            table = by_tag(name, place)
            rows[f"{name}, {music}"] = [
                evaluate.popularity(table.positives.to_numpy(), table[metric].to_numpy()).value for metric in TITLES
            ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(TITLES.values())).rename_axis("network")


@cache
def tag_gains(first: str, second: str, place: tuple[str, str]) -> pd.DataFrame:
    """Gain of the second network over the first by tag, and "all", as `evaluate.tag_gains` makes it."""
    before, after = predictions(first, place), predictions(second, place)
    return evaluate.tag_gains(before.truth, before.probability, after.probability, before.tags)


def ranking(first: str, second: str, place: tuple[str, str]) -> plots.TagRanking:
    """Areas of the first network's tags, with the second one's gains, to be drawn as the paper's Figure 3."""
    own = predictions(first, place)
    gains = tag_gains(first, second, place)
    return plots.TagRanking(by_tag(first, place), own.categories, len(own.tracks), (first, second), gains)
