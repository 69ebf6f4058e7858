"""Several runs that tag, on one track: the tags on which they disagree most."""

from collections.abc import Mapping

import pandas as pd

from genrelib.predictions.tags import TagPredictions


def on_track(judged: Mapping[str, TagPredictions], track: str) -> pd.DataFrame:
    """Probabilities that runs, by name, gave each tag on a track that all of them judged, the widest apart first.

    Indexed by tag: `true`, `spread` (of the runs, in [0, 1]) and a column per name; tags of equal spread, such as all
    of a single run, come the most probable first. The predictions are of the same tags, as of `tags.together`.
    """
    first = next(iter(judged.values()))
    row = first.tracks.tolist().index(track)
    table = pd.DataFrame({name: one.probability[row] for name, one in judged.items()}, index=[*first.tags])
    highest = table.max(axis=1)
    table.insert(0, "true", first.truth[row])
    table.insert(1, "spread", highest - table[list(judged)].min(axis=1))
    return (
        table.assign(_highest=highest)
        .sort_values(["spread", "_highest"], ascending=False, kind="stable")
        .drop(columns="_highest")
        .rename_axis("tag")
    )
