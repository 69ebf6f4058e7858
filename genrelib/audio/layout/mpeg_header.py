"""Headers of MPEG audio frames: four bytes that say how long the frame is.

Source: ISO/IEC 11172-3, 2.4.1.3 and 2.4.2.3, and 13818-3 for the low rates.
"""

import functools
from collections.abc import Mapping
from typing import NamedTuple

BIT_RATES = {  # kbit/s by version and layer
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLES = {(1, 1): 384, (1, 2): 1152, (1, 3): 1152, (2, 1): 384, (2, 2): 1152, (2, 3): 576}  # of a frame
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8000)}  # Hz, by version bits
MONO = 0xC0  # least fourth byte of a frame with one channel


class Kind(NamedTuple):
    """Properties that the frames of one stream share: samples of each channel in a frame, sample rate (Hz), layer."""

    samples: int
    rate: int
    layer: int
    is_mono: bool = False


@functools.cache
def _header(second: int, third: int) -> tuple[Kind, int] | None:
    """Kind and bytes of a frame by the second and third byte of its header; None if there is no such frame."""
    version_bits = second >> 3 & 3
    layer = 4 - (second >> 1 & 3)
    rates = RATES.get(version_bits)
    if second < 0xE0 or rates is None or layer == 4 or not 1 <= third >> 4 <= 14 or third >> 2 & 3 == 3:
        return None
    version = 1 if version_bits == 3 else 2
    rate = rates[third >> 2 & 3]
    bits = 1000 * BIT_RATES[version, layer][(third >> 4) - 1]
    padding = third >> 1 & 1
    samples = SAMPLES[version, layer]
    size = (12 * bits // rate + padding) * 4 if layer == 1 else samples // 8 * bits // rate + padding
    return Kind(samples, rate, layer), size


@functools.cache
def sizes_of(kind: Kind) -> Mapping[int, int]:
    """Bytes of the frames of a kind by the two bytes of their headers behind the first."""
    headers = {both: _header(both >> 8, both & 0xFF) for both in range(0xE000, 0x10000)}
    return {both: header[1] for both, header in headers.items() if header and header[0][:3] == kind[:3]}


def frame_at(data: bytes, place: int) -> tuple[Kind, int] | None:
    """Kind and bytes of the frame at a place; None if none begins there."""
    head = data[place : place + 4]
    header = _header(head[1], head[2]) if len(head) == 4 and head[0] == 0xFF else None
    return header and (header[0]._replace(is_mono=head[3] >= MONO), header[1])
