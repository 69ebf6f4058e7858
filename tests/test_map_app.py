"""Map, run without a browser: a track and its nearest to hear, colours, a lasso's tracks, one's own sound."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from app_pages import page_opener, parameter, small_print, view_opener, wav
from factories import PREDICTED as TAGGED
from factories import SYSTEM, TAGS, tagged
from home_confusions import CLASSES, PREDICTED, judged, keep
from home_trained import ATTENDS, PLAIN, name
from load.map_kinds import COLORINGS, NOT_TESTED
from streamlit.testing.v1 import AppTest

from genrelib import runs
from genrelib.predictions import embedding_layouts

TRACKS = pd.DataFrame(
    {
        "labels": [("loud", "fast"), ("loud",), (), ()],
        "genre": ["jazz", "jazz", "rock", ""],
        "tags": ["loud, fast", "loud", "", ""],
        "part": ["test", "test", "train", "valid"],
        "answer": ["jazz", "rock", "", ""],
        "confidence": [0.95, 0.5, float("nan"), float("nan")],
        "artist": ["A", "A", "B", ""],
        "fault": ["", "repeated: the same as b", "repeated: the same as a", ""],
    },
    index=["a", "b", "c", "d"],
)


@pytest.fixture
def show(audible_home, monkeypatch, played):
    """Function: open the page by a link, on the run that attends if none is named."""
    return view_opener("map", audible_home, monkeypatch, run=name(ATTENDS))


def hearable(test: AppTest) -> list[str]:
    """The chosen track and its nearest, as they read."""
    return [option.replace("\\", "") for option in test.radio(key="hear").options]


def drawn_rows(test: AppTest) -> list[str]:
    """Names of the rows to choose from."""
    return [option.split(" · ")[0] for option in test.selectbox(key="row").options]


def test_without_a_run_the_page_says_how_to_get_one(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show()
    assert "python -m genrelib train" in test.info[0].value
    assert not test.selectbox


def test_the_page_opens_with_a_test_track_its_five_nearest_and_what_the_map_keeps(show, played):
    test = show()
    assert len(drawn_rows(test)) == 24 and len(hearable(test)) == 6
    assert " · test" in test.selectbox(key="row").options[0]
    assert played[-1].title == drawn_rows(test)[0]
    likeness = [float(line.rpartition(" ")[2]) for line in hearable(test)[1:]]
    assert likeness == sorted(likeness, reverse=True) and likeness[-1] >= -1 and likeness[0] <= 1
    text = small_print(test)
    assert "of the variance" in text and "of a track's 10 nearest" in text.lower()
    assert "have the genre of the training track that lies nearest" in text
    assert set(test.query_params) == {"run"}


def test_a_link_opens_the_same_map_with_the_same_neighbour_in_the_player(show, played):
    neighbour = hearable(show())[2].split(" · ")[0]
    test = show(layout="tsne", color="part", hear=neighbour)
    assert played[-1].title == neighbour and not test.warning
    assert "t-SNE (perplexity 8)" in small_print(test)
    again = show(**{key: parameter(test, key) for key in test.query_params})
    assert played[-1].title == neighbour and again.session_state["color"] == "part"


def test_a_track_that_was_learned_is_asked_anew_and_says_so(show, played):
    learned = next(line for line in show().selectbox(key="row").options if " · train" in line)
    test = show(row=learned.split(" · ")[0])
    assert played[-1].title == learned.split(" · ")[0]
    assert f"{ATTENDS}: probability" in [panel["title"] for panel in played[-1].panels]
    assert "Asked now" in small_print(test) and "learned from this very track" in small_print(test)


def test_another_track_is_not_played_from_the_old_neighbour(show, played):
    test = show()
    test.radio(key="hear").set_value(test.radio(key="hear").options[1].split(" · ")[0].replace("\\", "")).run()
    listened = played[-1].title
    assert parameter(test, "hear") == listened
    (goto,) = [button for button in test.button if button.label == "Go there"]
    goto.click().run()
    assert parameter(test, "row") == listened == played[-1].title
    assert "hear" not in test.query_params


def test_a_bad_link_is_told_so(show):
    assert len(show(layout="globe", color="smell", row="gone", hear="x").warning) == 4


def test_a_map_is_laid_out_once(show, monkeypatch):
    show(layout="tsne")

    def again(*anything):
        raise AssertionError("laid out again")

    monkeypatch.setattr(embedding_layouts, "tsne", again)
    assert "t-SNE" in small_print(show(layout="tsne"))


def test_gathered_tracks_are_a_chip_with_what_is_in_it(show):
    test = show()
    assert "draw around several" in small_print(test)
    names = drawn_rows(test)[:7]
    test.session_state["gathered tracks"] = (name(ATTENDS), tuple(names))
    test.run()
    assert [button.label for button in test.button if button.key == "chip"] == ["7 tracks"]
    (table,) = test.dataframe
    assert table.value.track.tolist() == names
    counts = table.value.genre.value_counts()
    assert all(f"{genre} {count}" in small_print(test) for genre, count in counts.items())
    tested = table.value[table.value.answer != ""]
    assert len(tested) and f"Right of {len(tested)} test tracks" in small_print(test)
    test.selectbox(key="run").set_value(name(PLAIN)).run()
    assert not test.dataframe  # another space has another lasso
    test.selectbox(key="run").set_value(name(ATTENDS)).run()
    test.button(key="chip").click().run()
    assert not test.dataframe


def test_without_a_mouse_all_of_one_colour_are_gathered(show):
    test = show(color="part")
    test.selectbox(key="kind to gather").set_value("test").run()
    assert not test.exception
    (table,) = test.dataframe
    assert len(table.value) and set(table.value.part) == {"test"}
    test.button(key="chip").click().run()
    assert not test.dataframe and test.selectbox(key="kind to gather").value == ""


@pytest.mark.parametrize("layout", ["pca", "tsne"])
def test_ones_own_sound_is_put_on_the_map_with_its_nearest(show, played, synthesise, layout):
    test = show(layout=layout)
    file = wav(synthesise("clicks", 3, 6.0, 8000), 8000)
    test.file_uploader(key="file for the map").upload("my <b>click</b>.wav", file, "audio/wav").run()
    assert not test.exception
    assert played[-1].title == "my <b>click</b>.wav" and len(hearable(test)) == 6
    assert "is the star" in small_print(test)
    assert "Your sound: my <b>click</b>.wav" in test.selectbox(key="row").options


def test_a_file_that_is_no_sound_says_so_and_the_map_stays(show):
    test = show()
    test.file_uploader(key="file for the map").upload("a.wav", b"RIFF nothing", "audio/wav").run()
    assert not test.exception and len(test.error) == 1
    assert len(hearable(test)) == 6


def test_too_few_tracks_are_refused_in_words(monkeypatch, played, tmp_path):
    kept = judged(PREDICTED, CLASSES, 0, "folder-sounds")
    few = {"track": ["clicks/0.wav", "tones/0.wav"], "part": ["train", "test"], "truth": [0, 2]}
    few = {column: np.array(values) for column, values in few.items()} | {"vectors": np.eye(2, 4, dtype=np.float16)}
    keep(tmp_path, replace(kept, embeddings=few))
    test = page_opener(tmp_path, monkeypatch)("map")
    assert not test.exception
    assert "expected 3 points or more" in test.error[0].value.replace("\\", "")


def test_tags_are_coloured_one_at_a_time_and_have_no_nearest_answer(monkeypatch, played, tmp_path):
    truth = np.array([true for true, *_ in TAGGED.values()])
    vectors = np.random.default_rng(0).normal(size=(len(truth), 4)).astype(np.float16)
    spaced = {"track": np.array(list(TAGGED)), "part": np.array(["test"] * len(truth)), "vectors": vectors}
    kept = replace(tagged(), embeddings=spaced | {"truth": truth})
    runs.save(runs.address(tmp_path / "runs", "folder-gone", "track", SYSTEM.name, 0), kept)
    test = page_opener(tmp_path, monkeypatch)("map", color="tag", tag=TAGS[1])
    assert not test.exception and not test.error and not test.warning
    assert test.selectbox(key="tag").value == TAGS[1]
    assert "No audio here" in small_print(test) and "no single label" in small_print(test)


@pytest.mark.parametrize("way", sorted(COLORINGS))
def test_every_row_has_a_kind_that_has_a_look(way):
    kinds, looks = COLORINGS[way].kinds(TRACKS, "fast")
    assert kinds.index.tolist() == TRACKS.index.tolist()
    assert set(kinds) <= set(looks)
    loud = [(look.color, look.symbol) for look in looks.values() if not look.quiet]
    assert loud and len(set(loud)) == len(loud)


@pytest.mark.parametrize(
    ("way", "kinds"),
    [
        ("genre", ["jazz", "jazz", "rock", "genre unknown"]),
        ("right", ["right", "wrong", NOT_TESTED, NOT_TESTED]),
        ("confidence", ["90 % to 100 %", "50 % to 70 %", NOT_TESTED, NOT_TESTED]),
        ("tag", ["has fast", "not fast", "not fast", "not fast"]),
        ("artist", ["A", "A", "B", "other artists"]),
        ("fault", ["no known fault", "repeated", "repeated", "no known fault"]),
    ],
)
def test_kinds_are_what_is_true_of_the_rows(way, kinds):
    assert COLORINGS[way].kinds(TRACKS, "fast")[0].tolist() == kinds


def test_an_answer_looks_as_the_genre_does():
    answers, genres = (COLORINGS[way].kinds(TRACKS, "")[1] for way in ("answer", "genre"))
    assert answers["jazz"] == genres["jazz"] and answers["rock"] == genres["rock"]
