"""The original and the edited sound in one player, which goes on where it stands when one takes over."""

import streamlit as st
import words
from load import playback
from load.sounds import Sound
from state import address
from widgets import edit_panel
from widgets.segment import choose_segment

from genrelib import player
from genrelib.inference import Prediction
from genrelib.runs import Run

PLAYED = {edit_panel.EDITED: "B: edited", edit_panel.ORIGINAL: "A: original"}


def draw(run: Run, original: tuple[Sound, Prediction], edited: tuple[Sound, Prediction]) -> None:
    """Let one of two sounds be chosen, and play it with what the network makes of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        played = choose_segment("In the player", edit_panel.PLAYED, PLAYED)
        st.button("Switch", icon=":material/swap_horiz:", shortcut="a", on_click=edit_panel.switch)
    sound, prediction = {edit_panel.EDITED: edited, edit_panel.ORIGINAL: original}[played]
    predictions = {} if prediction.silent else {f"{run.system}, {played}": prediction}
    group = original[0].digest
    player.streamlit(
        playback.payload(
            sound, run.system, predictions, tagged=words.tagged(dict.fromkeys(predictions, run)), group=group
        ),
        key=address.PLAYER,
        start=address.start(group),
        on_change=address.keep_place,
    )
    st.caption(address.plain(original[0].note))
