"""Thousands of hostile files against the decoders: `python tests/fuzz.py --count 10000`. Not part of `make test`.

Sound files of every kind are made, damaged in one of nine ways or several, and decoded by `audio.load` in a process
that may crash. Mishandled is a crash, a hang, a sample that is not finite, or any exception but a one-line AudioError.
Prints counts, the slowest and the largest; the exit status is 1 if anything was mishandled. Input i is always the same.
"""

import argparse
import io
import multiprocessing
import random
import resource
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable

import numpy as np
import soundfile

PATIENCE = 30.0  # s for one file
RATE = 22_050
EXTREMES = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
USUAL = (
    ("WAV", "PCM_16"), ("WAV", "FLOAT"), ("WAV", "PCM_U8"), ("WAV", "MS_ADPCM"), ("WAV", "ULAW"), ("RF64", "PCM_16"),
    ("W64", "PCM_16"), ("FLAC", "PCM_16"), ("FLAC", "PCM_24"), ("OGG", "VORBIS"), ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"), ("AIFF", "PCM_16"), ("AIFF", "FLOAT"), ("AU", "PCM_16"), ("CAF", "PCM_16"),
    ("CAF", "ALAC_16"), ("VOC", "PCM_16"), ("IRCAM", "PCM_16"), ("SDS", "PCM_16"), ("MAT5", "PCM_16"),
)  # fmt: skip
CONTAINERS = (
    ("mp4", "aac", "stereo"), ("mp4", "alac", "stereo"), ("matroska", "pcm_s16le", "7.1"),
    ("webm", "libopus", "stereo"), ("mov", "pcm_s16le", "hexadecagonal"), ("adts", "aac", "stereo"),
)  # fmt: skip
LISTS = (
    b"ffconcat version 1.0\n#\x01\nfile 'seed.wav'\n",
    b"#EXTM3U\n#\x01\n#EXTINF:2.0,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=\x01\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 50004 RTP/AVP 0\r\n",
    "verse, chorus, verse ".encode("utf-16") * 40,
    b"RIFF", b"fLaC", b"OggS", b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f", b"\xff\xfb", b"\x1aE\xdf\xa3", b"\0\0\0\x20ftypM4A ",
)  # fmt: skip


def seeds() -> list[bytes]:
    """Whole files, one of each kind that can be made here."""
    noise = np.random.default_rng(0).normal(0, 0.1, (RATE, 2)).astype(np.float32)
    made = [_by_soundfile(noise, *kind) for kind in USUAL]
    try:
        import av
    except ImportError:
        return made
    for container, codec, layout in CONTAINERS:
        file = io.BytesIO()
        try:
            with av.open(file, "w", format=container) as output:
                stream = output.add_stream(codec, rate=48_000 if codec == "libopus" else RATE, layout=layout)
                packed = np.zeros((1, RATE * stream.layout.nb_channels), np.int16)
                frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
                frame.sample_rate = RATE
                output.mux([*stream.encode(frame), *stream.encode(None)])
            made.append(file.getvalue())
        except (av.FFmpegError, ValueError) as reason:
            print(f"no {container} with {codec}: {reason}", file=sys.stderr)
    return made


def _by_soundfile(noise: np.ndarray, kind: str, subtype: str) -> bytes:
    file = io.BytesIO()
    rate = 48_000 if subtype == "OPUS" else RATE
    soundfile.write(file, noise[:, 0] if kind == "SDS" else noise, rate, format=kind, subtype=subtype)
    return file.getvalue()


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 32, 256))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _flip_head(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 8))):
        data[chance.randrange(min(200, len(data)))] ^= 1 << chance.randrange(8)


def _field(data: bytearray, chance: random.Random) -> None:
    form = chance.choice(("<I", ">I", "<H", ">H"))
    place = chance.randrange(max(1, min(160, len(data)) - 4))
    value = chance.choice(EXTREMES) & (0xFFFF if form[1] == "H" else 0xFFFFFFFF)
    data[place : place + struct.calcsize(form)] = struct.pack(form, value)


def _junk(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    data[place:place] = chance.randbytes(chance.randrange(1, 5000))


def _hole(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.randrange(1, 5000)]


def _zeros(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    data[place : place + 4000] = bytes(len(data[place : place + 4000]))


def _twice(data: bytearray, chance: random.Random) -> None:
    data.extend(bytes(data))


def _before(data: bytearray, chance: random.Random) -> None:
    data[:0] = chance.randbytes(chance.randrange(1, 2000))


Damage = Callable[[bytearray, random.Random], None]
DAMAGES: tuple[Damage, ...] = (_cut, _flip, _flip_head, _field, _junk, _hole, _zeros, _twice, _before)


def case(number: int, whole: list[bytes]) -> bytes:
    """Input of that number."""
    if number < len(LISTS):
        return LISTS[number]
    chance = random.Random(number)
    data = bytearray(chance.choice(whole))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if data:
            chance.choice(DAMAGES)(data, chance)
    return bytes(data)


def work(numbers: list[int], whole: list[bytes], answers) -> None:
    """Decode inputs one after the other, telling before and after each."""
    from genrelib import audio

    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    for number in numbers:
        answers.send((number, "begins", 0.0, 0))
        began = time.perf_counter()
        try:
            recording = audio.load(case(number, whole))
            outcome = "decoded" if np.isfinite(recording.waveform).all() else "mishandled: not finite"
        except audio.AudioError as reason:
            outcome = "refused" if "\n" not in str(reason) else "mishandled: more than a line"
        except BaseException as reason:
            outcome = f"mishandled: {type(reason).__name__}: {reason}"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        answers.send((number, outcome, time.perf_counter() - began, peak))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="I")
    asked = parser.parse_args()
    whole, counts, slowest, largest = seeds(), Counter(), (0.0, -1), (0, -1)
    left = list(range(asked.first, asked.first + asked.count))
    context = multiprocessing.get_context("fork")
    while left:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(left, whole, theirs))
        process.start()
        theirs.close()
        number = left[0]
        try:
            while left:
                if not ours.poll(PATIENCE):
                    raise EOFError("hangs")
                number, outcome, seconds, peak = ours.recv()
                if outcome == "begins":
                    continue
                left = left[1:]
                counts[outcome.split(":")[0]] += 1
                slowest, largest = max(slowest, (seconds, number)), max(largest, (peak, number))
                if outcome.startswith("mishandled"):
                    print(f"input {number}: {outcome}")
        except EOFError as reason:
            process.kill()
            process.join()
            print(f"input {number}: mishandled: {reason or f'crash {process.exitcode}'}")
            counts["mishandled"] += 1
            left = [other for other in left if other > number]
        process.join()
    print(", ".join(f"{counts[name]} {name}" for name in ("decoded", "refused", "mishandled")))
    print(f"slowest {slowest[0]:.2f} s (input {slowest[1]}), largest process {largest[0]} MB (input {largest[1]})")
    return 1 if counts["mishandled"] else 0


if __name__ == "__main__":
    sys.exit(main())
