"""Tasks of a network: one genre of several, or any number of tags.

A task is a value that a data set carries as `data.task` and a run remembers; it is the one place where the two differ.
Its interface, for `truth` and `probability` as in `evaluate`:
- `loss(logits, targets, smoothing)`, `targets(truth, classes)`, `probabilities(logits)`, for networks that answer once
  (batch, classes) and for step-wise ones (batch, steps, classes);
- `score(truth, probability)`, more is better, called `score_name` in histories; `cost(truth, probability)`, less is;
- `labels(data)`, `truth(table, classes)` and `read(table, classes)`: what is true, in the columns of a run's tables,
  and `spoken(truth, classes)` in words;
- `summarise(summary, probability, track)`: from clips to tracks; `fit_temperature`, `calibrate`: calibration;
- `figures(...)`: the metrics of a run, of which `headline` are said first and `valid_metric` may choose a run;
- `pipeline(built, classes)`: a scikit-learn pipeline that can be asked.
"""

from genrelib.task.genres import Genres
from genrelib.task.metrics import LabelledRows, Metrics
from genrelib.task.tags import Tags

__all__ = ["GENRES", "TAGS", "TASKS", "Genres", "LabelledRows", "Metrics", "Tags", "Task"]

Task = Genres | Tags
GENRES = Genres()
TAGS = Tags()
TASKS: dict[str, Task] = {task.name: task for task in (GENRES, TAGS)}  # as run.json names them
