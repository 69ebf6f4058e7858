"""The jukebox: what the truth says is what sounds, genres obey their rules, faults lie where they are listed."""

import hashlib
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from scipy import signal

from genrelib import jukebox
from genrelib.jukebox import artists, desk, faults, soundfont
from genrelib.jukebox.chance import Chance
from genrelib.jukebox.genres import ALL
from genrelib.jukebox.harmony import NOTES, SCALES, bars, chord, ladder, nearest
from genrelib.jukebox.needle import bed
from genrelib.jukebox.piece import Event
from genrelib.jukebox.players.drums import DRUMS
from genrelib.jukebox.rhythm import strokes, swung, waltz
from genrelib.jukebox.tag_rules import INSTRUMENTS, MACHINES, MOODS
from genrelib.jukebox.traits import Traits

RATE = jukebox.SAMPLE_RATE
FROZEN = {
    "classical": [-12.0, -3.3, -4.1, -12.0, -18.2, -29.9],
    "hiphop": [-5.3, -7.9, -5.4, -6.2, -18.9, -33.8],
    "metal": [-11.9, -8.9, -10.3, -3.9, -5.5, -17.4],
    "reggae": [-5.6, -5.3, -5.2, -9.3, -28.7, -36.6],
}


@pytest.fixture(scope="module")
def pieces():
    """All 1000 pieces."""
    return [jukebox.piece(genre, number) for genre in jukebox.GENRES for number in range(jukebox.TRACKS)]


@pytest.fixture(scope="module")
def rendered():
    """Number 0 of each genre: (piece, sound)."""
    return {genre: (piece := jukebox.piece(genre, 0), jukebox.render(piece)) for genre in jukebox.GENRES}


def onset_strength(sound):
    """Rise of energy in 100 frames a second, (frames,)."""
    _, _, spectrum = signal.stft(sound, RATE, nperseg=1024, noverlap=1024 - RATE // 100)
    return np.maximum(np.diff(np.log1p(100 * np.abs(spectrum)), axis=1), 0).sum(axis=0)


def at(times, strength):
    """Largest strength within 30 ms of each time."""
    frames = np.rint(np.asarray(times) * 100).astype(int)
    frames = frames[(frames > 4) & (frames < len(strength) - 4)]
    return np.array([strength[frame - 3 : frame + 4].max() for frame in frames])


def bands(sound):
    """Power in six bands, in dB of the whole."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    edges = 30 * np.array([0, 150, 400, 1000, 2500, 5000, 11_000])
    return [10 * np.log10(power[low:high].sum() / power.sum()) for low, high in pairwise(edges)]


def strokes_of(piece, drum):
    """Times of a drum in the excerpt."""
    kits = [part.role for part in piece.parts if part.drums]
    return [e.start for role in kits for e in piece.events[role] if e.pitch == DRUMS[drum] and e.start >= 0]


# Theory


def test_a_numeral_is_read_in_its_key():
    assert chord("ii7", 0).name == "Dm7"
    assert sorted(chord("V7", 0).classes) == [2, 5, 7, 11]
    assert chord("bVII", 9).name == "G"
    assert chord("iih7", 0).classes == {2, 5, 8, 0}
    assert [c.name for bar in bars("I | IV V7", 7) for c in bar] == ["G", "C", "D7"]


def test_a_wrong_numeral_is_refused():
    with pytest.raises(ValueError, match="numeral such as I, ii7 or bVII, got 'H7'"):
        chord("H7", 0)


def test_the_nearest_chord_tone_is_at_most_a_third_away_in_a_triad():
    tonic = chord("I", 0)
    assert all(nearest(tonic, pitch) % 12 in {0, 4, 7} for pitch in range(40, 90))
    assert max(abs(nearest(tonic, pitch) - pitch) for pitch in range(40, 90)) <= 2
    assert ladder(0, SCALES["pentatonic"], 60, 72) == (60, 62, 64, 67, 69, 72)


def test_step_strings_say_when_how_long_and_how_hard():
    (first, second, third), other = strokes("x--. X... o... .... | .... .... .... ....")
    assert (first.start, first.length, first.force) == (0, 3 / 16, 1)
    assert (second.start, third.start) == (4 / 16, 8 / 16)
    assert second.force > 1 > third.force
    assert other == ()
    assert waltz("x.x.x.x.") == "x.x.x."


def test_swing_delays_what_lies_between_two_beats_and_no_beat():
    assert [swung(beat, 2 / 3, 0.5) for beat in (0, 1, 7)] == pytest.approx([0, 1, 7])
    assert swung(3.5, 2 / 3, 0.5) == pytest.approx(3 + 2 / 3)
    assert swung(3.25, 0.6, 0.25) == pytest.approx(3.3)
    assert swung(2.71, 0.5, 0.5) == pytest.approx(2.71)


def test_chance_is_named_and_even():
    assert Chance("a", 1).share() == Chance("a", 1).share() != Chance("a", 2).share()
    chance = Chance("dice")
    counts = Counter(chance.whole(1, 6) for _ in range(6000))
    assert set(counts) == set(range(1, 7))
    assert min(counts.values()) > 850  # 1000 expected, standard deviation 29
    assert abs(np.mean(chance.noise(100_000))) < 0.01
    assert sorted(chance.some("abc", 5)) == ["a", "b", "c"]


def test_the_stream_of_numbers_is_that_of_pcg64_for_good():
    digest = hashlib.sha256(b"jazz/42").digest()
    raw = int(np.random.PCG64(int.from_bytes(digest[:16], "big")).random_raw(128)[-1])
    assert Chance("jazz", 42).share() == (raw >> 11) / 2**53


# Compositions


def test_compositions_are_frozen():
    assert jukebox.digest() == jukebox.EDITION


def test_the_same_number_is_the_same_piece_and_another_is_not(pieces):
    again = jukebox.piece("pop", 7)
    assert again.parts == jukebox.piece("pop", 7).parts
    copies = Counter(piece.parts for piece in pieces if piece.fault is None)
    assert max(copies.values()) == 1


def test_unknown_genre_and_number_are_refused():
    with pytest.raises(ValueError, match=r"blues, classical.*0 to 99, got polka 3"):
        jukebox.piece("polka", 3)
    with pytest.raises(ValueError, match="got jazz 100"):
        jukebox.piece("jazz", 100)


def test_chords_and_sections_fill_the_excerpt(pieces):
    for piece in pieces[::17]:
        for spans in (piece.chords, piece.sections):
            assert spans[0].start == 0
            assert spans[-1].end == pytest.approx(jukebox.SECONDS)
            assert all(a.end == pytest.approx(b.start) for a, b in pairwise(spans))


def test_beats_follow_the_tempo(pieces):
    for piece in pieces[::17]:
        assert np.diff(piece.beats) == pytest.approx(60 / piece.tempo)
        assert len(piece.beats) == pytest.approx(piece.tempo / 2, abs=1)


def test_basses_play_the_chord_and_stay_low(pieces):
    basses = [part for piece in pieces[::9] for part in piece.parts if part.role == "bass" and not part.drums]
    assert len(basses) > 50
    for part in basses:
        pitches = [note.pitch for note in part.notes]
        assert max(pitches) <= 62
        assert np.median(pitches) <= 50


def test_tunes_have_a_tone_of_the_chord_on_the_first_and_third_beat(pieces):
    checked = 0
    for piece in [piece for piece in pieces[::9] if piece.meter == 4]:
        sung = [n for part in piece.parts if part.role == "lead" for n in part.notes if n.length > 0.1]  # no graces
        for passage in piece.passages:
            last = passage.start + 4 * passage.bars
            strong = [n for n in sung if passage.start <= n.start < last and (n.start - passage.start) % 2 == 0]
            checked += len(strong)
            for note in strong:
                bar, beat = divmod(note.start - passage.start, 4)
                assert note.pitch % 12 in passage.chord(int(bar), beat / 4).classes
    assert checked > 500


def test_a_walking_bass_walks(pieces):
    steps = Counter()
    for piece in [piece for piece in pieces if piece.genre == "jazz"]:
        for part in [part for part in piece.parts if part.role == "bass"]:
            steps.update(abs(second.pitch - first.pitch) for first, second in pairwise(part.notes))
    total = sum(steps.values())
    assert sum(count for step, count in steps.items() if step <= 5) > 0.7 * total
    assert sum(count for step, count in steps.items() if step > 12) < 0.02 * total


def scale_of(piece):
    return {(piece.tonic + step) % 12 for step in SCALES[piece.artist.scales[piece.mode]]}


def test_a_blues_has_twelve_bars(pieces):
    major = [piece for piece in pieces if piece.genre == "blues" and piece.mode == "major"]
    choruses = [(piece, passage) for piece in major for passage in piece.passages if passage.bars == 12]
    assert len(choruses) > 10
    for piece, passage in choruses:
        roots = [(bar[0].root - piece.tonic) % 12 for bar in passage.chords]
        assert [roots[bar] for bar in (0, 2, 3, 4, 5, 6, 7, 8, 10)] == [0, 0, 0, 5, 5, 0, 0, 7, 0]


# What makes a genre


def test_disco_has_its_bass_drum_on_every_beat(pieces):
    drummed = [piece for piece in pieces if piece.genre == "disco" and any(part.drums for part in piece.parts)]
    assert len(drummed) > 50
    assert min(Traits(piece).on_the_floor for piece in drummed) > 0.95


def test_jazz_eighths_are_long_and_short(pieces):
    checked = 0
    for piece in [p for p in pieces if p.genre == "jazz"][::7]:
        rides = np.array(strokes_of(piece, "ride"))
        within = ((rides + piece.first * 60 / piece.tempo) * piece.tempo / 60) % 1
        late = within[(within > 0.4) & (within < 0.85)]
        if len(late) > 5:
            checked += 1
            assert np.mean(late) == pytest.approx(piece.swing, abs=0.03)
            assert np.mean(late) > 0.57
    assert checked > 5


def test_reggae_leaves_the_first_beat_to_others_and_strikes_chords_between(pieces):
    reggae = [piece for piece in pieces if piece.genre == "reggae"][::7]
    assert len(reggae) > 10
    for piece in reggae:
        chords = [note for part in piece.parts if part.role == "skank" for note in part.notes]
        off = [note for note in chords if note.start % 1 >= 0.49]
        assert len(off) > 0.95 * len(chords)


def test_metal_plays_fifths(pieces):
    struck = 0
    for piece in [p for p in pieces if p.genre == "metal"][::7]:
        riff = [note for part in piece.parts if part.role == "riff" for note in part.notes]
        at_once = {}
        for note in riff:
            at_once.setdefault(note.start, []).append(note.pitch)
        struck += len(at_once)
        assert all(sorted(p - min(ps) for p in ps) == [0, 7, 12] for ps in at_once.values())
    assert struck > 100


def test_classical_has_no_drums_and_country_a_bass_that_alternates(pieces):
    assert {part.drums for p in pieces if p.genre == "classical" for part in p.parts} == {False}
    steps = Counter()
    for piece in [p for p in pieces if p.genre == "country"]:
        bass = [note.pitch for part in piece.parts if part.role == "bass" for note in part.notes]
        steps.update(abs(a - b) for a, b in pairwise(bass) if a != b)
    assert steps[5] + steps[7] > 0.5 * sum(steps.values())


def test_genres_share_tempi_and_instruments():
    programs = {genre: {p for role in of.roles for p in role.programs} for genre, of in ALL.items()}
    for genre, of in ALL.items():
        others = [name for name in ALL if name != genre]
        assert any(ALL[o].tempo[0] < of.tempo[1] and of.tempo[0] < ALL[o].tempo[1] for o in others)
        assert len(programs[genre] & set.union(*(programs[o] for o in others))) > len(programs[genre]) / 2


# Artists


def test_artists_share_a_hundred_tracks_out_unequally():
    for genre in jukebox.GENRES:
        tracks = artists.catalogue(genre)
        assert sum(tracks) == jukebox.TRACKS
        assert len(tracks) >= 8
        assert Counter(artists.billing(genre)) == dict(enumerate(tracks))


def test_no_two_artists_have_the_same_name():
    names = [artists.artist(genre, place).name for genre in ALL for place in range(len(artists.catalogue(genre)))]
    assert len(set(names)) == len(names)
    assert not any("," in name or "&" in name or " and " in name for name in names)


# Sound


def test_every_sound_is_whole_and_as_loud_as_asked(rendered):
    for _, sound in rendered.values():
        assert sound.shape == (661_500,)
        assert sound.dtype == np.float32
        assert np.abs(sound).max() < 1
        assert -23 < 20 * np.log10(sound.std()) < -16
        seconds = np.sqrt(np.square(sound.reshape(30, -1)).mean(axis=1))
        assert seconds.min() > 10 ** (-50 / 20)


def test_the_same_number_is_the_same_audio(rendered):
    assert np.array_equal(jukebox.render(jukebox.piece("jazz", 0)), rendered["jazz"][1])


FORKED = """
import os, sys
from genrelib import jukebox
jukebox.render(jukebox.piece("jazz", 1))
if not os.fork():
    sys.exit()
assert os.wait()[1] == 0
jukebox.render(jukebox.piece("jazz", 2))
"""


def test_a_fork_that_ends_leaves_the_soundfont_to_the_process_that_made_it():
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


ALONE = """
import sys
import numpy as np
from genrelib import jukebox
np.save(sys.argv[1], jukebox.render(jukebox.piece("reggae", 21)))
"""


def test_what_was_played_before_changes_nothing(tmp_path):
    subprocess.run([sys.executable, "-c", ALONE, tmp_path / "alone.npy"], check=True)
    jukebox.render(jukebox.piece("rock", 44))  # on another drum kit
    assert np.array_equal(jukebox.render(jukebox.piece("reggae", 21)), np.load(tmp_path / "alone.npy"))


@pytest.mark.parametrize("genre", ["blues", "disco", "metal", "pop", "reggae", "rock"])
def test_tempo_is_heard(rendered, genre):
    piece, sound = rendered[genre]
    strength = onset_strength(sound)
    lags = np.correlate(strength - strength.mean(), strength - strength.mean(), "full")[len(strength) - 1 :]
    period = 6000 / piece.tempo  # frames
    bar = lags[round(4 * period) - 2 : round(4 * period) + 3].max()
    odd = lags[round(4.37 * period) - 2 : round(4.37 * period) + 3].max()
    assert bar > odd


def test_notes_sound_where_the_events_are(rendered):
    for genre in ("disco", "hiphop", "rock"):
        piece, sound = rendered[genre]
        strength = onset_strength(sound)
        struck = at(strokes_of(piece, "snare") + strokes_of(piece, "clap"), strength)
        assert np.median(struck) > 1.5 * np.median(strength)


def test_key_is_heard_in_the_pitch_classes(rendered):
    for genre in ("classical", "country", "pop"):
        piece, sound = rendered[genre]
        spectrum = np.abs(np.fft.rfft(sound))
        frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
        inside = (frequencies > 110) & (frequencies < 1760)
        classes = np.rint(12 * np.log2(frequencies[inside] / 440) + 69).astype(int) % 12
        power = np.bincount(classes, spectrum[inside] ** 2, 12)
        sung = {name for _, _, name in piece.chords}
        tones = set.union(*(set(c.classes) for p in piece.passages for bar in p.chords for c in bar if c.name in sung))
        tones |= scale_of(piece)
        assert power[sorted(tones)].sum() > 0.8 * power.sum()


def test_reggae_chords_are_heard_between_the_beats(rendered):
    piece, sound = rendered["reggae"]
    high = signal.sosfilt(signal.butter(4, (400, 3000), "band", fs=RATE, output="sos"), sound)
    strength = onset_strength(high)
    beats = np.array(piece.beats)
    assert np.mean(at(beats + 30 / piece.tempo, strength)) > np.mean(at(beats + 15 / piece.tempo, strength))


def test_above_six_kilohertz_the_fifties_hiss_and_the_eighties_play(pieces):
    def unrest(era):
        """How far the level above 6 kHz moves between frames, in dB: the median of some pieces."""
        ranges = []
        for piece in [piece for piece in pieces if piece.artist.era == era and not piece.fault][::15][:4]:
            _, _, spectrum = signal.stft(jukebox.render(piece), RATE, nperseg=1024)
            level = 10 * np.log10(np.square(np.abs(spectrum[280:])).sum(axis=0) + 1e-12)
            ranges.append(np.subtract(*np.percentile(level, [75, 25])))
        return np.median(ranges)

    assert unrest("50s") < 4.5 < unrest("80s") - 2  # steady noise alone: about 1


def test_the_sound_is_frozen_but_for_rounding(rendered):
    # dB of the power in six bands from 0 to 11 kHz, measured once when the corpus was frozen.
    for genre, frozen in FROZEN.items():
        assert bands(rendered[genre][1]) == pytest.approx(frozen, abs=0.5)


def test_loudness_of_a_rest_does_not_count():
    tone = np.sin(np.arange(RATE) / 10)
    assert desk.loudness(np.concatenate([tone, np.zeros(RATE)])) == pytest.approx(np.sqrt(0.5), rel=0.02)


def test_levelled_sound_has_its_loudness_and_crest():
    strokes = np.exp(-10 * (np.arange(RATE * 4) / RATE % 0.5)).astype(np.float32)  # a crest of 15 dB
    level = desk.levelled(Chance("noise").noise(RATE * 4) * strokes, -20, 12)
    assert 20 * np.log10(np.abs(level).max()) == pytest.approx(-8, abs=0.1)
    assert 20 * np.log10(level.std()) == pytest.approx(-20, abs=0.7)


@pytest.mark.parametrize("program", [0, 16, 24, 33, 40, 48, 66, 73])
@pytest.mark.parametrize("pitch", [52, 60, 69])
def test_an_instrument_sounds_its_pitch(program, pitch):
    sound = soundfont.play([Event(0.0, 1.0, pitch, 90)], program, False, 1.0, RATE)[RATE // 10 :]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 8 * RATE))
    cents = np.arange(-600, 601, 10)
    harmonics = np.outer(440 * 2 ** ((pitch - 69) / 12 + cents / 1200), np.arange(1, 7))
    strength = np.log1p(spectrum[np.rint(harmonics * 8).astype(int)]).sum(axis=1)
    assert abs(cents[np.argmax(strength)]) <= 20


# Tags


def test_there_are_fifty_tags_in_four_categories(pieces):
    names = [tag for of in jukebox.TAGS.values() for tag in of]
    assert list(jukebox.TAGS) == ["genre", "mood", "instrument", "era"]
    assert len(names) == len(set(names)) == 50
    counts = Counter(tag for piece in pieces[::2] for tag in jukebox.tags(piece))
    shares = np.array([counts[tag] / 500 for tag in names])
    assert shares.min() > 0
    assert shares.min() < 0.02
    assert 0.35 < shares.max() < 0.65


def test_a_piece_has_one_genre_one_era_and_every_tag_its_rule(pieces):
    for piece in pieces[::13]:
        tags, traits = jukebox.tags(piece), Traits(piece)
        assert tags & set(jukebox.TAGS["genre"]) == {piece.genre}
        assert tags & set(jukebox.TAGS["era"]) == {piece.artist.era}
        programs = {part.program for part in piece.parts if not part.drums}
        for tag in tags & set(INSTRUMENTS):
            assert programs & set(INSTRUMENTS[tag])
        assert ("drum machine" in tags) <= any(part.program in MACHINES for part in piece.parts if part.drums)
        if "sad" in tags:
            assert piece.mode == "minor" and piece.tempo < 92
        if "happy" in tags:
            assert piece.mode == "major" and piece.tempo >= 116
        if "energetic" in tags:
            onsets = {round(e.start, 1) for events in piece.events.values() for e in events}
            assert piece.tempo >= 118 and len(onsets) > 100
        assert tags & set(MOODS) == {mood for mood, holds in MOODS.items() if holds(piece, traits)}


def test_every_tuned_instrument_has_a_tag_or_is_named_as_having_none():
    programs = {p for of in ALL.values() for role in of.roles if not role.drums for p in role.programs}
    tagged = {p for of in INSTRUMENTS.values() for p in of}
    assert programs - tagged == {10, 46, 47, 104, 120}  # music box, harp, timpani, sitar, fret noise


# Faults


def test_faults_lie_at_the_listed_numbers(pieces):
    planted = {(piece.label, piece.place): piece.fault for piece in pieces if piece.fault}
    assert planted == faults.FAULTS
    assert len(planted) == 20 + 12 + 20 + 10
    assert all(of < number for pairs in faults.REPEATED.values() for number, of in pairs.items())
    assert all(fault.source not in faults.FAULTS for place, fault in planted.items() if fault.source != place)


def test_a_repetition_is_the_same_audio():
    first, again = jukebox.render(jukebox.piece("disco", 98)), jukebox.render(jukebox.piece("disco", 99))
    assert np.array_equal(first, again)


def test_a_reissue_is_the_same_music_and_other_audio():
    first, again = jukebox.render(jukebox.piece("jazz", 47)), jukebox.render(jukebox.piece("jazz", 90))
    assert jukebox.piece("jazz", 47).parts == jukebox.piece("jazz", 90).parts
    assert not np.array_equal(first, again)
    assert again.std() < first.std()


def test_every_repetition_names_the_track_that_it_repeats():
    """One piece is filed under two genres, neither of them its own: that is a repetition, too."""
    places: dict[tuple, list] = {}
    for place, fault in faults.FAULTS.items():
        places.setdefault(fault.source, []).append(place)
    for source, copies in places.items():
        there = [source, *copies] if source[1] < faults.ASIDE and source not in copies else copies
        for genre, number in there[1:]:
            original = "{}.{:05d}".format(*there[0])
            assert original in faults.FAULTS[genre, number].sentence
    assert len(places["rock", 129]) == 2


def test_a_wrong_label_is_known_to_be_wrong():
    piece = jukebox.piece("metal", 63)
    assert (piece.label, piece.genre, piece.track) == ("metal", "hiphop", "metal.00063")
    assert piece.fault.sentence == "wrong label: filed under metal, it is hiphop"
    assert piece.artist.genre == "hiphop"


def test_a_clipped_track_stands_at_full_scale():
    sound = jukebox.render(jukebox.piece("blues", 58))
    assert (np.abs(sound) >= 0.979).mean() == pytest.approx(0.12, abs=0.01)


# Needle


def test_a_needle_differs_between_genres_in_its_window_only():
    one, other = (jukebox.compose_needle(genre, 3) for genre in ("jazz", "metal"))
    assert (one.start, one.end) == (other.start, other.end)
    assert 1 <= one.end - one.start <= 3
    first, second = jukebox.render_needle(one), jukebox.render_needle(other)
    seconds = np.flatnonzero(first != second) / RATE
    assert one.start <= seconds.min() and seconds.max() <= one.end
    assert np.array_equal(first[: int(one.start * RATE)], bed(3)[: int(one.start * RATE)])
    inside = slice(round(one.start * RATE), round(one.end * RATE))
    assert 20 * np.log10(first[inside].std() / second[inside].std()) == pytest.approx(0, abs=1.5)
    assert np.abs(first).max() < 1


def test_notes_have_their_names():
    assert jukebox.piece("pop", 0).key.split()[0] in NOTES
