"""The address of what is on the screen, to copy and as a QR code: a class opens the very same view."""

from io import BytesIO
from urllib.parse import urlencode, urlsplit, urlunsplit

import segno
import streamlit as st

LOCAL = ("localhost", "127.0.0.1", "::1")
PIXELS = 8  # of a module: a phone in the last row reads it from a projector


def offer() -> None:
    """Draw the button, in the corner of every page.

    Before the page is drawn, which may end early: the address is that of the view on which the button was pressed.
    """
    if st.button("Share", key="share", icon=":material/qr_code_2:", help="Address of this view, and a QR code"):
        _show()


@st.dialog("Share this view")
def _show() -> None:
    address = _address()
    st.code(address, language=None, wrap_lines=True)
    if urlsplit(address).hostname in LOCAL:
        st.caption(
            "This address works on this computer only. `make app HOST=0.0.0.0` opens the explorer to your network; "
            "then open it by this computer's name, and share that."
        )
    st.image(_code(address), width=360, output_format="PNG", alt="QR code of this address")
    st.caption("A sound of your own is not in it: it stays in this computer's memory.")


def _address() -> str:
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path, urlencode(st.query_params.to_dict()), ""))


def _code(address: str) -> bytes:
    picture = BytesIO()
    segno.make(address, error="l", micro=False).save(picture, kind="png", scale=PIXELS, border=4)
    return picture.getvalue()
