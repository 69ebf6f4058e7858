"""A recording and what systems make of it, put together for the player: app and notebooks show the same.

From top to bottom: the waveform, the spectrogram as the first system reads it; where several systems choose among the
same labels, the most probable label of each; then for each system its probabilities over time, the taggram of a tagger
and, if it attends, its attention; under the player, the stretches worth hearing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np

from genrelib import audio, frontends, player, plots
from genrelib.inference import Attention, Prediction
from genrelib.numerals import percent

LABELS = 5  # curves that an eye can tell apart
TAGS = 16  # rows of a taggram whose names can be read in one look
LISTEN = 3.0  # s of the most attended stretch: short enough to hold in memory, long enough for a bar or two


@dataclass(frozen=True, eq=False)
class Encoded:
    """A recording as the player has it: its sound, and the outline of its waveform."""

    sound: player.Sound
    outline: player.Waveform

    @property
    def bytes(self) -> int:
        """Memory that it takes, roughly: its sound."""
        return len(self.sound.data)


def payload(
    recording: audio.Recording,
    frontend,
    predictions: Mapping[str, Prediction],
    title: str = "",
    group: str = "",
    labels: Sequence[str] = (),
) -> bytes:
    """The player's payload for a recording, drawn as a front end reads it, and predictions by name, the leading first.

    `labels` are those to draw, () the strongest of each. Payloads of one `group` take over from one another where they
    stand, so that another network can be asked while the music plays.
    """
    return assemble(encode(recording), picture(frontend, recording), predictions, title, group, labels)


def encode(recording: audio.Recording) -> Encoded:
    """A recording's sound, encoded, and its outline."""
    return Encoded(
        player.encode(recording.waveform, recording.sample_rate),
        player.peaks(recording.waveform, recording.sample_rate),
    )


def assemble(
    encoded: Encoded,
    spectrogram: player.Spectrogram,
    predictions: Mapping[str, Prediction],
    title: str = "",
    group: str = "",
    labels: Sequence[str] = (),
    tagged: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
) -> bytes:
    """The payload of its parts, as `payload` makes it: cheap beside making them.

    `tagged` has for each tagger among the systems the tags of each category, {} where there are none.
    """
    colored = label_colors(predictions.values(), labels)
    panels: list[player.Bands | player.Curves] = [*answers_of(predictions, colored)]
    for name, prediction in predictions.items():
        curves, *attention = panels_of(name, prediction, labels, colored)
        heat = [taggram(name, prediction, tagged[name])] if tagged and name in tagged else []
        panels += [curves, *heat, *attention]
    leading = next(iter(predictions.values()), None)
    stretches = [] if leading is None else marks(leading, labels)
    return scene(encoded, spectrogram, panels, title, group, stretches)


def scene(
    encoded: Encoded,
    spectrogram: player.Spectrogram,
    panels: Sequence[player.Bands | player.Curves | player.Rows | player.Spectrogram],
    title: str = "",
    group: str = "",
    stretches: Sequence[player.Mark] = (),
) -> bytes:
    """The payload of a recording with any panels below its spectrogram, from top to bottom.

    Attention (`panels_of`) and maps (`importance`) can be laid over the spectrogram; gates, states and logits are
    `player.amounts` and `player.signed_amounts`.
    """
    return player.pack(encoded.sound, encoded.outline, spectrogram, panels, stretches, title, group)


def importance(
    title: str,
    values: np.ndarray,
    hz: np.ndarray,
    step: float,
    first: float = 0.0,
    ends: Sequence[str] = ("against", "for"),
) -> player.Spectrogram | player.Area | player.Signed:
    """Panel of a map of importance, in shares of its largest magnitude, which can be laid over the spectrogram.

    (rows, frames) over `hz` (rows,), or (frames,) of a system that reads samples; `first` is the middle of the first
    frame in s, `step` from frame to frame. Where a value is below zero, both sides have a colour, and `ends` name them.

    Raises ValueError if values are not finite.
    """
    both_sides = bool(values.min() < 0)
    if values.ndim == 2:
        return (
            player.signed(values, hz, step, title, ends, first)
            if both_sides
            else player.shares(values, hz, step, title, first)
        )
    shares = values[None] / (np.abs(values).max() or 1.0)
    edges = first + step * (np.arange(len(values) + 1) - 0.5)
    if both_sides:
        return player.Signed(title, ["share"], shares, edges, high=1.0, ends=ends, unit="of its largest")
    return player.Area(title, ["share"], shares, edges, high=1.0, unit="of its maximum")


def picture(frontend, recording: audio.Recording) -> player.Spectrogram:
    """A whole recording as a front end reads it, in its own unit; a log-mel picture for one that reads no bands."""
    waveform = audio.resample(recording.waveform, recording.sample_rate, frontend.drawn.sample_rate)
    drawn = frontends.spectrogram(frontend, waveform)
    low = float(drawn.values.min())
    high = float(np.percentile(drawn.values, 99.9))  # one click must not darken the rest
    level = np.clip((drawn.values - low) / max(high - low, 1e-6), 0, 1)
    bands = f"{len(drawn.frequencies)} bands up to {drawn.frequencies[-1] / 1000:.1f} kHz"
    return player.Spectrogram(
        np.round(255 * level).astype(np.uint8),
        drawn.frequencies,
        1 / drawn.frames_per_second,
        low,
        max(high, low + 1e-6),
        drawn.unit,
        f"{_reads(frontend)}; {bands}",
        first=float(drawn.times[0]),
    )


def _reads(frontend) -> str:
    if frontend.drawn == frontend:
        return "as the network reads it"
    if len(frontend.frequencies):
        return f"the network reads it as {frontend.unit}"
    return "for your eyes: this system reads no spectrogram"


def label_colors(predictions: Iterable[Prediction], labels: Sequence[str] = ()) -> dict[str, str]:
    """Colour of every label that is drawn over time of any of the predictions: these, or the strongest of each."""
    rows = [list(labels) or strongest(prediction) for prediction in predictions]
    own = {label: plots.GENRE_COLORS[label] for row in rows for label in row if label in plots.GENRE_COLORS}
    colored = dict(own)
    for row in rows:  # ten colours are not enough for all: those of one system stay apart
        free = [color for color in plots.PALETTE if color not in colored.values()]
        beside = {colored[label] for label in row if label in colored}
        again = [color for color in plots.PALETTE if color not in beside and color not in free]
        fresh = [label for label in row if label not in colored]
        colored |= dict(zip(fresh, cycle(free + again or plots.PALETTE), strict=False))
    return {label: colored[label] for row in rows for label in row}


def panels_of(
    name: str, prediction: Prediction, labels: Sequence[str] = (), colored: Mapping[str, str] | None = None
) -> list[player.Steps | player.Area]:
    """Panels of one system: probabilities of these or its LABELS strongest labels over time, its attention if any.

    `colored` has the colours of all labels that are drawn with them.
    """
    labels = list(labels) or strongest(prediction)
    colored = colored or label_colors([prediction], labels)
    values, edges = _stairs(prediction)
    curves = player.Steps(
        f"{name}: probability",
        labels,
        values[[prediction.labels.index(label) for label in labels]],
        edges,
        colors=[colored[label] for label in labels],
        dashes=[plots.DASHES[colored[label]] for label in labels],
        caption="where all are 0, nothing was judged" if len(edges) > len(prediction.starts) + 1 else "",
    )
    if prediction.attention is None:
        return [curves]
    weights, edges = _within(prediction.attention, prediction.ends[-1])
    return [curves, player.Area(f"{name}: attention", ["attention"], weights[None], edges, unit="× average")]


def answers_of(predictions: Mapping[str, Prediction], colored: Mapping[str, str]) -> list[player.Bands]:
    """Panels of the most probable label of each system over time, one for each set of labels that several choose among.

    `colored` has colours of labels that are drawn with them; the share of time in which they disagree is told.
    """
    groups: dict[frozenset, dict[str, Prediction]] = {}
    for name, prediction in predictions.items():
        groups.setdefault(frozenset(prediction.labels), {})[name] = prediction
    return [_bands(group, colored) for group in groups.values() if len(group) > 1]


def _bands(group: Mapping[str, Prediction], colored: Mapping[str, str]) -> player.Bands:
    stairs = {name: _stairs(prediction) for name, prediction in group.items()}
    seconds = np.unique(np.concatenate([edges for _, edges in stairs.values()]))
    middles = (seconds[1:] + seconds[:-1]) / 2
    labels = np.array([_most_probable(group[name], *stairs[name], middles) for name in group])
    keys = [str(key) for key in dict.fromkeys(labels.ravel()) if key]
    places = {key: place for place, key in enumerate(keys)}
    values = np.vectorize(lambda label: places.get(label, player.NOTHING), otypes=[np.uint8])(labels)
    own = dict(zip(keys, plots.colors(keys), strict=True)) | colored
    bands = player.Bands("Most probable label", list(group), keys, values, seconds, [own[key] for key in keys])
    share = float(np.diff(seconds)[bands.contested].sum() / (seconds[-1] - seconds[0]))
    return replace(bands, caption=f"they differ for {percent(share)} of the time, underlined")


def _most_probable(prediction: Prediction, values: np.ndarray, edges: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """The most probable label at each of these seconds, "" where nothing was judged."""
    steps = np.searchsorted(edges, seconds, side="right") - 1
    judged = (steps >= 0) & (steps < values.shape[1])
    column = values[:, np.clip(steps, 0, values.shape[1] - 1)]
    return np.where(judged & (column.max(axis=0) > 0), np.array(prediction.labels)[column.argmax(axis=0)], "")


def taggram(name: str, prediction: Prediction, categories: Mapping[str, Sequence[str]]) -> player.Heat:
    """The TAGS strongest tags over time as rows of colour, category by category, in each the most probable first."""
    kept = strongest(prediction, TAGS)
    members = {category: [tag for tag in kept if tag in tags] for category, tags in categories.items()}
    rows = [tag for tags in members.values() for tag in tags]
    rows += [tag for tag in kept if tag not in rows]
    values, edges = _stairs(prediction)
    order = ", ".join(category for category, tags in members.items() if tags)
    caption = f"the {len(rows)} strongest of {len(prediction.labels)} tags" + (f": {order}" if order else "")
    places = [prediction.labels.index(tag) for tag in rows]
    return player.Heat(f"{name}: taggram", rows, values[places], edges, caption=caption)


def _stairs(prediction: Prediction) -> tuple[np.ndarray, np.ndarray]:
    """Values (labels, steps) and edges (steps + 1,) in s of the clips; a stretch between them that none covers is 0."""
    gaps = np.flatnonzero(prediction.starts[1:] > prediction.ends[:-1] + 1e-6) + 1
    edges = [
        player.edges(prediction.starts[clips], prediction.ends[clips])
        for clips in np.split(np.arange(len(prediction.starts)), gaps)
    ]
    return np.insert(prediction.clips, gaps, 0.0, axis=0).T, np.concatenate(edges)


def strongest(prediction: Prediction, count: int = LABELS) -> list[str]:
    """The labels that rise highest anywhere, so that a short visit is not lost, in the order of the whole track."""
    peak = np.maximum(prediction.clips.max(axis=0), prediction.track)
    chosen = np.argsort(-peak, kind="stable")[:count]
    return [prediction.labels[i] for i in sorted(chosen, key=lambda i: -prediction.track[i])]


def marks(prediction: Prediction, labels: Sequence[str] = ()) -> list[player.Mark]:
    """Stretches worth hearing: where each of these or the two strongest labels is surest, and the most attended."""
    stretches = []
    if len(prediction.clips) > 1:
        for label in labels or [label for label, _ in prediction.top(2)]:
            clip = prediction.clips[:, prediction.labels.index(label)].argmax()
            stretches.append(player.Mark(float(prediction.starts[clip]), float(prediction.ends[clip]), f"most {label}"))
    if prediction.attention is not None and prediction.ends[-1] > LISTEN:
        weights, edges = _within(prediction.attention, prediction.ends[-1])
        steps = max(1, round(LISTEN / prediction.attention.step))
        sums = np.convolve(weights, np.ones(min(steps, len(weights))), mode="valid")
        start = float(edges[sums.argmax()])
        stretches.append(player.Mark(start, min(start + LISTEN, float(edges[-1])), "most attended"))
    return stretches


def _within(attention: Attention, end: float) -> tuple[np.ndarray, np.ndarray]:
    """Attention as multiples of its average, and its edges in s, up to the end of the music."""
    edges = attention.start + attention.step * np.arange(len(attention.weights) + 1)
    kept = max(1, int(np.searchsorted(edges[:-1], end - 1e-6)))
    weights = attention.weights[:kept]
    return weights / weights.mean(), np.minimum(edges[: kept + 1], end)
