"""A SoundFont in tune for symusic, which reads a sample's pitch from its header alone.

SoundFonts may also state it per zone, as the generators overridingRootKey, coarseTune and fineTune; TimGM6mb does so
for most of its samples, which then sound up to two octaves off. Here every zone gets a header that says the same.
Source: SoundFont Technical Specification 2.04, sections 7 (chunks) and 8.1.2 (generators).
"""

import struct
from collections.abc import Iterator

COARSE, FINE, SAMPLE, ROOT = 51, 52, 53, 58  # generators
SAMPLE_HEADER = struct.Struct("<20sIIIIIBbHH")  # name, start, end, loop start and end, rate, pitch, cents, link, type
GENERATOR = struct.Struct("<Hh")
BAG = struct.Struct("<HH")
INSTRUMENT = struct.Struct("<20sH")
LAST = SAMPLE_HEADER.pack(b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)


def in_tune(soundfont: bytes) -> bytes:
    """Copy a SoundFont with the pitch of every zone in a sample header."""
    start = soundfont.index(b"LIST", soundfont.index(b"LIST", soundfont.index(b"sdta") - 8) + 8)
    chunks = dict(_chunks(soundfont[start + 12 :]))
    headers = list(SAMPLE_HEADER.iter_unpack(chunks[b"shdr"]))
    generators = list(GENERATOR.iter_unpack(chunks[b"igen"]))
    tuned: dict[tuple[int, int, int], int] = {}  # sample, pitch, cents -> number of the header that says so
    for first, last in _zones(chunks):
        zone = dict(generators[first:last])
        if SAMPLE not in zone:
            continue
        header = headers[zone[SAMPLE]]
        cents = 100 * zone.get(COARSE, 0) + zone.get(FINE, 0) + header[7]
        pitch = zone.get(ROOT, header[6]) - round(cents / 100)
        number = tuned.setdefault((zone[SAMPLE], pitch, cents - 100 * round(cents / 100)), len(tuned))
        for place in range(first, last):
            kind, amount = generators[place]
            generators[place] = (kind, {SAMPLE: number, COARSE: 0, FINE: 0, ROOT: pitch}.get(kind, amount))
    chunks[b"igen"] = b"".join(GENERATOR.pack(*generator) for generator in generators)
    retuned = [(*headers[sample][:6], pitch, cents, 0, 1) for sample, pitch, cents in tuned]
    chunks[b"shdr"] = b"".join(SAMPLE_HEADER.pack(*header) for header in retuned) + LAST
    presets = b"pdta" + b"".join(name + struct.pack("<I", len(body)) + body for name, body in chunks.items())
    whole = soundfont[8:start] + b"LIST" + struct.pack("<I", len(presets)) + presets
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(body):
        size = struct.unpack_from("<I", body, place + 4)[0]
        yield body[place : place + 4], body[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _zones(chunks: dict[bytes, bytes]) -> Iterator[tuple[int, int]]:
    """First and last generator, the last not included, of every zone of every instrument."""
    bags = [bag[0] for bag in BAG.iter_unpack(chunks[b"ibag"])]
    first_bags = [instrument[1] for instrument in INSTRUMENT.iter_unpack(chunks[b"inst"])]
    for bag in range(first_bags[0], first_bags[-1]):
        yield bags[bag], bags[bag + 1]
