"""Masters of small notebooks, as tests write them."""

import textwrap
from pathlib import Path

DRAWN = """
    # %%
    from functools import partial
    import numpy as np
    import plotly.graph_objects as go
    from genrelib import lesson, player
    lesson.start()

    # %%
    go.Figure(go.Bar(y=[1, 3]), layout={"height": 300})

    # %% [markdown]
    # The **second** bar is higher.

    # %%
    lesson.Knobs(lambda tall: go.Figure(go.Bar(y=[tall]), layout={"height": 200}), tall={"low": 1, "high": 2})

    # %%
    tone = np.sin(np.arange(8000) / 3).astype(np.float32)
    drawn = player.decibels(np.ones((4, 50)), np.arange(1.0, 5.0), 0.02)
    packed = player.pack(player.encode(tone, 8000), player.peaks(tone, 8000), drawn)
    lesson.hear({"a tone": lambda: packed})
    """


def written(folder: Path, text: str) -> Path:
    master = folder / "99_small.py"
    master.write_text(textwrap.dedent(text).lstrip())
    return master
