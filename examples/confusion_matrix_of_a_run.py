"""Write a run's confusions as a page: python examples/confusion_matrix_of_a_run.py RUN confusions.html"""

import sys
from pathlib import Path

from genrelib import plots, runs
from genrelib.predictions import genres

predictions = genres.of_tracks(runs.load(Path(sys.argv[1])))
figure = plots.confusion(predictions.counts, predictions.labels, plots.as_count)
figure.write_html(sys.argv[2])
