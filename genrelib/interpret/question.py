"""A question to a network: how sure is it of this label?"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genrelib import inference
from genrelib.frontends import FrontEnd
from genrelib.networks.network import Network
from genrelib.task.steps import answer

AT_ONCE = 2**19  # values that are read at once, of clips or of changed copies of one: more leave the cache of a CPU
SHORT = 0.05  # s of a frame of a map of waveforms


@dataclass(frozen=True, eq=False)
class Question:
    """A network asked for one of its labels, by number; `frontend` made what it reads."""

    network: Network
    frontend: FrontEnd
    label: int

    def logit(self, features: Tensor) -> Tensor:
        """Logit of the label, of a step-wise network after the last step: (clips, *shape) -> (clips,)."""
        return answer(self.network(features))[:, self.label]

    @property
    def reads_waveforms(self) -> bool:
        return len(self.frontend.shape(1.0)) == 1

    def batch(self, features: Tensor) -> int:
        """Clips like these that are answered at once, from one to 32."""
        if inference.reads_batch(self.network):
            return 1
        return max(1, min(inference.BATCH, AT_ONCE // features[0].numel()))

    @property
    def silence(self) -> float:
        return self.frontend.quietest

    @property
    def samples_per_frame(self) -> int:
        """Samples of a frame of its maps; 1 where what it reads has frames of its own."""
        return max(1, round(SHORT * self.frontend.sample_rate)) if self.reads_waveforms else 1

    @property
    def step(self) -> float:
        """Length in s of a frame of its maps."""
        return self.samples_per_frame / self.frontend.frames_per_second

    def start(self, frames: int) -> float:
        """Beginning in s of a clip's first frame, of so many; before 0 where frames are centred."""
        if self.reads_waveforms:
            return 0.0
        middles = self.frontend.times(frames)  # type: ignore[attr-defined]  # every front end with bands has them
        return float(np.mean(middles - (np.arange(frames) + 0.5) * self.step))

    def frames(self, features: Tensor) -> int:
        """Frames of the map of each of these clips."""
        return -(-features.shape[-1] // self.samples_per_frame)

    def seconds(self, features: Tensor) -> float:
        return features.shape[-1] / self.frontend.frames_per_second

    def summed(self, values: Tensor) -> np.ndarray:
        """Values of all samples summed over short frames, (clips, samples) -> (clips, frames); others as they are."""
        if self.reads_waveforms:
            missing = -values.shape[-1] % self.samples_per_frame
            values = torch.nn.functional.pad(values, (0, missing)).unflatten(1, (-1, self.samples_per_frame)).sum(2)
        return values.detach().cpu().double().numpy()

    def answers(self, features: Tensor) -> np.ndarray:
        """Logits of clips without gradients, (clips,) float64."""
        with answering(self.network), torch.no_grad():
            return torch.cat([self.logit(x) for x in features.split(self.batch(features))]).double().cpu().numpy()


@contextmanager
def answering(network: Network) -> Iterator[None]:
    """The network as it answers, without dropout; its modules' modes are then as before.

    Gradients with respect to what it reads can be computed inside, on a GPU too, whose own recurrent layers give none
    of an answering network.
    """
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        with ExitStack() as stack:
            stack.enter_context(torch.inference_mode(False))
            stack.enter_context(torch.enable_grad())
            stack.enter_context(torch.backends.cudnn.flags(enabled=False))
            yield
    finally:
        for module, mode in modes:
            module.training = mode
