"""Chance that a comparison of two networks finds a gain, by simulation."""

import numpy as np
import scipy

from genrelib.papers import kim2019

GAIN = kim2019.REPORTED["tf-crnn"]["accuracy"] - kim2019.REPORTED["crnn"]["accuracy"]
DEVIATIONS = (kim2019.REPORTED["crnn"]["accuracy_sd"], kim2019.REPORTED["tf-crnn"]["accuracy_sd"])
RUNS = 3  # of each network, in the abstract
TRIALS = 4_000
SURE = 0.05  # level of the test
POWER = 0.8  # chance that one asks for


def compare(runs: int, trials: int = TRIALS, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Measured gains (trials,) of comparisons of so many runs each, and those in which Welch's test finds a gain.

    Accuracies are drawn from normal distributions with the abstract's means and deviations, taken for true.
    """
    random = np.random.default_rng(seed)
    means, deviations = [], []
    for mean, deviation in zip((0.0, GAIN), DEVIATIONS, strict=True):
        accuracies = random.normal(mean, deviation, (trials, runs))
        means.append(accuracies.mean(axis=1))
        deviations.append(accuracies.std(axis=1, ddof=1))
    gains = means[1] - means[0]
    test = scipy.stats.ttest_ind_from_stats(
        means[1], deviations[1], runs, means[0], deviations[0], runs, equal_var=False
    )
    return gains, (test.pvalue < SURE) & (gains > 0)


def share_of_findings(runs: int) -> float:
    """Share of comparisons of so many runs each that find the gain."""
    return float(compare(runs)[1].mean())


def standard_error(runs: int) -> float:
    """Standard error of a gain measured with so many runs each."""
    return float(np.sqrt(sum(deviation**2 for deviation in DEVIATIONS) / runs))
