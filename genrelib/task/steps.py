"""Networks that answer after every step of a clip: (batch, steps, classes), where others give (batch, classes)."""

from torch import Tensor


def answer(logits: Tensor) -> Tensor:
    """A clip's answer, (batch, classes): that of the last step, which has heard all others."""
    return logits[:, -1] if logits.ndim == 3 else logits


def every_step(logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Logits and targets of all steps as rows, so that a mean over rows is one over clips and steps: (rows, classes).

    Source: Kim & Nam; every step is trained towards the label of its clip.
    """
    if logits.ndim == 3:
        targets = targets.unsqueeze(1).expand_as(logits)
    return logits.flatten(0, -2), targets.flatten(0, -2)
