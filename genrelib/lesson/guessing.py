"""Sounds to guess the genre of, one after the other."""

from collections.abc import Callable, Mapping, Sequence

from ipywidgets import Button, HBox, Label, Layout, VBox

from genrelib.player import Widget


class Guessing:
    """A player and a button for each label: a guess brings the next sound.

    `sounds` are label of a sound -> function that makes the player's payload when its turn comes; `guesses` are label
    of a sound -> label guessed, as far as somebody has guessed; `question` is asked of each. Without a kernel the first
    sound's picture remains.
    """

    def __init__(
        self, sounds: Mapping[str, Callable[[], bytes]], labels: Sequence[str], question: str = "which genre?"
    ):
        self.question = question
        self.sounds = dict(sounds)
        self.guesses: dict[str, str] = {}
        self.status = Label()
        self.player = Widget(next(iter(self.sounds.values()))())
        self.buttons = [Button(description=label, layout=Layout(width="auto")) for label in labels]
        for button in self.buttons:
            button.on_click(lambda pressed: self.guess(pressed.description))
        row = HBox(self.buttons, layout=Layout(flex_flow="row wrap"))
        self.widget = VBox([self.status, self.player, row])
        self._show()

    @property
    def left(self) -> list[str]:
        """Labels of the sounds that nobody has guessed yet."""
        return [name for name in self.sounds if name not in self.guesses]

    def guess(self, label: str) -> None:
        """Take a guess for the sound at hand, and bring the next one; after the last nothing happens."""
        if not self.left:
            return
        self.guesses[self.left[0]] = label
        if self.left:
            self.player.payload = self.sounds[self.left[0]]()
        self._show()

    def _show(self) -> None:
        done = f"{len(self.guesses)} of {len(self.sounds)} guessed"
        self.status.value = (
            f"{done}. Now {self.left[0]}: {self.question}" if self.left else f"{done}. Run the next cell."
        )
        for button in self.buttons:
            button.disabled = not self.left

    def _repr_mimebundle_(self, **_) -> dict:
        return self.widget._repr_mimebundle_()
