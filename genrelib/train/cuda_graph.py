"""A step of training recorded once as a CUDA graph, and replayed: the host then starts one thing a step, not thousands.

Where networks are small or recurrent, a GPU waits for the host to start its kernels: 12,000 of them a step for TF-CRNN.
What is recorded is `Step.learn`, from the forward pass to the moving average, on buffers that batches are copied into.
Random numbers for dropout go on through replays as they do from step to step, so weights are those of eager steps
within rounding. Augmentation stays outside: it draws from a generator of its own.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor

from genrelib.train.step import Step

Result = TypeVar("Result")
WARM_UPS = 3  # steps of one shape before the recording; PyTorch asks for some, in which libraries choose and allocate


def replayed(step: Step, device: torch.device, recorder: "Recorder | None" = None) -> "Step | ReplayedStep":
    """The step as a graph on a GPU; as it is on the CPU, in several processes, and with deterministic algorithms.

    With these the same numbers must come after an interruption too, when warm-ups fall on other steps. Steps that
    share a `recorder` share the memory in between, which is that of one; they must take turns.
    """
    eager = device.type != "cuda" or step.team.size > 1 or torch.are_deterministic_algorithms_enabled()
    return step if eager else ReplayedStep(step, recorder or Recorder(device))


class ReplayedStep:
    """Called as a Step. Once WARM_UPS batches of one shape were learned from eagerly, the next one is recorded.

    The warm-ups are steps of the training, so they leave nothing to undo: they make the optimiser's state, and the
    average's first copy, which a recording cannot hold. Batches of another shape, such as an epoch's last, and all
    steps after a recording that failed are eager. A new optimiser, as of a new stage, is recorded anew.
    """

    def __init__(self, step: Step, recorder: "Recorder"):
        self.step, self.recorder = step, recorder
        self.optimizer: torch.optim.Optimizer | None = None  # that takes its rate from `rate`
        self.rate: Tensor | None = None
        self.eager: Counter[torch.Size] = Counter()  # steps taken so, by the shape of their batch
        self.recorded: torch.Size | None = None
        self.replay: Callable[[], None] | None = None

    def __call__(self, x: Tensor, targets: Tensor, rate: float) -> None:
        """Learn from a batch at a learning rate, as `Step` does."""
        x, targets = self.step.augmented(x, targets)
        if self.optimizer is not self.step.state.optimizer:
            self.take(self.step.state.optimizer, x.device)
        self.rate.fill_(rate)
        with searched():
            if self.recorded is None and self.eager[x.shape] >= WARM_UPS and self.recorder.works:
                self.record(x, targets)
            if x.shape != self.recorded:
                self.eager[x.shape] += 1
                self.step.note(self.recorder.aside(partial(self.step.learn, x, targets)))
                return
        self.x.copy_(x)
        self.targets.copy_(targets)
        self.replay()
        self.step.note(self.loss.clone())

    def take(self, optimizer: torch.optim.Optimizer, device: torch.device) -> None:
        """Begin anew with an optimiser, which is made to read its rate and count its steps where the device can."""
        self.optimizer = optimizer
        self.rate = torch.zeros((), device=device)
        self.eager.clear()
        self.recorded = self.replay = None
        for group in optimizer.param_groups:
            group |= {"lr": self.rate, "fused": True}  # SGD's other ways would read the rate
            if "capturable" in group:
                group["capturable"] = device.type == "cuda"
        for values in optimizer.state.values():
            if "step" in values:
                values["step"] = values["step"].to(device)

    def record(self, x: Tensor, targets: Tensor) -> None:
        """Record a step on copies of a batch; a warning says why if it cannot be."""
        self.x, self.targets = x.clone(), targets.clone()
        self.loss = torch.zeros((), device=x.device)
        try:
            self.replay = self.recorder.record(lambda: self.loss.copy_(self.step.learn(self.x, self.targets)))
            self.recorded = x.shape
        except RuntimeError as reason:  # of any operator that cannot be recorded, or of memory
            cause = str(reason.__context__ or reason).strip().splitlines()[0]
            print(f"genrelib train: the step runs without a CUDA graph, more slowly: {cause}", file=sys.stderr)


class Recorder:
    """Records work on a GPU, on a stream beside the current one, as PyTorch asks of what is to be recorded."""

    def __init__(self, device: torch.device):
        self.device = device
        self.works = True
        self.stream = torch.cuda.Stream(device)
        self.pool = torch.cuda.graph_pool_handle()
        self.last: torch.cuda.CUDAGraph | None = None

    def aside(self, work: Callable[[], Result]) -> Result:
        """Do it on the stream beside, in turn with the current one."""
        current = torch.cuda.current_stream(self.device)
        self.stream.wait_stream(current)
        with torch.cuda.stream(self.stream):
            result = work()
        current.wait_stream(self.stream)
        return result

    def record(self, work: Callable[[], object]) -> Callable[[], None]:
        """Record it without doing it; -> a function that does it.

        Raises RuntimeError if it cannot be recorded; then `works` is False, and the device is as before.
        """
        current = torch.cuda.current_stream(self.device)
        graph = torch.cuda.CUDAGraph()
        try:
            # a thread that pins memory for the next batches may go on with it
            with torch.cuda.graph(graph, self.pool, self.stream, capture_error_mode="thread_local"):
                work()
        except RuntimeError:
            self.works = False
            torch.cuda.set_stream(current)
            generator = torch.cuda.default_generators[current.device_index]
            generator.graphsafe_set_state(generator.clone_state())  # which would wait for the recording's end
            raise
        self.last = graph  # PyTorch wants one in the memory that the next is to share
        return graph.replay


@contextmanager
def searched() -> Iterator[None]:
    """Within, cuDNN tries its algorithms on each new shape and keeps the fastest: a training has two shapes."""
    before = torch.backends.cudnn.benchmark
    torch.backends.cudnn.benchmark = True
    try:
        yield
    finally:
        torch.backends.cudnn.benchmark = before
