"""Players: each turns a passage into notes, `play(passage, steps, chance)`, by one simple rule.

`patterns` are the step strings that it may be given; artists favour some of them.
"""

from genrelib.jukebox.players.chords import Chords, close, power, shell, spread
from genrelib.jukebox.players.drums import Drums
from genrelib.jukebox.players.line import Line
from genrelib.jukebox.players.melody import Melody

__all__ = ["Chords", "Drums", "Line", "Melody", "close", "power", "shell", "spread"]
