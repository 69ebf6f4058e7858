"""Tiny copies of published sets, faithful to their layouts, ugly parts included; the sound is synthesised."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000


def sound(kind: str, number: int, seconds: float = 1.5) -> np.ndarray:
    """A tone, or noise, that any system can tell from the other."""
    random = np.random.default_rng([*kind.encode(), number])
    time = np.arange(round(seconds * RATE)) / RATE
    if len(kind) % 2:
        return 0.3 * np.sin(2 * np.pi * random.uniform(200, 400) * time)
    return random.normal(0, 0.1, len(time))


def write_sound(path: Path, kind: str, number: int = 0, seconds: float = 1.5) -> Path:
    """Write a file in the format of its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound(kind, number, seconds), RATE)
    return path


def write_csv(path: Path, rows: Iterable[Iterable], delimiter: str = ",", begin: bytes = b"") -> Path:
    """Write rows as a spreadsheet does, after the bytes `begin`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(begin + text.getvalue().encode())
    return path


def songs(
    root: Path, labels: Iterable[str] = ("noise", "tones"), each: int = 6, seconds: float = 1.5
) -> list[tuple[str, str]]:
    """Write songs below a folder: rows of path and label."""
    rows = []
    for label in labels:
        for number in range(each):
            write_sound(root / "music" / f"{label} {number}.wav", label, number, seconds)
            rows.append((f"music/{label} {number}.wav", label))
    return rows


FMA_COLUMNS = (
    *(("album", "comments"), ("album", "title"), ("artist", "bio"), ("artist", "id"), ("artist", "name")),
    *(("set", "split"), ("set", "subset"), ("track", "bit_rate"), ("track", "duration"), ("track", "genre_top")),
    *(("track", "genres"), ("track", "title")),
)
FMA_GENRES = (
    *("Blues", "Classical", "Country", "Easy Listening", "Electronic", "Experimental", "Folk", "Hip-Hop"),
    *("Instrumental", "International", "Jazz", "Old-Time / Historic", "Pop", "Rock", "Soul-RnB", "Spoken"),
)
FMA_SMALL = ("Electronic", "Experimental", "Folk", "Hip-Hop", "Instrumental", "International", "Pop", "Rock")
FMA_PARTS = ("training", "training", "validation", "test")


def fma_rows(each: int = 4) -> list[tuple[int, str, str, str, str]]:
    """Number, subset, part, genre and artist of each track: as many of each genre, and two without a genre."""
    rows = []
    for place, genre in enumerate(FMA_GENRES):
        for number in range(each):
            subset = "small" if genre in FMA_SMALL else "medium"
            part = FMA_PARTS[number % len(FMA_PARTS)]
            rows.append((2 + 1000 * place + number, subset, part, genre, f"{genre} {part}"))
    return [*rows, (155_320, "large", "training", "", "Nobody"), (155_321, "large", "test", "", "Nobody")]


def write_fma_table(root: Path, rows: Iterable[tuple[int, str, str, str, str]]) -> Path:
    """Write fma_metadata/tracks.csv: names in two rows, track_id in a third, and texts with commas and line ends."""
    lines: list[list] = [["", *(pair[0] for pair in FMA_COLUMNS)], ["", *(pair[1] for pair in FMA_COLUMNS)]]
    lines.append(["track_id", *[""] * len(FMA_COLUMNS)])
    for number, subset, part, genre, artist in rows:
        bio = f'<p>{artist}, "born"\nin the Alps; ça va</p>'
        album = f"Album of {artist}"
        lines.append(
            [number, 0, album, bio, number // 2, artist, part, subset, 256_000, 168, genre, "[21]", f"no. {number}"]
        )
    return write_csv(root / "fma_metadata" / "tracks.csv", lines)


def write_fma(root: Path, folder: str = "fma_large", seconds: float = 1.2) -> Path:
    """Write the metadata and, in a folder of the layout, a clip of every track."""
    rows = fma_rows()
    write_fma_table(root, rows)
    for number, _, _, genre, _ in rows:
        write_sound(root / folder / f"{number:06d}"[:3] / f"{number:06d}.mp3", genre, number, seconds)
    (root / folder / "checksums").write_text("not music\n")
    return root


def write_fma_features(root: Path, tracks: Iterable[tuple[int, str]], columns: Iterable[tuple[str, str, str]]) -> Path:
    """Write fma_metadata/features.csv: names in three rows, track_id in a fourth; values of a genre are alike."""
    columns = sorted(columns)
    lines: list[list] = [[title, *(column[place] for column in columns)] for place, title in enumerate(FMA_LEVELS)]
    lines.append(["track_id", *[""] * len(columns)])
    for number, genre in tracks:
        random = np.random.default_rng(number)
        middle = np.random.default_rng([*genre.encode()]).normal(0, 1000, len(columns))
        lines.append([number, *(f"{value:.10e}" for value in middle + random.normal(0, 300, len(columns)))])
    return write_csv(root / "fma_metadata" / "features.csv", lines)


FMA_LEVELS = ("feature", "statistics", "number")


MTAT_SONGS = (  # folder, artist, album, number, title; two artists have two albums each
    *(("0", "Norine Braun", "now and zen", 1, "gently"), ("a", "Norine Braun", "modern anguish", 4, "spanish fly")),
    *(("b", "American Bach Soloists", "cantatas", 2, "aria"), ("c", "American Bach Soloists", "heart", 3, "chorus")),
    *(("d", "Jag", "strings", 5, "blues"), ("e", "Jag", "strings", 6, "ça va"), ("f", "Kyiv", "lviv", 7, "choir")),
)
MTAT_FACTS = ("track_number", "title", "artist", "album", "url", "segmentStart", "segmentEnd", "original_url")


def write_mtat(root: Path, tags: Iterable[str], songs: int = 2, seconds: float = 1.2, clip_info: bool = True) -> Path:
    """Write MagnaTagATune with clips of each song, and a tag more than are read; some clips without any tag."""
    tags = [*tags, "not rock"]
    lines: list[list] = [["clip_id", *tags, "mp3_path"]]
    facts: list[list] = [["clip_id", *MTAT_FACTS, "mp3_path"]]
    clip_id = 2
    for folder, artist, album, track, title in MTAT_SONGS:
        words = (artist, album, f"{track:02d}", title)
        name = "-".join(text.lower().replace(" ", "_").replace("ç", "_") for text in words)
        for number in range(songs):
            span = (29 * number, 29 * number + 29)
            path = f"{folder}/{name}-{span[0]}-{span[1]}.mp3"
            has = [int((clip_id + place) % 5 == 0 and clip_id % 7 != 0) for place in range(len(tags) - 1)]
            lines.append([clip_id, *has, 1, path])
            facts.append([clip_id, track, title, artist, album, "http://", *span, "http://", path])
            write_sound(root / path, "tones" if has[0] else "noise", clip_id, seconds)
            clip_id += 1
    facts.append([clip_id, 1, "never cut", "Nobody", "nothing", "http://", 0, 29, "", ""])
    write_csv(root / "annotations_final.csv", lines, "\t")
    if clip_info:
        write_csv(root / "clip_info_final.csv", facts, "\t")
    return root


JAMENDO_HEADER = ("TRACK_ID", "ARTIST_ID", "ALBUM_ID", "PATH", "DURATION", "TAGS")
JAMENDO_WORDS = {"genre": "genre", "instrument": "instrument", "moodtheme": "mood/theme", "top50tags": ""}


def jamendo_tags(number: int, tags: dict[str, tuple[str, ...]]) -> list[str]:
    """Tags of a track: one to four, each tag of the given ones at one of the tracks or more."""
    written = [f"{category}---{tag}" for category, members in tags.items() for tag in members]
    chosen = {written[(number * step + step) % len(written)] for step in range(1, 2 + number % 4)}
    return sorted(chosen | {written[number % len(written)]})


def write_jamendo(
    root: Path,
    tags: dict[str, tuple[str, ...]],
    count: int,
    top: Iterable[str] = (),
    low: bool = False,
    seconds: float = 1.2,
) -> Path:
    """Write MTG-Jamendo: lines of variable length, five splits of each subset, a rare tag that no split has."""
    rows = []
    for number in range(1000, 1000 + count):
        own = jamendo_tags(number - 1000, tags)
        artist = f"artist_{(number - 1000) // 2:06d}"
        path = f"{number % 100:02d}/{number}.mp3"
        rows.append([f"track_{number:07d}", artist, "album_000001", path, "275.3", *own])
        place = root / "audio" / (path.replace(".mp3", ".low.mp3") if low else path)
        write_sound(place, "tones" if "genre---rock" in own else "noise", number, seconds)
    rare = [*rows[0], "genre---rare"]
    lines = ["\t".join(row) for row in (JAMENDO_HEADER, rare, *rows[1:])]
    (root / "data").mkdir(parents=True, exist_ok=True)
    (root / "data" / "raw_30s_cleantags_50artists.tsv").write_text("\n".join(lines) + "\n")
    (root / "data" / "autotagging.tsv").write_text("raw_30s_cleantags_50artists.tsv")  # a link, as Windows unzips it
    for split in range(5):
        for word, category in JAMENDO_WORDS.items():
            for place, part in enumerate(("train", "validation", "test")):
                kept = [JAMENDO_HEADER]
                for number, row in enumerate(rows):
                    own = [tag for tag in row[5:] if tag in top or (category and tag.startswith(f"{category}---"))]
                    if own and (number // 2 + split) % 3 == place:
                        kept.append([*row[:5], *own])
                file = root / "data" / "splits" / f"split-{split}" / f"autotagging_{word}-{part}.tsv"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text("\n".join("\t".join(row) for row in kept) + "\n")
    return root


MSD_SONGS = (  # part, id, 7digital id, artist
    *(("train", "TRAAAAK128F9318786", "3974574", "Meat Men"), ("train", "TRAAAAW128F429D538", "354621", "Casual")),
    *(("train", "TRAABIG128F9356C56", "471238", "Édith"), ("train", "TRAACTB12903CAAF15", "8622602", "Casual")),
    *(("valid", "TRBAAAX128F14914F9", "2391023", "Box"), ("valid", "TRBBXG12903CDE32FA", "478574", "Box")),
    *(("test", "TRCAAAU128F92F9C48", "644547", "Casual"), ("test", "TRCBPI12903CFE3601", "815729", "Nobody")),
)


def write_msd(root: Path, tags: int = 50, nested: bool = True, artists: bool = True) -> Path:
    """Write lists and tags of songs, and their audio: in folders by three letters of the id, or flat by 7digital id."""
    random = np.random.default_rng(0)
    for part in ("train", "valid", "test"):
        own = [song for song in MSD_SONGS if song[0] == part]
        (root / f"{part}_x_msd_id.txt").write_text("".join(f"{song}\n" for _, song, _, _ in own))
        (root / f"{part}_x_7d_id.txt").write_text("".join(f"{number}\n" for _, _, number, _ in own))
        np.save(root / f"{part}_y.npy", random.random((len(own), tags)) < 0.4)
        for place, (_, song, number, _) in enumerate(own):
            file = f"{song[2]}/{song[3]}/{song[4]}/{song}.mp3" if nested else f"{number}.clip.mp3"
            write_sound(root / "audio" / file, "noise" if place % 2 else "tones", place, 1.2)
    if artists:
        lines = [f"{song}<SEP>SO{number}<SEP>{artist}<SEP>no. {number}" for _, song, number, artist in MSD_SONGS]
        (root / "unique_tracks.txt").write_text("\n".join([*lines, "TRZZZZZ<SEP>SO1<SEP>Else<SEP>b"]) + "\n")
    return root
