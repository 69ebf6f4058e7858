"""Sentences of known faults, as `tracks.fault` of a data set has them: what they say of other tracks."""

from collections.abc import Collection

import pandas as pd

MARKS = ("repeated", "the same audio as")  # in a sentence that names the track of which this is a repetition


def original_of(track: str, sentence: str, tracks: Collection[str]) -> str:
    """The one of the `tracks` that a track repeats, by the sentence of its fault; "" for none."""
    if not any(mark in sentence for mark in MARKS):
        return ""
    names = (word.strip(",.;") for word in sentence.split())
    return next((name for name in names if name in tracks and name != track), "")


def repetitions(fault: pd.Series) -> dict[str, str]:
    """Recording of each track that is known to be repeated or a repetition, by the name of its first track.

    `fault` has sentences by track, "" for none. A repetition whose original is not among the tracks is its own.
    """
    tracks = set(fault.index)
    original = {
        track: original_of(track, sentence, tracks) or track
        for track, sentence in zip(fault.index, fault.astype(str), strict=True)
        if any(mark in sentence for mark in MARKS)
    }
    recordings = {}
    for track in {*original, *original.values()}:
        chain = [track]
        while original.get(chain[-1], track) not in chain:
            chain.append(original[chain[-1]])
        recordings[track] = chain[-1]
    return recordings
