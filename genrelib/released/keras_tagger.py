"""The tagger that Choi released in 2016: HDF5, as Keras 1 wrote it with Theano."""

import io

import torch
from torch import Tensor

CONVOLUTIONS = 4
GATES = "zrh"  # update, reset, candidate


def read_keras_tagger(content: bytes) -> dict[str, Tensor]:
    """Weights of `networks.released_crnn.KerasCrnn` by name, from the content of the file.

    Theano convolves, PyTorch correlates: kernels are turned by 180 degrees. Keras keeps matrices as (inputs, outputs),
    PyTorch the other way round. `running_std` holds a variance: taken as a deviation, it misses the printed
    probabilities by up to 0.43.
    """
    import h5py

    with h5py.File(io.BytesIO(content)) as file:
        layers = {
            layer: {name.removeprefix(f"{layer}_"): torch.from_numpy(values[()]) for name, values in group.items()}
            for layer, group in file.items()
        }
    weights = _named("normalise", _normalisation(layers["bn_0_freq"]))
    for number in range(CONVOLUTIONS):
        convolution = layers[f"conv{number + 1}"]
        turned = {"weight": convolution["W"].flip(2, 3), "bias": convolution["b"]}
        weights |= _named(f"convolve.{number}.0", turned)
        weights |= _named(f"convolve.{number}.1", _normalisation(layers[f"bn{number + 1}"]))
    for number, layer in enumerate(("gru1", "gru2")):
        weights |= _named(f"gru.cells.{number}", _gru_cell(layers[layer]))
    output = {"weight": layers["output"]["W"].T, "bias": layers["output"]["b"]}
    return weights | _named("classify", output)


def _normalisation(layer: dict[str, Tensor]) -> dict[str, Tensor]:
    return {
        "weight": layer["gamma"],
        "bias": layer["beta"],
        "running_mean": layer["running_mean"],
        "running_var": layer["running_std"],
        "num_batches_tracked": torch.tensor(0),  # not in the file, and not used
    }


def _gru_cell(layer: dict[str, Tensor]) -> dict[str, Tensor]:
    return {
        "read.weight": torch.cat([layer[f"W_{gate}"].T for gate in GATES]),
        "read.bias": torch.cat([layer[f"b_{gate}"] for gate in GATES]),
        "gate.weight": torch.cat([layer[f"U_{gate}"].T for gate in GATES[:2]]),
        "recall.weight": layer["U_h"].T,
    }


def _named(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}": values for name, values in tensors.items()}
