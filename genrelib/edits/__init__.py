"""Edits of a sound: what if it were duller, slower, noisier?

    chain = Chain.parse("lowpass:3000+gain:-6")
    edited = chain(waveform, sample_rate)      # .waveform, .remarks
    str(chain), chain.words                    # for a link, for people

An edit is a frozen value with its numbers, their ranges, and a neutral value at which it changes nothing, to the bit.
`edit`: the interface. `filters`, `equalizer`, `tempo_and_pitch`, `noise`, `reverb`, `mp3`, `cutting`, `level`,
`separation`: the edits. `chain`: several in the order given, and their text. `steps`: the strengths of sliders.
"""

from genrelib.edits.chain import EDITS, LONGEST, RATES, Chain, Edited, check, finished, read
from genrelib.edits.cutting import SHORTEST, Crop, Reverse
from genrelib.edits.edit import Edit, Knob
from genrelib.edits.equalizer import HighShelf, LowShelf, Peak
from genrelib.edits.filters import HighPass, LowPass, Telephone
from genrelib.edits.level import Gain
from genrelib.edits.mp3 import Mp3
from genrelib.edits.noise import PinkNoise, WhiteNoise
from genrelib.edits.reverb import Reverb
from genrelib.edits.separation import Harmonic, Percussive
from genrelib.edits.steps import STEPS, strengths
from genrelib.edits.tempo_and_pitch import Pitch, Tempo

__all__ = [
    "EDITS",
    "LONGEST",
    "RATES",
    "SHORTEST",
    "STEPS",
    "Chain",
    "Crop",
    "Edit",
    "Edited",
    "Gain",
    "Harmonic",
    "HighPass",
    "HighShelf",
    "Knob",
    "LowPass",
    "LowShelf",
    "Mp3",
    "Peak",
    "Percussive",
    "PinkNoise",
    "Pitch",
    "Reverb",
    "Reverse",
    "Telephone",
    "Tempo",
    "WhiteNoise",
    "check",
    "finished",
    "read",
    "strengths",
]
