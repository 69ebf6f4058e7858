"""A link to What if, with the sound that is played at the second where it is."""

from load import edits
from load.sounds import Sound
from widgets import notes

from genrelib.runs import Run


def offer(kind: str, sound: Sound, run: Run, time: float) -> None:
    """Offer to edit a sound of this kind; of a long one the excerpt around the second `time`."""
    start = edits.around(sound, time)
    place = {"from": start} if start != "0" else {}
    track = {"track": sound.track} if sound.track else {}
    very = {"sound": kind, "run": run.linked, "t": f"{max(0.0, time - int(start)):.1f}"} | track | place
    notes.link("What if it sounded different?", "what_if", "Edit this sound, and ask again.", **very)
