"""Train on a folder of <genre>/<file>: python examples/train_on_a_folder.py ~/music"""

import sys

from genrelib import datasets, home, papers
from genrelib.train import train_system

data = datasets.get("folder", sys.argv[1])
run = train_system(papers.get("irvin2016/softmax"), data, data.default_split, 0, home() / "runs")
print(f"{run.folder}: {run.metrics['track_accuracy']['value']:.0%} of the test tracks are right")
