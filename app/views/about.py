"""About: what this is, where its numbers come from, and what happens to a visitor's sound."""

from importlib.metadata import version

import streamlit as st
from load import scan
from state import address
from widgets import notes

address.open_page("about")
st.title("About Genre Explorer")
st.markdown("""
The systems of five papers on music genre classification, written anew, trained, and made to be heard.

**Where a number comes from.** *Paper*: copied from the publication. *Shipped run*: measured by us, its files lie in
`assets/runs`. *Your run*: measured on this computer, in `$GENRELIB_HOME/runs` (by default `~/.cache/genrelib/runs`).
Each number names its data and its split; an interval holds 95 % and counts whole tracks.

**Adopted networks.** Some were trained by their authors, who released the weights: `python -m genrelib adopt` makes
them yours. Nothing of them is measured here, so Confusions and Tags do not have them; their figures are their authors'.

**What a probability is.** A network's own confidence. Bars and curves are calibrated by one temperature, fitted on
validation tracks (an adopted network's are not), so that of answers given with 70 % about seven in ten should be right
*on music like the training data*. It does not make that exact: what remains on test tracks is each run's
`calibration_error` in its `run.json`. On anything else, such as the synthetic jukebox, it is a guess about a guess.

**What attention is.** The weight of each moment in what a network's last layer reads. In `house/crnn-attention` it
explains the learned half only: the other half are statistics of the whole clip, which attend to nothing.

**Confusions.** They count answers to test tracks, which no training has seen. The matrix never changes; what the player
shows of a track is asked again, of the sound on this computer, and can differ where that is another copy.

**Your sound.** An upload or a recording stays in the memory of the computer that runs this page until you leave; a file
of more than a megabyte may pass through a nameless temporary file while it arrives. Nothing is sent anywhere else, and
there is no telemetry.

**The player.** Click to seek, drag to loop; space plays, wherever no button or field has the focus; arrows move
by a second, `L` loops, `[` and `]` set the ends, `+` and `-` change the speed, `Z` zooms.
""")
packages = ("torch", "streamlit", "plotly", "librosa", "numpy", "scikit-learn")
st.caption("Running " + ", ".join(f"{name} {version(name)}" for name in packages))
if left_out := scan.left_out():
    st.header("Runs that are left out")
    notes.cautions(left_out)
address.write()
