"""Operations of a network for one input, counted on shapes: nothing is calculated."""

from functools import partial

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode


def operations(network: nn.Module, shape: tuple[int, ...]) -> int:
    """Floating-point operations of a forward pass over an input (1, *shape); the network is on "meta", and used up.

    Counted are the products of convolutions, linear and recurrent layers, a multiplication and its addition as two.
    """
    recurrent: list[int] = []
    for layer in network.modules():
        if isinstance(layer, nn.RNNBase):  # step after step they would take seconds, even on shapes
            layer.forward = partial(_recur, layer, recurrent)
    with torch.inference_mode(), FlopCounterMode(display=False) as counter:
        network.eval()(torch.empty(1, *shape, device="meta"))
    return counter.get_total_flops() + sum(recurrent)


def _recur(layer: nn.RNNBase, counted: list[int], x: Tensor, state=None) -> tuple:
    """Outputs and last state of a recurrent layer in shape alone; its operations are added to `counted`."""
    steps = x.shape[:-1].numel()  # of all sequences of the batch, if there is one
    counted.append(2 * steps * sum(weight.numel() for weight in layer.parameters() if weight.ndim == 2))
    directions = 2 if layer.bidirectional else 1
    batch = () if x.ndim == 2 else (x.shape[0 if layer.batch_first else 1],)
    last = x.new_empty(layer.num_layers * directions, *batch, layer.hidden_size)
    out = x.new_empty(*x.shape[:-1], directions * layer.hidden_size)
    return out, (last, last) if isinstance(layer, nn.LSTM) else last
