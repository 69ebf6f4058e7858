"""Genres of a song, by the network that an upload meets: python examples/classify_a_song.py song.mp3"""

import sys

from genrelib import audio, inference, runs

model = inference.load(runs.best())
prediction = inference.predict(model, audio.load(sys.argv[1]))
for label, probability in prediction.top(3):
    print(f"{label}: {probability:.0%}")
for remark in prediction.remarks:
    print(remark)
