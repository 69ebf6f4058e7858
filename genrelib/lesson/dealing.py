"""Clips dealt into parts by a split, as a figure needs them."""

import numpy as np
import pandas as pd

from genrelib.datasets import Dataset

SECONDS = 5.0  # of a clip
ARTISTS = 4  # whose tracks are drawn: both sides must show, and names fit


def dealt(data: Dataset, genre: str, split: str, tracks: int = 4) -> pd.DataFrame:
    """The six clips of some tracks of a genre's busiest artists, with the part to which a split assigns each clip."""
    starts = np.arange(0, 30, SECONDS)
    all_clips = pd.DataFrame(
        {"track": np.repeat(data.tracks.index, len(starts)), "start": np.tile(starts, len(data.tracks))}
    )
    all_clips["part"] = data.parts(split, all_clips)
    chosen = data.tracks[data.tracks.genre == genre]
    chosen = chosen[chosen.artist.isin(chosen.artist.value_counts().index[:ARTISTS])]
    chosen = chosen.groupby("artist", sort=True).head(tracks)
    clips = all_clips[all_clips.track.isin(chosen.index)].join(chosen.artist, on="track")
    clips = clips.sort_values(["artist", "track", "start"], kind="stable")
    return clips.assign(name=clips.artist + " · " + clips.track.str.partition(".")[2].str.lstrip("0").replace("", "0"))
