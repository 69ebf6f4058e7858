"""The self-checks of notebook 03: each knows the usual mistakes and explains them in a sentence."""

from collections.abc import Callable

import numpy as np
import torch

from genrelib.interpret.filters import stacks
from genrelib.interpret.receptive_field import field_of
from genrelib.lesson.nb03_raw_sound import power
from genrelib.lesson.nb03_raw_sound.feeding import RATE, restlessness
from genrelib.lesson.self_check import NOTHING, Verdict
from genrelib.networks.feedback import FeedbackCrnn
from genrelib.networks.waveform import SampleCnn

BLOCK = 3  # of exercise 1
TRIED = (power.RUNS, 50)  # runs with which a simulation of exercise 3 is tried
TRIALS = 300
NEAR = 0.11  # of a share that TRIALS comparisons give: four standard errors
ENOUGH = (0.77, 0.83)  # shares of findings that count for POWER
SHORTEST, LONGEST = 2.0, 10.0  # s of a sound of exercise 4


def field(step: int | None, samples: int | None, network: SampleCnn) -> Verdict:
    """Check exercise 1: the step and the receptive field, in samples, of a value after block BLOCK of SampleCNN."""
    if step is None or samples is None:
        return NOTHING
    if not all(isinstance(number, int | np.integer) for number in (step, samples)):
        return Verdict(False, f"Both are counted in samples: give two whole numbers, not {step!r} and {samples!r}.")
    fields = [field_of(stack) for stack in stacks(network)]
    right = fields[BLOCK]
    if step != right.step:
        sentence = {
            3**BLOCK: "You forgot the first convolution: its stride of 3 comes before block 1.",
            3 * (BLOCK + 1): "Steps multiply: a maximum over 3 of maxima over 3 moves 9 places on.",
            right.samples: "That is the receptive field. The step is how far two neighbours lie apart.",
            3 * right.step: "One block too far: the first convolution is block 0.",
        }.get(step, f"Not {step}. Each maximum multiplies the step by 3, and so does the first convolution's stride.")
        return Verdict(False, sentence)
    if samples != right.samples:
        sentence = {
            right.step: "So many samples lie between neighbours, and a field of convolutions alone would be as long. "
            "But a maximum looks at three places, too: fields overlap.",
            fields[BLOCK - 1].samples: f"That is block {BLOCK - 1}: one more.",
            right.samples - 3: "Begin with the 3 samples of the first convolution.",
        }.get(
            samples,
            f"The step is right. The field begins with 3; block n adds 4 times the step before it, not {samples}.",
        )
        return Verdict(False, sentence)
    ends = fields[-1]
    return Verdict(
        True,
        f"{samples} samples. After the last block a step is {ends.step:,} samples, the whole clip; the field would be "
        f"{ends.samples:,}, twice as long: the rest is the zeros of the padding.",
    )


def still(answer, scales: torch.Tensor, share: float) -> Verdict:
    """Check exercise 2: scales (songs, windows, maps) that do not move in time; each song keeps its mean.

    `share` of the songs change their answer with such scales.
    """
    if answer is None:
        return NOTHING
    songs, windows, maps = scales.shape
    got = np.shape(answer)
    hints = {
        (windows, maps): "You averaged over the songs: that axis is the first. Windows are the second.",
        (songs, windows): "You averaged over the maps: that axis is the last. Windows are the second.",
        (songs, maps): "The mean over the windows, right; now give it to every window: the shape must stay.",
        (songs, 1, maps): "Right so far: now repeat it, so that there is one row for every window.",
        (): "That is one number for all. Every song and every map keeps its own.",
    }
    if got != (songs, windows, maps):
        return Verdict(False, hints.get(got, f"Expected the shape {(songs, windows, maps)}, got {got}."))
    values = answer
    if not isinstance(answer, torch.Tensor):
        values = torch.from_numpy(np.array(answer, np.float32))  # a copy: what is broadcast cannot be written
    right = scales.mean(dim=1, keepdim=True).expand_as(scales)
    if torch.allclose(values, right, atol=1e-5):
        return Verdict(
            True, f"Nothing moves any more. With all blocks so, {share:.0%} of the songs change their answer."
        )
    if torch.allclose(values, scales, atol=1e-5):
        return Verdict(False, "These are the scales as they were: they still move.")
    if torch.allclose(values, scales.mean(dim=(0, 1)).expand_as(scales), atol=1e-5):
        return Verdict(False, "That is everybody's mean: each song should keep its own.")
    if torch.allclose(values, scales[:, :1].expand_as(scales), atol=1e-5):
        return Verdict(False, "That is the first window's scale, before the network heard anything. Take the mean.")
    return Verdict(False, "The shape is right, the numbers are not: the plain mean over axis 1, in every window.")


def finding(function: Callable | None, needed: int | None) -> Verdict:
    """Check exercise 3: a simulated comparison, and the runs of each network that find the gain in four of five.

    `function` is called with a NumPy generator and a number of runs, and returns True where it finds the gain.
    """
    if function is None or needed is None:
        return NOTHING
    if not callable(function):
        return Verdict(False, f"Give the function itself, not {function!r}: its name, without brackets.")
    try:
        shares = [_share(function, runs) for runs in TRIED]
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError) as reason:
        return Verdict(False, f"With {TRIED[0]} runs it stops: {type(reason).__name__}, {reason}.")
    if np.isnan(shares).any():
        return Verdict(None, "The function returns `None` so far: let it return True or False.")
    right = [power.share_of_findings(runs) for runs in TRIED]
    if shares[0] > 0.5 and abs(shares[1] - right[1]) > NEAR:
        return Verdict(
            False,
            f"With {TRIED[0]} runs each it finds a gain in {shares[0]:.0%} of the comparisons. A larger mean is no "
            "finding: ask for a p-value below 0.05.",
        )
    for share, expected, runs in zip(shares, right, TRIED, strict=True):
        if abs(share - expected) > NEAR:
            word = "often" if share > expected else "seldom"
            return Verdict(
                False,
                f"With {runs} runs each yours finds the gain in {share:.0%}, too {word}: {expected:.0%} is right. "
                "Are both deviations the abstract's, and not yet divided by a root? Is the gain a gain, not a loss?",
            )
    return _needed(needed)


def _share(function: Callable, runs: int) -> float:
    random = np.random.default_rng(0)
    findings = [function(random, runs) for _ in range(TRIALS)]
    return np.nan if findings[0] is None else float(np.mean([bool(finding) for finding in findings]))


def _needed(needed: int) -> Verdict:
    if isinstance(needed, bool) or not isinstance(needed, int | np.integer) or needed < 2:
        return Verdict(False, f"The simulation is right. Runs are counted, from 2: not {needed!r}.")
    share = power.share_of_findings(int(needed))
    if ENOUGH[0] <= share <= ENOUGH[1]:
        return Verdict(
            True,
            f"{needed} runs of each network find the gain in {share:.0%}; the abstract's {power.RUNS} in "
            f"{power.share_of_findings(power.RUNS):.0%}.",
        )
    if abs(power.standard_error(int(needed)) / power.GAIN - 1) < 0.1:
        sentence = f"With {needed} the standard error is as large as the gain: {share:.0%} find it. That is not enough."
    else:
        word = "more than needed" if share > ENOUGH[1] else "not enough"
        both = " Count the runs of *one* network, not of both." if 0.5 * needed > 60 else ""
        sentence = f"{needed} runs each find it in {share:.0%}: {word}.{both}"
    return Verdict(False, f"The simulation is right. {sentence}")


def restless(sound, network: FeedbackCrnn, scales: list[torch.Tensor]) -> Verdict:
    """Check exercise 4: a sound whose scales move more from window to window than those of any song."""
    if sound is None:
        return NOTHING
    samples = np.asarray(sound)
    if samples.ndim != 1 or samples.dtype.kind not in "fi":
        return Verdict(False, f"Give samples in one row, (samples,), not an array of shape {samples.shape}.")
    seconds = len(samples) / RATE
    if not SHORTEST <= seconds <= LONGEST:
        return Verdict(False, f"{seconds:.2g} s at {RATE:,} Hz: give {SHORTEST:g} to {LONGEST:g} s.")
    if not np.isfinite(samples).all() or np.abs(samples).max() > 1:
        return Verdict(False, "Samples must lie between −1 and 1: anything louder cannot be played.")
    with torch.inference_mode():
        own = restlessness(list(network.inspect(torch.from_numpy(samples.astype(np.float32))[None]).gates))[0]
    music = restlessness(scales)
    reach = f"{music.min():.4f} to {music.max():.4f}"
    ranked = f"your sound's scales deviate by {own:.4f}, those of {len(music)} songs by {reach}"
    if own <= music.max():
        more = int((music >= own).sum())
        return Verdict(False, f"Scales move more for {more} of the songs: {ranked}. What does a song never do?")
    return Verdict(True, f"More than any song: {ranked}. Did it take anything that you would call music?")
