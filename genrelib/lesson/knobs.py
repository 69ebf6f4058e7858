"""Controls beside a figure: with a kernel they redraw it, without one the figure as it was at first remains.

For a handout the figure is drawn at further positions of its controls, too.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go
import plotly.io
from ipywidgets import Dropdown, HBox, Layout, Output, SelectionSlider, ToggleButtons, ValueWidget, VBox

from genrelib.lesson.mode import ON_PAPER

NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")  # more than six such labels make a slider
SLIDER = "300px"  # by itself it takes no room for its track
POSITIONS = "application/vnd.genrelib.positions+json"  # [[what is chosen, figure], ...]
MOST = 4  # positions of a handout's figure: two rows of two


class Knobs:
    """A figure drawn by `draw(**chosen)`, and a control for each keyword.

    `choices` has each keyword's positions, label -> value; `start` the label at which a control starts if not the
    first. A notebook holds both: the widgets, and the figure at the start for readers without a kernel.
    """

    def __init__(
        self,
        draw: Callable[..., go.Figure],
        start: Mapping[str, str] | None = None,
        **choices: Mapping[str, object],
    ):
        self.draw = draw
        self.choices = choices
        begin = {name: next(iter(positions)) for name, positions in choices.items()} | dict(start or {})
        self.controls = {name: _control(name, list(choices[name]), label) for name, label in begin.items()}
        self.figure = draw(**self.chosen)
        height = self.figure.layout.height or 450
        self.shown = Output(layout=Layout(min_height=f"{height + 20}px"))  # what is below must not jump
        for control in self.controls.values():
            control.observe(lambda _: self._redraw(), names="value")
        self._redraw()
        self.widget = VBox([HBox(list(self.controls.values()), layout=Layout(flex_flow="row wrap")), self.shown])

    @property
    def chosen(self) -> dict[str, object]:
        """Value of each keyword at its control's position."""
        return self._values({name: control.value for name, control in self.controls.items()})

    def _redraw(self) -> None:
        data = bundle(self.draw(**self.chosen))
        self.shown.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)

    def positions(self, most: int) -> list[tuple[str, go.Figure]]:
        """The figure at the start and where one control alone is elsewhere, evenly spaced; at most so many.

        Every control has its turn, the first ones first, before any of them has a second one.
        """
        begin = {name: control.value for name, control in self.controls.items()}
        moved = [[begin | {name: to} for to in labels if to != begin[name]] for name, labels in self.choices.items()]
        counts = [0] * len(moved)
        for _ in range(min(most - 1, sum(map(len, moved)))):
            free = [number for number, places in enumerate(moved) if counts[number] < len(places)]
            counts[min(free, key=counts.__getitem__)] += 1
        chosen = [begin]
        for places, count in zip(moved, counts, strict=True):
            chosen += [places[len(places) * step // count - 1] for step in range(1, count + 1)]
        return [(_called(labels), self.draw(**self._values(labels))) for labels in chosen]

    def _values(self, labels: Mapping[str, str]) -> dict[str, object]:
        return {name: self.choices[name][label] for name, label in labels.items()}

    def _repr_mimebundle_(self, **_) -> dict:
        shown = self.widget._repr_mimebundle_() | bundle(self.figure)
        if ON_PAPER:
            shown[POSITIONS] = [(called, json.loads(figure.to_json())) for called, figure in self.positions(MOST)]
        return shown


def bundle(figure: go.Figure) -> dict:
    """Convert a figure to the form of a notebook's file."""
    return plotly.io.renderers["plotly_mimetype"].to_mimebundle(figure.to_dict())


def _called(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {label}" for name, label in labels.items())


def _control(name: str, labels: Sequence[str], start: str) -> ValueWidget:
    few = len(labels) <= 6 and max(map(len, labels)) <= 24
    many = SelectionSlider if all(map(NUMBER.fullmatch, labels)) else Dropdown
    kind = ToggleButtons if few else many
    return kind(
        options=labels,
        value=start,
        description=name.replace("_", " "),
        layout=Layout(width=SLIDER if kind is SelectionSlider else "auto", margin="0 24px 4px 0"),
        style={"description_width": "initial"} | ({"button_width": "auto"} if few else {}),
    )
