"""What is heard in the notebook."""

from collections.abc import Callable
from functools import partial

from genrelib import audio, inference, papers, playback, player, plots
from genrelib.datasets import Dataset
from genrelib.predictions import genres
from genrelib.runs import Run

RATE = 22_050  # Hz of what is played
TO_HEAR = ("jazz.00007", "metal.00006", "classical.00002")  # of artists that the listening network never heard


def attended(data: Dataset, model: inference.Model, track: str, title: str) -> bytes:
    """The player of a track with the network's attention under it, and nothing that gives the genre away."""
    waveform = data.waveform(track, RATE)
    recording = audio.Recording(waveform, RATE, len(waveform) / RATE)
    said = inference.predict(model, recording)
    panels = playback.opinion(model.system.name, said)[1:]
    seen = playback.picture(model.system.frontend, recording)
    sound, outline = player.encode(waveform, RATE), player.peaks(waveform, RATE)
    return player.pack(sound, outline, seen, panels, playback.marks(said)[-1:], title)


def mistakes(run: Run, data: Dataset, count: int) -> dict[str, Callable[[], bytes]]:
    """A run's most confident mistakes on clips, one per track, to hear: what was said -> the player of the clip."""
    wrong = genres.of_clips(run).mistakes.drop_duplicates("track").head(count)
    return {
        f"true {row.truth}, “{row.answer}” with {plots.percent(row.confidence)}": partial(
            _clip, data, run, row.track, row.start
        )
        for row in wrong.itertuples()
    }


def _clip(data: Dataset, run: Run, track: str, start: float) -> bytes:
    first, last = round(start * RATE), round((start + run.declaration["clip"]) * RATE)
    waveform = data.waveform(track, RATE)[first:last]
    recording = audio.Recording(waveform, RATE, len(waveform) / RATE)
    title = f"{track} (synthetic), {start:g} s to {start + recording.seconds:g} s"
    return playback.bare_payload(recording, papers.get(run.system).frontend, title)
