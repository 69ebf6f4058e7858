"""Tasks of a network: one genre of several, or any number of tags. `Task` is their contract."""

from genrelib.task.genres import Genres
from genrelib.task.metrics import LabelledRows, Metrics
from genrelib.task.tags import Tags
from genrelib.task.task import Task

__all__ = ["GENRES", "TAGS", "TASKS", "Genres", "LabelledRows", "Metrics", "Tags", "Task"]

GENRES: Task = Genres()
TAGS: Task = Tags()
TASKS: dict[str, Task] = {task.name: task for task in (GENRES, TAGS)}  # as run.json names them
