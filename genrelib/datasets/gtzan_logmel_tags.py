"""GTZAN's log-mel spectrograms under the tags of `gtzan-tags`: 540 tracks without sound, for mel networks."""

from pathlib import Path
from typing import Any

from genrelib.datasets import gtzan_logmel, gtzan_tags
from genrelib.datasets.dataset import Dataset

HOLDS = f"{gtzan_tags.HOLDS}; log-mel spectrograms without sound"
LABEL_QUALITY = gtzan_tags.LABEL_QUALITY
LAYOUT = gtzan_logmel.LAYOUT
FACTS: dict[str, Any] = gtzan_tags.FACTS


def read(root: Path | None = None) -> Dataset:
    """Read the spectrograms in `root`, under tags. Raises ValueError as gtzan_logmel.read does."""
    return gtzan_tags.under_tags(gtzan_logmel.read(root), "gtzan-logmel-tags")
