"""The networks: functions of tensors, one file per family, each readable from top to bottom.

A network is told sizes and a number of classes, never a system, a path or a learning rate. It is a chain of two:
`embed` turns features into the vector that its last linear layer reads, `classify` is that layer, and `forward` joins
them into logits (batch, classes). A network that attends has `attention` too: one weight per step of the clip, each
row summing to one. A spectrogram comes as (batch, bands, frames), a waveform as (batch, samples). Where a system
standardises its input, the first layer is `blocks.Standardise`, fitted to the training features before training.

`blocks` holds what families share and imports nothing of ours.
- Frame after frame: `recurrent` decides at the end, or looks back over all frames (attention); `queried` learns what to
  ask them, `lstm_stack` normalises between its layers.
- The whole clip at once: `convolutional` sees a picture, `pooling` shrinks it to a single instant, `dense` reads one
  row of values; `parallel` looks twice at the same time, for spectrum and for time.
- Picture, then time: in `crnn` and `artist_crnn` convolutions leave a few steps that a recurrent layer reads, in
  `parallel_lstm` an LSTM reads both views. `timbre` is the statistics that stand beside the house's CRNN.
  `released_crnn` is what others made of the CRNN and released, one of them with `keras_gru`.
- Samples: `waveform` learns its filters, of a whole clip or of one window after the other; in `feedback` what was heard
  scales what is heard next, and `gates` are these scales. Networks that answer after every window give logits
  (batch, steps, classes), and the answer for the clip is the last.
- `classical` and `statistics` make scikit-learn pipelines, `support_vectors` is the last step of two of them.

Lengths are part of a network where its first layers are tied to them (a flattened map, a normalisation per frame):
such a network takes clips of the declared length only.
"""
