"""The jukebox: music composed by rule and rendered through a General MIDI SoundFont. Synthetic, and always called so.

An instrument for experiments: ten genres of 100 tracks, 30 s at 22,050 Hz, with full ground truth. `piece` composes
(genre, number), the same on every machine; it knows tempo, meter, swing, key, chords, beats, sections, every note,
artist, title and planted fault. `render` makes its sound, `tags` its tags. `genres/` declares the genres, `artists` and
`mix` the artists, `faults` the faults planted on purpose; `needle` is a set of its own.
"""

from genrelib.jukebox.composing import compose
from genrelib.jukebox.corpus import EDITION, GENRES, TRACKS, Filed, digest, fingerprint, piece, render
from genrelib.jukebox.needle import NEEDLES, Needle, compose_needle, render_needle
from genrelib.jukebox.piece import SECONDS, Piece
from genrelib.jukebox.rendering import SAMPLE_RATE
from genrelib.jukebox.tag_rules import TAGS, tags

__all__ = [
    "EDITION",
    "GENRES",
    "NEEDLES",
    "SAMPLE_RATE",
    "SECONDS",
    "TAGS",
    "TRACKS",
    "Filed",
    "Needle",
    "Piece",
    "compose",
    "compose_needle",
    "digest",
    "fingerprint",
    "piece",
    "render",
    "render_needle",
    "tags",
]
