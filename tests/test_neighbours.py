"""Nearest neighbours by hand-made embeddings."""

import numpy as np
import pytest
from factories import result

from genrelib import runs
from genrelib.predictions import neighbours

TRACKS = {"north": [0, 2, 0], "east": [1, 0, 0], "northeast": [3, 3, 0], "heldout": [0, 1, 0], "a": [0, 0, 1]}


def keep(tmp_path, **changed) -> runs.Run:
    kept = result()
    kept.embeddings.clear()
    parts = ["train", "train", "train", "test", "test"]
    kept.embeddings.update(
        track=np.array(list(TRACKS)),
        part=np.array(parts),
        vectors=np.array(list(TRACKS.values()), np.float16),
        **changed,
    )
    return runs.save(runs.address(tmp_path, "folder-test", "track", kept.info["system"], 0), kept)


def test_neighbours_point_the_same_way_whatever_their_length(tmp_path):
    nearest = neighbours.nearest(keep(tmp_path), np.array([0.0, 7.0, 0.1]), count=2)
    assert [neighbour.track for neighbour in nearest] == ["north", "northeast"]
    assert nearest[1].distance == pytest.approx(1 - np.sqrt(0.5), abs=1e-3)  # 45 degrees


def test_the_least_distance_is_that_of_the_nearest_held_out_track(tmp_path):
    run = keep(tmp_path)
    kept = run.embeddings
    held_out = kept["vectors"][kept["part"] != "train"]
    distances = [neighbours.nearest(run, vector, count=1)[0].distance for vector in held_out]
    assert len(held_out)
    assert neighbours.least_distance(run) == pytest.approx(min(distances))


def test_neighbours_are_training_tracks_unless_another_part_is_asked_for(tmp_path):
    run = keep(tmp_path)
    assert "heldout" not in {neighbour.track for neighbour in neighbours.nearest(run, np.array([0, 1, 0]), count=9)}
    assert neighbours.nearest(run, np.array([0, 1, 0]), part="test")[0].track == "heldout"


def test_neighbours_say_their_genre(tmp_path):
    nearest = neighbours.nearest(keep(tmp_path, truth=np.array([0, 1, 1, 0, 0])), np.array([0, 1, 0]), count=2)
    assert [neighbour.labels for neighbour in nearest] == [("noise",), ("tones",)]


def test_neighbours_say_their_tags(tmp_path):
    run = keep(tmp_path, truth=np.array([[True, True], [False, False], [False, True], [True, True], [True, True]]))
    run.info["task"] = "tags"
    nearest = neighbours.nearest(run, np.array([0, 1, 0]), count=2)
    assert [neighbour.labels for neighbour in nearest] == [("noise", "tones"), ("tones",)]


def test_an_older_run_knows_the_labels_of_its_tables_only(tmp_path):
    run = keep(tmp_path)  # whose tables hold the tracks a and b
    assert neighbours.nearest(run, np.array([0, 1, 0]), count=1)[0].labels == ()
    assert neighbours.nearest(run, np.array([0, 0, 1]), count=1, part="test")[0].labels == ("noise",)


def test_silence_is_equally_far_from_all(tmp_path):
    assert {neighbour.distance for neighbour in neighbours.nearest(keep(tmp_path), np.zeros(3))} == {1.0}


def test_an_embedding_of_another_network_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"embedding of 3 numbers, .* got shape \(4,\)"):
        neighbours.nearest(keep(tmp_path), np.zeros(4))
