"""The self-checks of notebook 01: each knows the usual mistakes and explains them in a sentence."""

from collections.abc import Sequence

import numpy as np
import torch

from genrelib import evaluate, inference
from genrelib.frontends import PowerSpectrogram
from genrelib.lesson.nb01_memory.experiments import fewest
from genrelib.lesson.self_check import NOTHING, Verdict


def shape(frames: int | None, bands: int | None, seconds: float, frontend: PowerSpectrogram) -> Verdict:
    """Check exercise 1: the numbers of frames and bands that a front end makes of so many seconds."""
    if frames is None or bands is None:
        return NOTHING
    if not all(isinstance(number, int | np.integer) for number in (frames, bands)):
        return Verdict(False, f"Frames and bands are counted: give two whole numbers, not {frames!r} and {bands!r}.")
    right_bands, right_frames = frontend.shape(seconds)
    samples = round(seconds * frontend.sample_rate)
    if (frames, bands) == (right_frames, right_bands):
        return Verdict(True, f"{frames} frames of {bands} bands.")
    if (bands, frames) == (right_frames, right_bands):
        return Verdict(False, "The right two numbers, the wrong way round: frames first, bands second.")
    if frames != right_frames:
        word = {
            right_frames - 1: "One frame is missing: the first one starts at sample 0, before any hop.",
            1 + samples // frontend.hop_length: "So many frames *start* within the clip, but the last ones hang over "
            "its end. Nothing is padded here: a frame counts only if it fits.",
            samples // frontend.hop_length: "That is the clip's length over the hop. A frame counts only if all of "
            "it fits, and the first one needs no hop.",
        }.get(frames, f"Not {frames} frames. How many hops can the window make before it touches the clip's end?")
        return Verdict(False, word)
    word = {
        frontend.n_fft // 2: "Almost: zero hertz and half the sample rate both have a band, so it is one more.",
        frontend.n_fft: "The spectrum of real samples is symmetric: half of it says everything.",
    }.get(bands, f"The frames are right, but {bands} is not the number of bands. How many values does `rfft` give?")
    return Verdict(False, word)


def backwards(answer: torch.Tensor | None, features: torch.Tensor, truth: np.ndarray, network, tracks) -> Verdict:
    """Check exercise 2: clips played backwards, (clips, bands, frames), and a network's loss of accuracy on them."""
    if answer is None:
        return NOTHING
    if not isinstance(answer, torch.Tensor) or answer.shape != features.shape:
        got = tuple(answer.shape) if hasattr(answer, "shape") else type(answer).__name__
        return Verdict(False, f"The network reads a tensor of shape {tuple(features.shape)}, and got {got}.")
    if torch.equal(answer, features):
        return Verdict(False, "These are the clips as they were: nothing is reversed yet.")
    if torch.equal(answer, features.flip(1)):
        return Verdict(False, "You turned the music upside down: that axis is frequency. Time is the last one.")
    if torch.equal(answer, features.flip(0)):
        return Verdict(False, "You put the clips in another order: that axis counts clips. Time is the last one.")
    if not torch.equal(answer, features.flip(2)):
        return Verdict(False, "Some frames are in the wrong place: the last must come first, and so on.")
    before, after = (inference.probabilities(network, clips) for clips in (features, answer))
    gain = evaluate.paired(evaluate.accuracy, truth, before, after, tracks)
    return Verdict(
        True,
        f"The network names {evaluate.accuracy(truth, after):.1%} of the clips backwards, "
        f"{evaluate.accuracy(truth, before):.1%} forwards: a change of {100 * gain.value:+.1f} points, "
        f"95 % interval {100 * gain.low:+.1f} to {100 * gain.high:+.1f}.",
    )


def silence(frames: Sequence[int] | None, clip: torch.Tensor, network, labels: Sequence[str]) -> Verdict:
    """Check exercise 3: frames of one clip (bands, frames) without which a network changes its answer."""
    if frames is None:
        return NOTHING
    try:
        chosen = sorted({int(frame) for frame in frames})
    except (TypeError, ValueError):
        return Verdict(False, f"Give a list of frame numbers, such as [0, 7, 21], not {frames!r}.")
    total = clip.shape[1]
    if not chosen or chosen[0] < 0 or chosen[-1] >= total:
        return Verdict(
            False, f"Frames are numbered 0 to {total - 1}, and you need at least one: {frames!r} is not accepted."
        )
    silent = clip.clone()
    silent[:, chosen] = 0.0
    before, after = inference.probabilities(network, torch.stack([clip, silent]))
    old = labels[before.argmax()]
    new = labels[after.argmax()]
    if old == new:
        return Verdict(
            False,
            f"It still says {new}, with {after.max():.0%} where it was {before.max():.0%}. "
            "Try other frames, or more of them.",
        )
    return Verdict(
        True,
        f"Without {len(chosen)} of {total} frames it says {new} instead of {old}. Silencing the most attended ones "
        f"first would have taken {len(fewest(network, clip, _most_attended(network, clip)))}.",
    )


def _most_attended(network, clip: torch.Tensor) -> list[int]:
    with torch.inference_mode():
        return network.inspect(clip[None]).attention[0].argsort(descending=True).tolist()
