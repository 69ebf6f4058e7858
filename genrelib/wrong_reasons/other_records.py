"""Pieces of the jukebox as another artist would have recorded them: same notes, another sound on the record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from genrelib import audio, evaluate, inference, jukebox
from genrelib.inference import Model
from genrelib.jukebox.artists import Artist, artist, catalogue
from genrelib.runs import Run
from genrelib.wrong_reasons.other_music import CASES, Progress, interval

OWN, SAME, OTHER = "its own", "same genre", "another genre"


class Version(NamedTuple):
    """A recording of a piece: by whom it sounds, and the answer to it with its probability."""

    artist: Artist
    label: str
    sure: float


def recorded_by(piece: jukebox.Piece, donor: Artist) -> jukebox.Piece:
    """The piece with the donor's mix: equalisation, room, saturation, compression, noise and bandwidth of the record.

    Notes, instruments and their levels stay; so does a planted fault.
    """
    return replace(piece, artist=replace(piece.artist, mix=donor.mix))


def donors(piece: jukebox.Piece) -> dict[str, Artist]:
    """The artist whose record it is, another one of its genre, and one of another genre: always the same ones."""
    genres = jukebox.GENRES
    others = [place for place in range(len(catalogue(piece.genre))) if artist(piece.genre, place) != piece.artist]
    genre = genres[(genres.index(piece.genre) + 1 + piece.number % (len(genres) - 1)) % len(genres)]
    return {
        OWN: piece.artist,
        SAME: artist(piece.genre, others[piece.number % len(others)]),
        OTHER: artist(genre, piece.number % len(catalogue(genre))),
    }


def of_runs(runs: Sequence[Run], most: int, progress: Progress = iter) -> list[dict]:
    """Ask networks about their test tracks as they are, and as others would have recorded them: a row for each run.

    At most so many faultless tracks of each genre, the first ones; counted are those that a network gets right as they
    are. As JSON has it: the share that stays right with the mix of another artist of the genre, and of one of another
    genre, with 95 % intervals (`evaluate.over_tracks`); the difference of the two (`evaluate.share_gain`); how often
    the answer to the latter is the donor's genre, beside a ninth of all wrong answers, by chance; and cases to hear.

    Raises ValueError for a run that was not trained on the jukebox.
    """
    if others := [run.data for run in runs if run.data != "jukebox"]:
        raise ValueError(f"expected runs on the jukebox, whose records can be made anew, got one on {others[0]}")
    models = [inference.load(run) for run in runs]
    asked = {run.name: run.tracks[~_faulty(run.tracks.track)].groupby("truth").head(most) for run in runs}
    versions: dict[str, dict[str, dict[str, Version]]] = {run.name: {} for run in runs}
    for track in progress(sorted(set().union(*(table.track for table in asked.values())))):
        genre, number = track.split(".")
        sounds = _as_recorded(jukebox.piece(genre, int(number)))
        for model in models:
            if track in set(asked[model.run.name].track):
                answers = {donor: _ask(model, *sound) for donor, sound in sounds.items()}
                if answers[OWN].label == genre:
                    versions[model.run.name][track] = answers
    return [
        {"run": run.linked, "artists": _artists(run), "asked": len(asked[run.name])} | summary(versions[run.name])
        for run in runs
    ]


def summary(versions: Mapping[str, Mapping[str, Version]]) -> dict:
    """Shares of tracks whose answer stays, of versions by track and donor; of no track there is nothing to say."""
    if not versions:
        return {"right": 0}
    kept = {
        donor: np.array([answers[donor].label == answers[OWN].label for answers in versions.values()])
        for donor in (SAME, OTHER)
    }
    follows = np.array([answers[OTHER].label == answers[OTHER].artist.genre for answers in versions.values()])
    wrong = np.flatnonzero(~kept[SAME])
    tracks = list(versions)
    cases = sorted(wrong, key=lambda place: -versions[tracks[place]][OWN].sure)[:CASES]
    return {
        "right": len(versions),
        "same": interval(evaluate.share_over_tracks(kept[SAME])),
        "other": interval(evaluate.share_over_tracks(kept[OTHER])),
        "difference": interval(evaluate.share_gain(kept[SAME], kept[OTHER])),
        "follows": interval(evaluate.share_over_tracks(follows)),
        "follows_by_chance": round(float((~kept[OTHER]).mean() / (len(jukebox.GENRES) - 1)), 4),
        "cases": [_case(tracks[place], versions[tracks[place]]) for place in cases],
    }


def _faulty(tracks: Iterable[str]) -> np.ndarray:
    return np.array(
        [jukebox.piece(track.split(".")[0], int(track.split(".")[1])).fault is not None for track in tracks]
    )


def _as_recorded(piece: jukebox.Piece) -> dict[str, tuple[Artist, audio.Recording]]:
    return {
        name: (donor, audio.whole(jukebox.render(recorded_by(piece, donor)), jukebox.SAMPLE_RATE))
        for name, donor in donors(piece).items()
    }


def _ask(model: Model, donor: Artist, recording: audio.Recording) -> Version:
    return Version(donor, *inference.predict(model, recording).top(1)[0])


def _artists(run: Run) -> str:
    """Words on the artists of training and test tracks."""
    return "apart" if run.split == "artist" else "on both sides"


def _case(track: str, answers: Mapping[str, Version]) -> dict:
    before, after = answers[OWN], answers[SAME]
    return {
        "track": track,
        "label": before.label,
        "sure": round(before.sure, 4),
        "artist": before.artist.name,
        "donor": after.artist.name,
        "then": after.label,
        "then_sure": round(after.sure, 4),
    }
