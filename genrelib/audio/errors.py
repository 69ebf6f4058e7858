"""The error for a source that cannot be used."""

AGAIN = "copy, download or export it again"


class AudioError(ValueError):
    """Audio that cannot be used; the message is one line for the user: what was expected, what came, what to do."""


def damaged(label: str, got: str) -> AudioError:
    """The error for a source that begins well and ends badly."""
    return AudioError(f"{label}: expected a whole recording, got {got}: the file is damaged or cut off; {AGAIN}")
