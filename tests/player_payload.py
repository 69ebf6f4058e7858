"""A payload for the player that shows where it draws: a lit cell, stairs, heat, attention, a signed map and a mark."""

import numpy as np

from genrelib import player

RATE, STEP, SECONDS = 8000, 0.02, 8.0


def packed(hz: float, group: str = "") -> bytes:
    """A tone with a spectrogram of one lit cell (row 60 of 100, frame 250 of 400), stairs, heat and hostile labels.

    Attention has its weight from 4 to 6 s; round 2 kHz, the seconds 2 to 3 speak for and 5 to 6 against.
    """
    waveform = (0.5 * np.sin(2 * np.pi * hz * np.arange(int(SECONDS * RATE)) / RATE)).astype(np.float32)
    picture = np.zeros((100, 400), np.uint8)
    picture[60, 250] = 255
    seconds = np.linspace(0, SECONDS, 5)
    values = np.array([[0.1, 0.9, 0.2, 0.3], [0.9, 0.1, 0.8, 0.7]])
    signed = np.zeros((3, 8))
    signed[1, [2, 5]] = 1, -1
    hostile = "<img src=x onerror=window.broken=1>"
    return player.pack(
        player.encode(waveform, RATE),
        player.peaks(waveform, RATE),
        player.Spectrogram(picture, 20.0 + 40.0 * np.arange(100), STEP, -80.0, 0.0),
        [
            player.Steps("Genre", ["rock", hostile], values, seconds),
            player.Heat("Tags", ["x", hostile], values, seconds),
            player.Area("Attention", ["weight"], np.array([[0.0, 0.0, 1.0, 0.0]]), seconds),
            player.signed(signed, np.array([1000.0, 2000.0, 3000.0]), 1.0, "Saliency", ("against", "for"), first=0.5),
        ],
        [player.Mark(2.0, 3.0, hostile)],
        f"{hostile} {hz:g} Hz",
        group,
    )
