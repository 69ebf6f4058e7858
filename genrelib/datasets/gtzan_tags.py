"""GTZAN under tags: genre, words of a listener, rhythm and mode of 540 tracks. Real music, weak labels.

- instrument and mood: gtzan_tags.csv holds the words, of a list of 27, that a listener's caption of 15 s of the track
  uses; captions: Denk, Takagi, Matsuyama, Agostinelli, Nakai, Frank & Nishimoto, Brain2Music: reconstructing music
  from human brain activity, arXiv:2307.11078 (2023). An absent word does not mean "no": most listeners do not mention
  the bass that they hear. So a network that is right may be counted wrong, and areas under curves are too low.
- rhythm and mode: GTZAN-Rhythm and the key annotations of `gtzan`; a track without an annotation counts as "no".
A word becomes a tag if at least FEWEST of the 540 tracks have it; "choir or backing vocals" stays one tag.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from genrelib.datasets import gtzan
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.tagging import tagged

FEWEST = 15  # tracks with a tag, of 540: below, a test part holds too few to rank
SPLITS = ("track", "artist", "filtered")
SLOW, FAST = 90.0, 140.0  # BPM as annotated; half and double tempo are the annotators'

INSTRUMENTS = (
    *("bass", "brass", "choir or backing vocals", "drums", "electric guitar", "female vocals", "guitar", "male vocals"),
    *("organ", "percussion", "piano", "rap", "saxophone", "strings", "synthesiser", "vocals"),
)
MOODS = (
    *("dance", "emotional", "energetic", "groovy", "heavy", "light", "lively", "powerful", "relaxed", "simple"),
    "urban",
)
RHYTHMS = ("slow", "fast", "swing", "ternary", "triple meter")
MODES = ("major", "minor")

HOLDS = "540 tracks of GTZAN under weak tags: genre, words of a listener, rhythm, mode; an absent word is no 'no'"
LABEL_QUALITY = (
    "Only genres are known for every track. Instrument and mood are words that one listener used for 15 s of it, "
    "rhythm and mode are annotations that many tracks lack. An absent word does not mean “no”, so a false alarm may be "
    "a missing word."
)
LAYOUT = gtzan.LAYOUT
FACTS: dict[str, Any] = gtzan.FACTS | {
    "citation": f"{gtzan.FACTS['citation']}; captions: Denk et al., Brain2Music, arXiv:2307.11078, 2023; "
    "rhythm: Marchand & Peeters 2015; mode: Kraft & Lerch 2013"
}


def read(root: Path | None = None) -> Dataset:
    """Read GTZAN's audio in `root`, under tags. Raises ValueError as gtzan.read does."""
    return under_tags(gtzan.read(root), "gtzan-tags")


def under_tags(data: Dataset, name: str) -> Dataset:
    """Put GTZAN, in audio or in features, under tags."""
    rules = {split: data.rules[split] for split in SPLITS}
    return tagged(replace(data, rules=rules), name, tags(), categories(), citation=FACTS["citation"])


def tags() -> pd.DataFrame:
    """Tags of the 540 tracks: a boolean table by track, with a column per tag."""
    table = _all_tags()
    return table[table.columns[table.sum() >= FEWEST]]


def categories() -> dict[str, tuple[str, ...]]:
    """Tags of each category, those that are frequent enough."""
    members = {"genre": gtzan.GENRES, "instrument": INSTRUMENTS, "mood": MOODS, "rhythm": RHYTHMS, "mode": MODES}
    frequent = set(tags().columns)
    return {name: tuple(tag for tag in tags if tag in frequent) for name, tags in members.items()}


@cache
def _all_tags() -> pd.DataFrame:
    path = Path(__file__).with_name("gtzan_tags.csv")
    words = pd.read_csv(path, index_col="track", keep_default_na=False).words
    facts = gtzan.facts().loc[words.index]
    used = words.str.get_dummies("|").astype(bool)
    annotated = {
        "slow": facts.tempo < SLOW,
        "fast": facts.tempo >= FAST,
        "swing": facts.swing == "yes",
        "ternary": facts.ternary == "yes",
        "triple meter": facts.meter == "3/4",
        "major": facts["mode"] == "major",
        "minor": facts["mode"] == "minor",
    }
    genres = {genre: facts.genre == genre for genre in gtzan.GENRES}
    return pd.DataFrame(genres | {word: used[word] for word in (*INSTRUMENTS, *MOODS)} | annotated)
