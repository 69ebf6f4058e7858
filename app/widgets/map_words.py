"""Sentences on what a map can show, and on what the space itself knows."""

from genrelib.evaluate import Interval
from genrelib.numerals import minus, percent
from genrelib.predictions.embedding_layouts import PcaLayout, TsneLayout
from genrelib.predictions.neighbourhoods import Kept, NearestAnswer


def components(layout: PcaLayout) -> str:
    """Words on how to read principal components."""
    return (
        f"The two directions in which the tracks differ most, with {percent(sum(layout.shares))} of the variance. "
        "What lies apart here is apart; what lies together may be apart in what is not drawn."
    )


def tsne(layout: TsneLayout) -> str:
    """Words on how not to read a t-SNE."""
    return (
        f"t-SNE (perplexity {layout.perplexity:.0f}) moves neighbours together and lets go of the rest: how far groups "
        "lie apart, how large and how dense they are, and the axes mean nothing."
    )


def kept(measured: Kept) -> str:
    """Words on how many neighbours a map keeps."""
    among = measured.among
    return (
        f"Of a track's {among} nearest in the network's space, {among * measured.share:.1f} are among its {among} "
        f"nearest on this map, on average; {among * measured.chance:.1f} would be by chance. Threads lead from the "
        "chosen track, in the thick ring, to its five nearest."
    )


def nearest(measured: NearestAnswer) -> str:
    """Words on the nearest training track as an answer, beside the network's."""
    gain = measured.gain
    points = f"{_points(gain.value)} points ({_points(gain.low)} to {_points(gain.high)})"
    apart = gain.low > 0 or gain.high < 0
    conclusion = "so they differ by more than chance" if apart else "which holds 0: these tracks do not tell them apart"
    return (
        f"Of {measured.tracks} test tracks, {_share(measured.nearest)} have the genre of the training track that lies "
        f"nearest in the whole space; the network's last layer gets {_share(measured.network)} right. Difference: "
        f"{points}, {conclusion}. Intervals: 95 %, over tracks."
    )


def _share(share: Interval) -> str:
    return f"{percent(share.value)} ({percent(share.low)} to {percent(share.high)})"


def _points(share: float) -> str:
    return minus(f"{100 * share:+.0f}")
