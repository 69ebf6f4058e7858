"""The networks: functions of tensors, one file per family, each readable from top to bottom.

A network is told sizes and a number of classes, never a system, a path or a learning rate. It is a chain of two:
`embed` turns features into the vector that its last linear layer reads, `classify` is that layer, and `forward` joins
them into logits (batch, classes). A network that attends has `attention` too: one weight per step of the clip, each
row summing to one. A spectrogram comes as (batch, bands, frames), a waveform as (batch, samples). Where a system
standardises its input, the first layer is `blocks.Standardise`, fitted to the training features before training.

`blocks` holds what families share and imports nothing of ours. `recurrent` reads frame after frame and decides at the
end, or looks back over all frames (attention). `convolutional` sees the whole clip as a picture; `pooling` shrinks the
picture to a single instant. `crnn` does both: convolutions turn the picture into a few steps, a recurrent layer reads
them. `classical` makes scikit-learn pipelines that read the same features.

Lengths are part of a network where its first layers are tied to them (a flattened map, a normalisation per frame):
such a network takes clips of the declared length only.
"""
