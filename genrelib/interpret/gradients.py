"""Explanations by gradients: how the label's logit follows each value that the network reads.

Each function takes a question, features of clips (clips, *shape) and a seed, and gives (clips, rows, frames) of
spectrograms or, of waveforms, (clips, short frames). The modes and gradients of the network stay as they were.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from genrelib.interpret.question import Question, answering

STEPS = 16  # of the way from silence to the clip
COPIES = 16  # of a clip, each with other noise
NOISE = 0.15  # of the deviation of a clip's values


def gradient(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Absolute gradient: how strongly the logit follows a small change here, up or down.

    Source: K. Simonyan, A. Vedaldi & A. Zisserman, Deep Inside Convolutional Networks, ICLR workshop 2014.
    """
    from captum.attr import Saliency

    saliency = Saliency(question.logit)
    return _by_batches(question, features, lambda x: saliency.attribute(x, abs=True))


def integrated_gradients(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Signed contributions that sum to the clip's logit less that of silence, but for the error of STEPS steps.

    Source: M. Sundararajan, A. Taly & Q. Yan, Axiomatic Attribution for Deep Networks, ICML 2017.
    """
    from captum.attr import IntegratedGradients

    gradients: Any = IntegratedGradients(question.logit)

    def attribute(x: Tensor) -> Tensor:
        return gradients.attribute(x, baselines=question.silence, n_steps=STEPS, internal_batch_size=question.batch(x))

    return _by_clips(question, features, attribute)


def smooth_gradient(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Absolute mean of the gradients of COPIES noisy copies; the noise is NOISE of the deviation of a clip's values.

    The authors take it of the range of values, which in powers is that of a single peak.
    Source: D. Smilkov et al., SmoothGrad: removing noise by adding noise, 2017.
    """
    from captum.attr import NoiseTunnel, Saliency

    tunnel = NoiseTunnel(Saliency(question.logit))

    def attribute(x: Tensor) -> Tensor:
        deviation = float(x.detach().std()) * NOISE
        mean = tunnel.attribute(
            x,
            nt_type="smoothgrad",
            nt_samples=COPIES,
            nt_samples_batch_size=question.batch(x),
            stdevs=deviation,
            abs=False,
        )
        return mean.abs()

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return _by_clips(question, features, attribute)


def grad_cam(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Maps of the last convolution, weighed by the mean gradient of each and summed; what is below 0 is left out.

    Stretched to the size of what the network reads; its resolution is that of the last convolution's maps.
    Source: R. Selvaraju et al., Grad-CAM, ICCV 2017.

    Raises ValueError if the network has no convolution over the time of a whole clip.
    """
    from captum.attr import LayerGradCam

    layers = question.network.last_convolutions()
    if not layers:
        raise ValueError(
            f"expected convolutions over a whole clip, got {type(question.network).__name__}; choose another method"
        )
    cams = [LayerGradCam(question.logit, layer) for layer in layers]
    margin = question.network.padding
    rows = () if question.reads_waveforms else (features.shape[1],)
    size = (*rows, question.frames(features) + 2 * margin)

    def attribute(x: Tensor) -> Tensor:
        coarse = [cam.attribute(x, relu_attributions=True) for cam in cams]
        mode = "bilinear" if rows else "linear"
        fine = sum(functional.interpolate(part, size, mode=mode, align_corners=False) for part in coarse)
        return fine[:, 0, ..., margin : size[-1] - margin]  # type: ignore[index]  # of one layer or more

    with answering(question.network):
        parts = [
            attribute(x.detach().clone().requires_grad_()).detach() for x in features.split(question.batch(features))
        ]
    return torch.cat(parts).cpu().double().numpy()


def _by_batches(question: Question, features: Tensor, attribute: Callable[[Tensor], Tensor]) -> np.ndarray:
    return _in_parts(question, features, attribute, question.batch(features))


def _by_clips(question: Question, features: Tensor, attribute: Callable[[Tensor], Tensor]) -> np.ndarray:
    return _in_parts(question, features, attribute, 1)


def _in_parts(question: Question, features: Tensor, attribute: Callable[[Tensor], Tensor], size: int) -> np.ndarray:
    with answering(question.network):
        return question.summed(
            torch.cat([attribute(x.detach().clone().requires_grad_()).detach() for x in features.split(size)])
        )
