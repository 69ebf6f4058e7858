"""The report's claims, and the shipped results of its systems."""

import numpy as np
import pandas as pd

from genrelib.lesson.results import PaperResults
from genrelib.papers import yenney2022

REAL = "gtzan-blues-classical-jazz-rock"  # four genres of real songs: complete audio of the others is not at hand
REPORT = PaperResults(
    "yenney2022",
    {
        f"{kind.lower()}-{short}": f"{kind}, {called}"
        for kind in ("RNN", "CNN", "CRNN")
        for short, (called, *_) in yenney2022.LENGTHS.items()
    }
    | {"rnn-5s@standardised": "RNN, 5 seconds, standardised", "rnn-30s@standardised": "RNN, 30 seconds, standardised"},
)
TESTED = {  # a genre's songs that are tested, and those that are learned from: the code drops the eleventh
    "the text: the last ten": (slice(-10, None), slice(0, -10)),
    "the code: the first ten": (slice(0, 10), slice(11, None)),
}


def claims() -> pd.DataFrame:
    """The report's Tables 1 and 2 side by side, by length of the clip, with frames and numbers of weights."""
    printed = REPORT.printed()
    rows = {}
    for called, seconds, frames, *_ in yenney2022.LENGTHS.values():
        rows[called] = {"seconds in the code": f"{seconds:g}", "frames": f"{frames:,}"}
        for kind, number in (("RNN", 1), ("CNN", 2)):
            rows[called][f"{kind} (Table {number})"] = f"{printed.value[f'{kind}, {called}']:.0%}"
        for kind in ("RNN", "CNN", "CRNN"):
            rows[called][f"weights of the {kind}"] = f"{printed.weights[f'{kind}, {called}']:,.0f}"
    return pd.DataFrame(rows).T.rename_axis("clip")


def by_length(split: str = "track") -> pd.DataFrame:
    """Every finished run on real songs, and the report's figures: columns network, seconds, seed, right, printed.

    `right` is the accuracy, `printed` what the report's helper makes of the same answers. A figure of the report has no
    seed and no `right`.
    """
    ours = REPORT.by_seed(REAL, split, "track_accuracy", "paper_argmax")
    ours = ours[~ours.short.str.contains("@")]
    table = pd.DataFrame(
        {
            "network": ours.short.str.partition("-")[0].str.upper(),
            "seconds": [REPORT.system(short).clip for short in ours.short],
            "seed": ours.seed.astype(float),
            "right": ours.track_accuracy,
            "printed": ours.paper_argmax,
        }
    )
    report = [
        {"network": kind, "seconds": seconds, "seed": np.nan, "right": np.nan, "printed": value}
        for _, seconds, _, rnn, cnn in yenney2022.LENGTHS.values()
        for kind, value in (("RNN", rnn), ("CNN", cnn))
    ]
    return pd.concat([table, pd.DataFrame(report)], ignore_index=True)


def tested_artists(facts: pd.DataFrame) -> pd.DataFrame:
    """Share of a genre's tested songs of which the artist is also learned from: columns genre, rule, share.

    `facts` are GTZAN's tracks with genre and artist, in the order of their names. A song whose artist is unknown counts
    as one whose artist is not learned from.
    """
    rows = []
    for genre, songs in facts.groupby("genre"):
        for rule, (tested, learned) in TESTED.items():
            known = set(songs.artist.iloc[learned]) - {""}
            rows.append({"genre": genre, "rule": rule, "share": songs.artist.iloc[tested].isin(known).mean()})
    return pd.DataFrame(rows)
