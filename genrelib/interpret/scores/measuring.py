"""Scores of every method for runs: on needles, whose truth is known, and on test clips of the run's own music."""

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from scipy import special

from genrelib import audio, datasets, frontends, inference, jukebox
from genrelib.datasets import playback_source
from genrelib.datasets.dataset import Dataset
from genrelib.frontends import Clips
from genrelib.inference import Model
from genrelib.interpret.importance_map import ImportanceMap, on_one_axis
from genrelib.interpret.methods import METHODS, applicable, explain_by
from genrelib.interpret.question import Question
from genrelib.interpret.sanity import rank_correlation
from genrelib.interpret.scores.faithfulness import score_faithfulness
from genrelib.interpret.scores.kept import Kept
from genrelib.interpret.scores.planted_window import score_against
from genrelib.interpret.untrained import without_training
from genrelib.jukebox.needle import bed

NEEDLE = "jukebox-needle"
GENRE_STEP = 7  # that number 30 and on of a needle is moved on by: each bed sounds under other genres
SURE = 1e-9  # probability that is as good as none
SANE_TRACKS = 3  # whose maps are computed of a network that forgot

Tell = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Asked:
    """A clip with its maps: features (1, …), the question, and a map over time of each method."""

    question: Question
    clip: Clips
    maps: dict[str, ImportanceMap]


def measure(
    model: Model, kept: Kept, tracks: int, clips: int, methods: Sequence[str], tell: Tell, end: float = np.inf
) -> None:
    """Score the methods for a run on so many needles and so many test clips, after what is done; stops at time `end`.

    Methods agree with those that are named with them: one that is scored by itself has no agreement.
    Needles only for runs that know their genres, test clips only where the run's music is at hand.
    """
    names = [name for name in methods if name in applicable(model)]

    def measure_missing(kind: str, named: Sequence[str], score: Callable[[str], list[dict]]) -> None:
        _measure_missing(kept, kind, model.run.name, named, names, score, tell, end)

    if set(jukebox.GENRES) <= set(model.run.classes) and "jukebox" in model.run.data:
        needles = datasets.get(NEEDLE)
        measure_missing("needle", needle_names(tracks), lambda name: _needle(model, needles, name, names))
        measure_missing("sanity", needle_names(SANE_TRACKS), lambda name: _sane(model, needles, name, names))
    music = music_of(model)
    if music is not None:
        chosen = test_clips(model, clips, music)
        starts = dict(zip(chosen.track, chosen.start, strict=True))
        measure_missing("clips", list(starts), lambda name: _clip(model, music, name, starts[name], names))


def needle_names(count: int) -> list[str]:
    """Names of so many needles: every bed once, then every bed again under another genre."""
    places = [(number % jukebox.NEEDLES, number // jukebox.NEEDLES) for number in range(count)]
    genres = [jukebox.GENRES[(place + GENRE_STEP * turn) % len(jukebox.GENRES)] for place, turn in places]
    return [f"{genre}.{place:05d}" for genre, (place, _) in zip(genres, places, strict=True)]


def test_clips(model: Model, count: int, music: Dataset) -> pd.DataFrame:
    """Track and start (s) of so many test clips that are at hand, one of a track, drawn by a seed."""
    if not model.run.has_answers:
        return pd.DataFrame(columns=["track", "start"])
    table = model.run.predictions[["track", "start"]].sample(frac=1, random_state=0).drop_duplicates("track")
    return table[table.track.isin(music.tracks.index)].head(count)


def music_of(model: Model) -> Dataset | None:
    """The run's music, None if it is not at hand."""
    try:
        return datasets.get(playback_source.SHARED.get(model.run.data, model.run.data))
    except ValueError:
        return None


def _measure_missing(
    kept: Kept,
    kind: str,
    run: str,
    tracks: Sequence[str],
    methods: Sequence[str],
    score: Callable[[str], list[dict]],
    tell: Tell,
    end: float,
) -> None:
    done = kept.done(kind, run)
    for place, track in enumerate(tracks, start=1):
        lacking = {method for method in methods if (track, method) not in done}
        if not lacking or time.monotonic() > end:
            continue
        rows = [row for row in score(track) if row["method"] in lacking]
        kept.add(kind, [{"run": run, "track": track} | row for row in rows])
        tell(f"{run}, {kind} {place} of {len(tracks)}")


def _needle(model: Model, needles: Dataset, track: str, methods: Sequence[str]) -> list[dict]:
    """A row for each method: the map of the whole track, and that of the clip that holds the window."""
    facts = needles.tracks.loc[track]
    label = model.run.classes.index(facts.genre)
    start, end = facts.window_start, facts.window_end
    clips = clips_of(model, needles.waveform(track, model.system.frontend.sample_rate))
    held = int(np.argmin(np.abs(clips.starts + clips.seconds / 2 - (start + end) / 2)))
    answers = inference.probabilities(model.network, clips.features, task=model.run.task)
    empty = inference.probabilities(model.network, _bed(model, int(facts.bed)).features, task=model.run.task)
    genres = [model.run.classes.index(genre) for genre in jukebox.GENRES]
    right = genres[answers.mean(axis=0)[genres].argmax()] == label
    clip_right, bed_right = (genres[table[held, genres].argmax()] == label for table in (answers, empty))
    maps = explain_by(model, clips, label, methods, seed_of(track))
    one = clip_alone(clips, held)
    asked = Asked(question_of(model, label), one, {name: parts[held] for name, parts in maps.items()})
    return [
        {
            "method": row.pop("method"),
            "bed": int(facts.bed),
            "right": right,
            "decides": bool(clip_right and not bed_right),
            "effect": float(
                np.subtract(*special.logit(np.clip([answers[held, label], empty[held, label]], SURE, 1 - SURE)))
            ),
            **score_against(on_one_axis(maps[name]), start, end)._asdict(),
            **{f"clip_{key}": value for key, value in score_against(maps[name][held], start, end)._asdict().items()},
            **row,
        }
        for name, row in zip(methods, _faithful(model, asked), strict=True)
    ]


def _clip(model: Model, music: Dataset, track: str, start: float, methods: Sequence[str]) -> list[dict]:
    """A row for each method: a test clip, explained for what the model answers to it."""
    clips = _of_music(model, music, track)
    clip = clip_alone(clips, int(np.argmin(np.abs(clips.starts - start))))
    label = int(inference.probabilities(model.network, clip.features, task=model.run.task)[0].argmax())
    maps = {name: parts[0] for name, parts in explain_by(model, clip, label, methods, seed_of(track)).items()}
    return _faithful(model, Asked(question_of(model, label), clip, maps))


def _faithful(model: Model, asked: Asked) -> list[dict]:
    """Faithfulness of each map, and its rank correlation over time with the other explanations and with attention."""
    explaining = {name: shown.for_label() for name, shown in asked.maps.items() if not METHODS[name].control}
    rows = []
    for name, shown in asked.maps.items():
        others = [
            rank_correlation([shown.for_label()], [weights]) for other, weights in explaining.items() if other != name
        ]
        attention = explaining.get("attention")
        rows.append(
            {
                "method": name,
                **score_faithfulness(asked.question, model.run.task, asked.clip.features, shown)._asdict(),
                "agreement": float(np.mean(others)) if others else np.nan,
                "with_attention": np.nan if attention is None else rank_correlation([shown.for_label()], [attention]),
            }
        )
    return rows


def _sane(model: Model, needles: Dataset, track: str, methods: Sequence[str]) -> list[dict]:
    """Rank correlation of maps of the clip with the window, before and after the network forgot all."""
    facts = needles.tracks.loc[track]
    label = model.run.classes.index(facts.genre)
    clips = clips_of(model, needles.waveform(track, model.system.frontend.sample_rate))
    held = int(np.argmin(np.abs(clips.starts + clips.seconds / 2 - (facts.window_start + facts.window_end) / 2)))
    one = clip_alone(clips, held)
    twin = without_training(model, one)
    before, after = (explain_by(asked, one, label, methods, seed_of(track)) for asked in (model, twin))
    return [
        {"method": name, "kept": rank_correlation([np.abs(before[name][0].values)], [np.abs(after[name][0].values)])}
        for name in methods
    ]


def seed_of(track: str) -> int:
    """Seed of a track's masks, noise and random maps: others for each track, the same again."""
    return zlib.crc32(track.encode())


def question_of(model: Model, label: int) -> Question:
    return Question(model.network, model.system.frontend, label)  # type: ignore[arg-type]  # what is applicable


def clips_of(model: Model, waveform: np.ndarray) -> Clips:
    return frontends.clips(model.system.frontend, waveform, model.system.clip)


def clip_alone(clips: Clips, number: int) -> Clips:
    """One of the clips, as clips."""
    return Clips(clips.features[number : number + 1], clips.starts[number : number + 1], clips.seconds, clips.padded)


def _bed(model: Model, number: int) -> Clips:
    rate = model.system.frontend.sample_rate
    return clips_of(model, audio.resample(bed(number), jukebox.SAMPLE_RATE, rate))


def _of_music(model: Model, music: Dataset, track: str) -> Clips:
    if music.frontend is None:
        return clips_of(model, music.waveform(track, model.system.frontend.sample_rate))
    features = music.features(track)
    frames = model.system.frontend.shape(model.system.clip)[1]
    first = audio.starts(features.shape[1], frames, 0.5)
    cut = np.stack([features[:, begin : begin + frames] for begin in first])
    rate = model.system.frontend.frames_per_second
    return Clips(torch.from_numpy(cut), first / rate, model.system.clip, False)
