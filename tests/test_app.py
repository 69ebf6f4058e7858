"""Pages, run without a browser: what they say with nothing, with one network and with two, and to every bad upload."""

from types import SimpleNamespace

import numpy as np
import pytest
from app_pages import APP, page_opener, parameter, small_print, wav
from home_trained import ATTENDS, PLAIN, name
from pages import PAGES

from genrelib import datasets, plots, store
from genrelib.predictions.neighbours import Neighbour
from genrelib.task import GENRES


@pytest.fixture
def show(trained_home, monkeypatch):
    """Function: open a page, the clip lab if none is named."""
    open_page = page_opener(trained_home, monkeypatch)
    return lambda view="clip_lab", **link: open_page(view, **link)


def test_without_a_network_the_page_says_how_to_get_one(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show()
    assert not test.exception
    assert "python -m genrelib train" in test.info[0].value
    assert not test.selectbox


def test_runs_are_looked_up_by_the_very_function_that_is_asked_for(show):
    """Two functions of one name, with other values within, are two questions."""
    from load import runs

    def of(system):
        return lambda run: run.system == system

    show()
    assert [run.system for system in (ATTENDS, PLAIN) for run in runs.find(of(system)).values()] == [ATTENDS, PLAIN]


def test_the_page_opens_with_a_track_of_the_jukebox_already_heard(show):
    test = show()
    assert not test.exception and not test.error
    assert test.metric[0].label.endswith("hears")
    assert test.metric[0].value.split()[0] in ("clicks", "noise", "tones")
    assert "learned from real music and this sound is synthetic" in small_print(test)


def test_the_jukebox_tells_what_is_true_of_a_track(show):
    track = datasets.get("jukebox").tracks.loc["reggae.00035"]  # filed under a wrong genre
    words = small_print(show(track="reggae.00035"))
    assert f"{track.true_genre}, {track.key}, {track.tempo:.0f} beats a minute" in words
    assert "Synthetic" in words and track.fault in words


def test_another_track_of_the_jukebox_is_drawn_by_a_button(show):
    test = show(track="rock.00001", t="3")
    test.button[0].click().run()
    assert parameter(test, "track") == test.session_state["track"]
    assert "t" not in test.query_params


@pytest.mark.parametrize(
    ("part", "words"), [("train", "learned from this very track"), ("valid", "was chosen and calibrated")]
)
def test_a_network_that_knows_the_track_says_so(part, words):
    import words as sentences

    prediction = SimpleNamespace(padded=False)
    run = SimpleNamespace(partial="", data="jukebox", classes=tuple(plots.GENRE_COLORS), task=GENRES)
    assert words in " ".join(sentences.caveats(run, prediction, synthetic=True, part=part))
    assert not sentences.caveats(run, prediction, synthetic=True, part="test")


def test_the_part_of_a_track_is_looked_up_in_the_runs_split(show, monkeypatch):
    from load import sounds

    data = datasets.get("jukebox")
    known = {track: part for track, part in data.rules["artist"].parts.items() if part}
    track = next(track for track, part in known.items() if part == "valid")
    sound = sounds.composition(track)
    assert sounds.part(SimpleNamespace(data="jukebox-tags", split="artist", has_embeddings=False), sound) == "valid"
    kept = {"track": np.array([track]), "part": np.array(["test"])}  # as it was when the run was trained
    run = SimpleNamespace(data="jukebox", split="artist", has_embeddings=True, embeddings=kept)
    assert sounds.part(run, sound) == "test"
    assert sounds.part(SimpleNamespace(data="jukebox", split="clip"), sound) == "train"
    assert sounds.part(SimpleNamespace(data="gtzan", split="artist"), sound) == ""


def test_a_prepared_track_is_read_and_not_composed_again(monkeypatch, tmp_path):
    from load import sounds

    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    data = datasets.get("jukebox")
    composed = data.waveform("jazz.00041", sounds.SAMPLE_RATE)
    store.prepare_waveforms(data.only(["jazz.00041"]), sounds.SAMPLE_RATE, jobs=1, progress=False)
    for kept in (sounds._prepared, sounds._library):
        kept.clear()
    monkeypatch.setattr(type(data), "waveform", lambda *_: pytest.fail("composed again"))
    read = sounds.composition("jazz.00041").recording
    assert read.waveform == pytest.approx(composed, abs=1.6e-5)
    assert read.seconds == 30.0
    sounds._prepared.clear()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.view)
def test_every_page_opens(show, page):
    test = show(page.view)
    assert not test.exception and not test.error
    assert len(test.title) == 1


def test_every_view_is_a_page():
    assert sorted(page.view for page in PAGES) == sorted(path.stem for path in (APP / "views").glob("*.py"))


def test_the_number_says_where_it_comes_from(show):
    words = small_print(show(run=name(PLAIN)))
    assert "test tracks right" in words
    assert "Trained on folder-pages, seed 0, your run. Split track keeps apart:" in words
    assert "partial" not in words


def test_a_partial_run_says_so(show):
    assert "partial run: 1 of the recipe's" in small_print(show(run=name(ATTENDS)))


def test_what_a_network_cannot_answer_is_said(show):
    assert "must answer one of clicks, noise or tones" in small_print(show())


def test_a_sound_shorter_than_a_clip_is_said_to_be_padded(show, synthesise):
    test = show(sound="upload")
    test.file_uploader(key="file").upload("short.wav", wav(synthesise("tones", 0, 1.5)), "audio/wav").run()
    assert "lasts 1.5 s" in small_print(test)
    assert "lasts" not in small_print(show())


def test_silence_is_said_to_mean_nothing(show, played):
    test = show(sound="upload")
    test.file_uploader(key="file").upload("silence.wav", wav(np.zeros(8 * 8000), 8000), "audio/wav").run()
    assert not test.exception and not test.error
    assert [metric.value for metric in test.metric] == ["nothing to judge"]
    assert small_print(test).count("nothing to hear") == 1
    assert [panel["kind"] for panel in played[-1].panels] == ["waveform", "image"]  # and no probabilities
    assert not test.dataframe  # of tracks that are as silent
    assert "nothing to hear" not in small_print(show())


def test_a_sound_too_short_to_judge_is_refused(show, synthesise):
    test = show(sound="upload")
    test.file_uploader(key="file").upload("click.wav", wav(synthesise("noise", 0, 0.2)), "audio/wav").run()
    assert not test.exception and not test.metric
    assert "expected at least 0.5 s of sound" in test.error[0].value.replace("\\", "")


def test_what_makes_an_answer_doubtful_is_said_once_for_two_networks(show, synthesise):
    test = show(sound="upload", run=name(ATTENDS), other=name(PLAIN))
    data = wav(0.6 + 0.3 * synthesise("noise", 0, 6.0))
    test.file_uploader(key="file").upload("shifted.wav", data, "audio/wav").run()
    assert small_print(test).count("this offset was taken out") == 1


def test_a_remark_on_one_network_stands_with_it_alone():
    import words as sentences

    predictions = [SimpleNamespace(remarks=("clipped", "strange")), SimpleNamespace(remarks=("clipped",))]
    assert sentences.shared(predictions) == ["clipped"]


def test_sound_that_a_header_does_not_state_is_remarked_upon(show, synthesise):
    whole = wav(synthesise("tones", 0, 6.0, 8000), 8000)
    assert whole[36:40] == b"data"
    test = show(sound="upload")
    data = whole[:40] + (16_000).to_bytes(4, "little") + whole[44:]
    test.file_uploader(key="file").upload("odd.wav", data, "audio/wav").run()
    assert "The header states 1.0 s of sound, but 6.0 s are there" in small_print(test)
    assert "The header states" not in small_print(show())


def test_the_training_tracks_heard_as_most_alike_are_named(show, synthesise):
    test = show(sound="upload", run=name(PLAIN))
    test.file_uploader(key="file").upload("a.wav", wav(synthesise("tones", 0, 6.0, 8000), 8000), "audio/wav").run()
    near = test.dataframe[0].value
    assert len(near) == 5 and near.likeness.is_monotonic_decreasing
    assert set(near["labels"]) <= {"clicks", "noise", "tones"}
    assert near["labels"].iloc[0] == "tones"


def test_two_networks_answer_side_by_side(show):
    test = show(run=name(ATTENDS), other=name(PLAIN))
    table = test.dataframe[0].value
    assert table.network.tolist() == [ATTENDS, PLAIN]
    assert table["beside it"].iloc[0] == "leads" and not test.metric


def test_a_link_opens_the_same_view(show):
    test = show(track="jazz.00007", run=name(PLAIN), other=name(ATTENDS))
    assert (test.session_state["track"], test.session_state["run"]) == ("jazz.00007", name(PLAIN))
    again = show(**{key: parameter(test, key) for key in test.query_params})
    assert again.dataframe[0].value.equals(test.dataframe[0].value)


def test_choices_are_written_into_the_address(show):
    test = show()
    test.selectbox(key="run").set_value(name(ATTENDS)).run()
    test.multiselect(key="other").set_value([name(PLAIN)]).run()
    assert parameter(test, "run") == name(ATTENDS)
    assert parameter(test, "other") == name(PLAIN)
    assert "sound" not in test.query_params  # a default


def test_a_link_to_what_is_not_here_says_so_and_shows_the_default(show):
    test = show(run="gtzan/**artist**/gone", sound="tuba", t="noon")
    assert not test.exception
    assert r"\*\*artist\*\*" in test.warning[1].value
    assert len(test.metric) == 1


def test_an_empty_box_says_what_to_do(show):
    test = show(sound="upload")
    assert "A link cannot carry it" in test.info[0].value
    assert not test.metric and not test.error
    assert "microphone" in show(sound="record").info[0].value


def test_an_upload_is_heard(show, synthesise):
    test = show(sound="upload")
    test.file_uploader(key="file").upload("my <b>song</b>.wav", wav(synthesise("tones", 0, 8.0)), "audio/wav").run()
    assert not test.exception and not test.error
    assert len(test.metric) == 1
    assert "cannot carry your sound" in small_print(test)
    assert not any("<b>" in element.value for element in [*test.caption, *test.markdown])


NOT_FINITE = np.where(np.arange(22_050) < 11_025, 0.1, np.nan)


@pytest.mark.parametrize(
    ("filename", "data", "words"),
    [
        ("empty.wav", b"", "empty"),
        ("song.mp3", b"I am only text, whatever my name says.\n" * 9, "text"),
        ("../../etc/", b"\0\1\2" * 99, "etc"),
        ("[a](javascript:alert).wav", b"RIFF" + bytes(99), r"\[a\]"),
        ("nan.wav", wav(NOT_FINITE, subtype="FLOAT"), "finite"),
        ("header.wav", wav(np.zeros(0)), "header"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_the_page_stays_usable(show, synthesise, filename, data, words):
    test = show(sound="upload")
    test.file_uploader(key="file").upload(filename, data, "audio/mpeg").run()
    assert not test.exception
    assert len(test.error) == 1
    assert words in test.error[0].value
    test.file_uploader(key="file").upload("good.wav", wav(synthesise("noise", 0, 6.0)), "audio/wav").run()
    assert not test.error and test.metric


def test_a_network_of_another_catalogue_is_named_not_used(show, trained_home):
    file = trained_home / "runs" / name(PLAIN).split("@")[0] / "run.json"
    kept = file.read_text()
    file.write_text(kept.replace('"clip": ', '"clip": 1'))
    try:
        test = show(run=name(PLAIN))
        assert not test.exception
        assert "train it again" in test.error[0].value.replace("\\", "")
    finally:
        file.write_text(kept)


def test_a_long_song_is_said_to_be_judged_in_part(show, synthesise):
    test = show(sound="upload")
    quiet = np.tile(synthesise("tones", 0, 10.0, 4000), 61)
    test.file_uploader(key="file").upload("long.wav", wav(quiet, 4000), "audio/wav").run()
    assert "Only its first 10 minutes" in small_print(test)


def test_a_recording_is_heard(show, synthesise):
    test = show(sound="record")
    test.audio_input(key="microphone").upload("2026_audio.wav", wav(synthesise("clicks", 0, 6.0)), "audio/wav").run()
    assert not test.error and not test.exception
    assert len(test.metric) == 1


def test_runs_are_named_by_what_tells_them_apart(show):
    import words

    one = SimpleNamespace(system="x/a", data="gtzan", split="track", seed=0, provenance="your run")
    other = SimpleNamespace(system="x/a", data="gtzan", split="clip", seed=0, provenance="your run")
    assert words.names([one]) == ["x/a"]
    assert words.names([one, other]) == ["x/a, gtzan, track", "x/a, gtzan, clip"]
    shipped = SimpleNamespace(**{**vars(one), "provenance": "shipped run"})
    assert len(set(words.names([one, shipped]))) == 2


def test_a_training_track_is_recognised_as_perhaps_the_very_sound():
    import words as sentences

    near = [Neighbour("blues.00001", 0.01, ("blues",)), Neighbour("blues.00002", 0.1, ("blues",))]
    assert "may be blues.00001, which the network learned from" in sentences.same(near, least=0.02)[0]
    assert sentences.same(near[1:], least=0.02) == sentences.same([], least=0.02) == []
