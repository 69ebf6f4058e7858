"""Areas of tags as figures draw them, and the order in which they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

FEW = 5  # tracks with a tag: with fewer its area says little, whatever its interval
TITLES = {"roc_auc": "ROC-AUC", "pr_auc": "PR-AUC"}


@dataclass(frozen=True, eq=False)
class TagRanking:
    """Areas under the curves of one system's tags, and the gains of another system or the areas of several.

    `areas` by tag, as `evaluate.tag_areas` makes it: `positives`, `roc_auc`, `pr_auc` with `_low` and `_high`, measured
    on `tracks` tracks. `names` of the systems. `gains` of the second one by tag, and "all", as `evaluate.tag_gains`
    makes it. Or `others`, without gains: the areas of all systems but the first, up to six, on the same tracks.
    """

    areas: pd.DataFrame
    categories: Mapping[str, Sequence[str]]
    tracks: int
    names: Sequence[str]
    gains: pd.DataFrame | None = None
    others: Sequence[pd.DataFrame] = ()


def ordered(areas: pd.DataFrame, categories: Mapping[str, Sequence[str]], metric: str) -> dict[str, list[str]]:
    """Tags of each category, the best ranked first, those that cannot be ranked last.

    `areas` is a table by tag, as in TagRanking; tags without a category come last, as "no category".
    """
    named = {tag for tags in categories.values() for tag in tags}
    groups = {**categories, "no category": [tag for tag in areas.index if tag not in named]}
    sorted_tags = areas.sort_values(metric, ascending=False, kind="stable").index
    by_category = {name: [tag for tag in sorted_tags if tag in set(tags)] for name, tags in groups.items()}
    return {name: tags for name, tags in by_category.items() if tags}
