"""An LSTM that runs over the batch, asked in different company: orders of the clips, and who sits before one."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn

from genrelib import evaluate, inference
from genrelib.lesson.mode import SEED
from genrelib.lesson.nb04_depth.live import Course, small

BATCH = 32  # as the report's script makes its batches
RATE = 1e-3
Batches = Callable[[Tensor, torch.Generator], Iterable[Tensor]]  # truth of the clips, chance -> numbers of clips


def shuffled(truth: Tensor, generator: torch.Generator) -> Iterable[Tensor]:
    """Batches of clips by chance, as the report trains."""
    return torch.randperm(len(truth), generator=generator).split(BATCH)


def lying_sorted(truth: Tensor, generator: torch.Generator) -> Iterable[Tensor]:
    """Batches of clips that lie sorted by genre; only the batches come by chance. The report does not train so."""
    batches = truth.argsort(stable=True).split(BATCH)
    return [batches[number] for number in torch.randperm(len(batches), generator=generator)]


def over_batch(deep: Course, batches: Batches, epochs: int) -> nn.Module:
    """Train an LSTM over the batch on what a trained deep network's branches make of its clips; the branches stay.

    From nothing it does not learn in the time that a class waits.
    """
    torch.manual_seed(SEED)
    network = small("crnn@lstm-over-batch").build(len(deep.clips.data.classes))
    branches = {name: value for name, value in deep.network.state_dict().items() if name.startswith("branches.")}
    network.load_state_dict(branches, strict=False)
    with torch.no_grad():
        maps = torch.cat([maps.flatten(1) for maps in network.branches(deep.features("train"))], dim=1)
    truth = torch.from_numpy(deep.truth("train"))
    generator = torch.Generator().manual_seed(SEED)
    optimizer = torch.optim.Adam([*network.lstm.parameters(), *network.classify.parameters()], lr=RATE)
    network.train()
    for _ in range(epochs):
        for rows in batches(truth, generator):
            states, _ = network.lstm(maps[rows])
            loss = nn.functional.cross_entropy(network.classify(network.activate(states)), truth[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return network.eval()


def ask(network: nn.Module, features: Tensor, order: Sequence[int] | np.ndarray, batch: int = BATCH) -> np.ndarray:
    """Probabilities of clips (clips, classes) in the order in which they are asked, so many at once."""
    return inference.probabilities(network, features[torch.as_tensor(np.asarray(order))], batch)


def orders(truth: np.ndarray, seed: int = 0) -> dict[str, np.ndarray]:
    """Orders of test clips: genre by genre, by chance, and a clip of each genre in turn."""
    by_genre = np.argsort(truth, kind="stable")
    place = np.empty(len(truth), int)  # of a clip within its genre
    for genre in np.unique(truth):
        place[truth == genre] = np.arange((truth == genre).sum())
    return {
        "sorted by genre": by_genre,
        "shuffled": np.random.default_rng(seed).permutation(len(truth)),
        "genres in turn": np.lexsort((truth, place)),
    }


def answered(network: nn.Module, features: Tensor, order: np.ndarray, batch: int = BATCH) -> np.ndarray:
    """Genres answered to clips that are asked in an order, (clips,) in the order of `features`."""
    answers = np.empty(len(order), int)
    answers[order] = ask(network, features, order, batch).argmax(axis=1)
    return answers


def answers_by_company(
    network: nn.Module, features: Tensor, truth: np.ndarray, clip: int, labels: Sequence[str]
) -> dict[str, np.ndarray]:
    """Probabilities of one and the same clip: alone, and behind the clips of each genre, (classes,) each."""
    answers = {"alone": ask(network, features, [clip], 1)[0]}
    for number, label in enumerate(labels):
        before = [int(row) for row in np.flatnonzero(truth == number) if row != clip][: BATCH - 1]
        answers[f"behind {label}"] = ask(network, features, [*before, clip], BATCH)[-1]
    return answers


def by_order(network: nn.Module, features: Tensor, truth: np.ndarray, tracks: Sequence[str]) -> pd.DataFrame:
    """Clips named right in each order and one by one, with intervals over songs: columns as `plots.accuracy`.

    `changed` is the share of clips that get another answer than in the first order.
    """
    asked = {name: (order, BATCH) for name, order in orders(truth).items()}
    asked["one by one"] = (np.arange(len(truth)), 1)
    answers = {name: answered(network, features, order, batch) for name, (order, batch) in asked.items()}
    first = next(iter(answers.values()))
    rows = [
        {"system": name, "changed": float((given != first).mean())}
        | vars(evaluate.share_over_tracks(given == truth, tracks))
        for name, given in answers.items()
    ]
    return pd.DataFrame(rows)
