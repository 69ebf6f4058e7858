"""What operators return on CUDA alone, or other than elsewhere, in shape: for the fake GPU."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch._prims_common import suggest_memory_format

CUDNN = {"rnn_tanh": 1, "lstm": 2, "gru": 3}  # its numbers of recurrent layers
aten = torch.ops.aten
REFUSED = {  # under `--deterministic` on CUDA, by the documentation of torch.use_deterministic_algorithms
    *("nll_loss_forward", "nll_loss2d_forward", "_ctc_loss_backward", "_embedding_bag_backward", "cumsum", "histc"),
    *("avg_pool3d_backward", "_adaptive_avg_pool2d_backward", "_adaptive_avg_pool3d_backward", "bincount", "median"),
    *("adaptive_max_pool2d_backward", "fractional_max_pool2d_backward", "max_pool3d_with_indices_backward", "put_"),
    *("upsample_linear1d_backward", "upsample_bilinear2d_backward", "upsample_bicubic2d_backward", "scatter_reduce"),
    *("reflection_pad1d_backward", "reflection_pad2d_backward", "grid_sampler_2d_backward", "max_unpool2d"),
}


def convolution(x: Tensor, weight: Tensor, *more) -> Tensor:
    """cuDNN lays its maps channels-last where either of what it reads lies so."""
    maps = aten.convolution.default(x, weight, *more)
    asked = {suggest_memory_format(tensor) for tensor in (x, weight)} if x.ndim == 4 else ()
    return maps.contiguous(memory_format=torch.channels_last) if torch.channels_last in asked else maps


def gru_cell(input_gates: Tensor, hidden_gates: Tensor, state: Tensor, *biases) -> tuple[Tensor, Tensor]:
    return torch.empty_like(state), state.new_empty(len(state), 5 * state.shape[1])


def gru_cell_backward(gradient: Tensor, workspace: Tensor, has_bias: bool) -> tuple[Tensor, ...]:
    gates, bias = (gradient.new_empty(*shape, 3 * gradient.shape[1]) for shape in ((len(gradient),), ()))
    return gates, gates.clone(), torch.empty_like(gradient), bias, bias.clone()


def recurrent_backward(x: Tensor, weights: list[Tensor], stride: int, buffer: Tensor, state, memory, *_) -> tuple:
    inputs = [None if tensor is None else torch.empty_like(tensor) for tensor in (x, state, memory)]
    return *inputs, [torch.empty_like(weight) for weight in weights]


def fused(*tensors, **settings) -> None:
    """A step of an optimiser in one kernel, which changes tensors in place."""


KERNELS = {  # of CUDA alone, or other than elsewhere: what they return, in shape
    aten.convolution.default: convolution,
    aten._thnn_fused_gru_cell.default: gru_cell,
    aten._thnn_fused_gru_cell_backward.default: gru_cell_backward,
    aten._cudnn_rnn_backward.default: recurrent_backward,
    aten._fused_sgd_.tensor_lr: fused,
    aten._fused_adam_.tensor_lr: fused,
    aten._fused_adamw_.tensor_lr: fused,
}


def recurrent(name: str) -> Callable:
    """A recurrent layer as it runs on CUDA: cuDNN's one operator for all steps."""
    elsewhere = getattr(torch._VF, name)

    def layer(x, hidden, weights, bias, layers, dropout, training, bidirectional, batch_first):
        if not x.is_cuda:
            return elsewhere(x, hidden, weights, bias, layers, dropout, training, bidirectional, batch_first)
        state, memory = hidden if name == "lstm" else (hidden, None)
        stride, buffer = 4 if bias else 2, x.new_empty(0)
        sizes = CUDNN[name], state.shape[-1], 0, layers
        modes = batch_first, dropout, training, bidirectional
        out, state, memory, *_ = aten._cudnn_rnn(x, weights, stride, buffer, state, memory, *sizes, *modes, [], None)
        return (out, state, memory) if name == "lstm" else (out, state)

    return layer
