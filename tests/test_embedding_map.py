"""A network's space laid out in a plane, by points whose truth is known."""

import numpy as np
import pandas as pd
import pytest
from factories import result

from genrelib import runs
from genrelib.predictions import embedding_layouts, embedding_space, neighbourhoods, neighbours
from genrelib.predictions.embedding_space import EmbeddingSpace
from genrelib.predictions.genres import GenrePredictions

CLUSTER = 30  # points of each of two clusters


@pytest.fixture(scope="module")
def two_clusters() -> np.ndarray:
    """Points (60, 8), the first half far from the second."""
    points = np.random.default_rng(0).normal(size=(2 * CLUSTER, 8))
    points[CLUSTER:, 0] += 40
    return points


@pytest.fixture(scope="module")
def laid_out(two_clusters):
    """A t-SNE of the two clusters."""
    return embedding_layouts.tsne(two_clusters)


def apart(positions: np.ndarray) -> bool:
    """True if every point of either cluster is nearer to its own middle than to the other's."""
    middles = positions[:CLUSTER].mean(axis=0), positions[CLUSTER:].mean(axis=0)
    first, second = (np.linalg.norm(positions - middle, axis=1) for middle in middles)
    return bool((first < second)[:CLUSTER].all() and (first > second)[CLUSTER:].all())


def space_of(vectors, parts, labels) -> EmbeddingSpace:
    names = [f"track {number}" for number in range(len(vectors))]
    table = pd.DataFrame({"track": names, "part": parts, "labels": labels}, index=names)
    return EmbeddingSpace(table, neighbours.at_length_one(np.array(vectors, float)))


def test_principal_components_are_those_of_a_singular_value_decomposition(two_clusters):
    layout = embedding_layouts.pca(two_clusters)
    centred = two_clusters - two_clusters.mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(layout.positions), np.abs(left * values)[:, :2], atol=1e-9)
    np.testing.assert_allclose(layout.shares, (values**2 / (values**2).sum())[:2])
    np.testing.assert_allclose(layout.place(two_clusters[7:9]), layout.positions[7:9], atol=1e-9)


def test_separate_clusters_stay_apart(two_clusters, laid_out):
    assert apart(embedding_layouts.pca(two_clusters).positions)
    assert apart(laid_out.positions)


def test_the_same_points_get_the_same_positions_and_progress_is_told(two_clusters, laid_out):
    shares: list[float] = []
    again = embedding_layouts.tsne(two_clusters, shares.append)
    np.testing.assert_array_equal(again.positions, laid_out.positions)
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) == 30
    again.place(two_clusters[:1])
    assert len(shares) == 30  # placing a newcomer is no progress of the map


def test_a_point_placed_anew_lands_near_itself(two_clusters, laid_out):
    """Nearer than half of all points are to it: t-SNE puts a newcomer between its nearest neighbours."""
    chosen = [3, CLUSTER + 3]
    placed = laid_out.place(two_clusters[chosen])
    for place, number in zip(placed, chosen, strict=True):
        distances = np.linalg.norm(laid_out.positions - laid_out.positions[number], axis=1)
        own = slice(0, CLUSTER) if number < CLUSTER else slice(CLUSTER, None)
        assert np.linalg.norm(place - laid_out.positions[number]) < np.median(distances[own])


@pytest.mark.parametrize("count", [10, 12])
def test_few_points_get_a_perplexity_that_they_can_have(count):
    layout = embedding_layouts.tsne(np.random.default_rng(1).normal(size=(count, 4)))
    assert layout.positions.shape == (count, 2) and np.isfinite(layout.positions).all()
    assert layout.perplexity == (count - 1) / 3


def test_points_on_a_line_and_repeated_ones_are_laid_out():
    line = np.outer(np.arange(20.0) // 2, [1.0, 2.0, 3.0])  # each twice
    for lay_out in (embedding_layouts.pca, embedding_layouts.tsne):
        assert np.isfinite(lay_out(line).positions).all()
    assert embedding_layouts.pca(line).shares[0] == pytest.approx(1)


@pytest.mark.parametrize("lay_out", [embedding_layouts.pca, embedding_layouts.tsne])
@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (np.eye(1, 4), "points or more"),
        (np.eye(2, 4), "points or more"),
        (np.arange(20.0)[:, None], "two numbers or more"),
        (np.ones((20, 4)), "all the same"),
        (np.where(np.eye(20, 4), np.nan, np.arange(20.0)[:, None]), "4 that are not"),
    ],
    ids=["one", "two", "one number", "equal", "not finite"],
)
def test_what_cannot_be_laid_out_is_refused(lay_out, points, reason):
    with pytest.raises(ValueError, match=reason):
        lay_out(points)


def test_three_points_are_enough_for_components_only():
    assert embedding_layouts.pca(np.eye(3)).positions.shape == (3, 2)
    with pytest.raises(ValueError, match="10 points or more"):
        embedding_layouts.tsne(np.eye(3))


def test_a_plane_keeps_all_neighbours_of_points_in_it_and_few_by_chance():
    points = np.random.default_rng(2).normal(size=(200, 2))
    assert neighbourhoods.kept(points, 3 * points).share == 1
    shuffled = neighbourhoods.kept(points, np.random.default_rng(3).permutation(points))
    assert shuffled.share == pytest.approx(shuffled.chance, abs=0.03)
    assert neighbourhoods.kept(points[:4], points[:4]).among == 3


def test_nearest_are_those_that_point_the_same_way_whatever_their_length():
    space = space_of([[0, 2], [1, 0], [5, 5], [0, 0]], ["train"] * 4, [()] * 4)
    nearest = space.nearest(space.direction(np.array([0.1, 9.0])))
    assert nearest.index.tolist() == ["track 0", "track 2", "track 1", "track 3"]
    assert nearest["track 3"] == 1  # a zero vector is like nothing
    assert "track 0" not in space.nearest(space.place("track 0"), without=["track 0"])


@pytest.mark.parametrize("embedding", [np.zeros(3), np.array([0.0, np.nan])], ids=["length", "not finite"])
def test_an_embedding_of_another_network_is_refused(embedding):
    space = space_of([[0, 2], [1, 0]], ["train", "test"], [(), ()])
    with pytest.raises(ValueError, match="expected a finite embedding of 2 numbers"):
        space.direction(embedding)


def test_the_nearest_training_tracks_answer_beside_the_networks():
    """Of three test tracks the nearest training track is right of two, the network of one of these."""
    space = space_of(
        [[1, 0], [0, 1], [1, 0.1], [0.1, 1], [1, 0.3], [0, 1]],
        ["train", "train", "test", "test", "test", "valid"],
        [("jazz",), ("rock",), ("jazz",), ("rock",), ("rock",), ("jazz",)],
    )
    tested = pd.DataFrame(
        {"track": ["track 2", "track 3", "track 4"], "truth": ["jazz", "rock", "rock"], "answer": ["jazz"] * 3},
        index=["track 2", "track 3", "track 4"],
    )
    answers = GenrePredictions(("jazz", "rock"), tested, np.array([0, 1, 1]), np.full((3, 2), 0.5))
    compared = neighbourhoods.nearest_answer(space, answers, space.table.labels.str[0])
    assert (compared.nearest.value, compared.network.value, compared.tracks) == pytest.approx((2 / 3, 1 / 3, 3))
    assert compared.gain.value == pytest.approx(1 / 3)
    assert compared.nearest.low < 2 / 3 < compared.nearest.high
    unknown = pd.Series("", index=space.table.index)
    with pytest.raises(ValueError, match="got 0 and 3"):
        neighbourhoods.nearest_answer(space, answers, unknown)


def test_tracks_of_a_run_have_their_parts_and_labels_and_a_divided_one_a_row_for_each_part(tmp_path):
    kept = result()
    kept.embeddings.clear()
    kept.embeddings.update(
        track=np.array(["a", "b", "a"]),
        part=np.array(["train", "train", "test"]),
        vectors=np.array([[2, 0], [0, 3], [1, 1]], np.float16),
        truth=np.array([0, 1, 0]),
    )
    space = embedding_space.of_run(
        runs.save(runs.address(tmp_path, "folder-test", "clip", kept.info["system"], 0), kept)
    )
    assert space.table.index.tolist() == ["a@train", "b", "a@test"]
    assert space.table.track.tolist() == ["a", "b", "a"]
    assert space.table.labels["a@train"] == space.table.labels["a@test"] != space.table.labels["b"]
    np.testing.assert_allclose(np.linalg.norm(space.directions, axis=1), 1)
