"""Measured values beside a paper's: dots by system, and lines against a size."""

import pandas as pd
import plotly.graph_objects as go

from genrelib.plots.style import PALETTE, TEMPLATE, interval, text

PAPER = (PALETTE[6], "diamond-open")
ORIGINS = {"shipped run": (PALETTE[0], "circle"), "your run": (PALETTE[4], "square")}  # colour, shape
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")
DECADES = [digit * 10.0**power for power in range(-2, 12) for digit in (1, 2, 5)]


def beside(table: pd.DataFrame, metric: str, lowest: float = 0.0) -> go.Figure:
    """Values of `studies.beside_paper.table` by system: the paper's, shipped runs' and yours; cut short is hollow.

    The axis begins at `lowest`, which is 0 for a share.
    """
    systems = list(dict.fromkeys(table["system"]))
    figure = go.Figure(layout={"template": TEMPLATE, "height": 130 + 34 * len(systems)})
    stem = f"{systems[0].split('/')[0]}/"
    names = {system: text(system.removeprefix(stem)) for system in systems}
    reported = table.drop_duplicates("system").dropna(subset="reported")
    if len(reported):
        color, symbol = PAPER
        figure.add_scatter(
            name="paper",
            x=reported["reported"],
            y=reported["system"].map(names),
            mode="markers",
            marker={"size": 13, "color": color, "symbol": symbol, "line_width": 2.5},
            hovertemplate="%{y}: the paper reports %{x:.3f}<extra></extra>",
        )
    for origin, (color, symbol) in ORIGINS.items():
        for name, rows in (
            (origin, table[(table.provenance == origin) & (table.partial == "")]),
            (f"{origin}, cut short", table[(table.provenance == origin) & (table.partial != "")]),
        ):
            if rows.empty:
                continue
            hollow = "-open" if rows.partial.iloc[0] else ""
            figure.add_scatter(
                name=name,
                x=rows["value"],
                y=rows["system"].map(names),
                mode="markers",
                marker={"size": 11, "color": color, "symbol": f"{symbol}{hollow}", "line_width": 2 if hollow else 0},
                error_x=interval(rows["value"], rows["low"], rows["high"]),
                customdata=rows[["low", "high", "seeds"]],
                hovertemplate=f"%{{y}}, {name}: %{{x:.3f}} [%{{customdata[0]:.3f}}, %{{customdata[1]:.3f}}], seeds: "
                "%{customdata[2]}<extra></extra>",
            )
    figure.update_xaxes(title=text(metric), range=[lowest, 1.02], tickformat=".2f")
    figure.update_yaxes(categoryorder="array", categoryarray=[names[s] for s in systems][::-1])
    figure.update_yaxes(range=[-0.6, len(systems) - 0.4])
    return figure


def against(table: pd.DataFrame, places: pd.Series, title: str, metric: str, lowest: float = 0.0) -> go.Figure:
    """Values with intervals against `places`, a logarithmic axis; a line per `family`, the paper's values dotted."""
    figure = go.Figure(layout={"template": TEMPLATE, "height": 430})
    for number, (family, rows) in enumerate(table.assign(place=places).sort_values("place").groupby("family")):
        color = PALETTE[number % len(PALETTE)]
        name = text(str(family).split("/")[-1])
        measured = rows.dropna(subset=["value", "place"])
        if len(measured):
            hollow = ["-open" if partial else "" for partial in measured.partial]
            symbol = SYMBOLS[number % len(SYMBOLS)]
            figure.add_scatter(
                name=name,
                x=measured["place"],
                y=measured["value"],
                mode="lines+markers",
                line={"color": color},
                marker={"size": 10, "symbol": [f"{symbol}{open_}" for open_ in hollow], "line_width": 2},
                error_y=interval(measured["value"], measured["low"], measured["high"]),
                customdata=measured.assign(device=measured.device.map(text))[["system", "low", "high", "device"]],
                hovertemplate="%{customdata[0]}: %{y:.3f} [%{customdata[1]:.3f}, %{customdata[2]:.3f}] at %{x:.3g}, "
                "%{customdata[3]}<extra></extra>",
            )
        printed = rows.drop_duplicates("system").dropna(subset=["reported", "place"])
        if len(printed):
            figure.add_scatter(
                name=f"{name}, paper",
                x=printed["place"],
                y=printed["reported"],
                mode="lines+markers",
                line={"color": color, "dash": "dot"},
                marker={"size": 12, "symbol": "diamond-open", "line_width": 2},
                hovertemplate=f"{name}: the paper reports %{{y:.3f}} at %{{x:.3g}}<extra></extra>",
            )
    figure.update_xaxes(title=title, type="log", tickvals=DECADES, tickformat="~s")
    figure.update_yaxes(title=text(metric), range=[lowest, 1], tickformat=".2f")
    return figure
