"""Tags, run without a browser: numbers as scikit-learn's, mistakes in order, and a word for whatever is missing."""

from dataclasses import replace

import numpy as np
import pytest
from app_pages import parameter, percent, small_print, view_opener
from factories import SYSTEM, tagged
from home_tags import CATEGORIES, TAGS, TRACKS, keep, name, predicted, truth_and_score
from released_files import small_system, torch_file
from sklearn import metrics
from streamlit.testing.v1 import AppTest

from genrelib import papers, runs
from genrelib.adoption import adopt

ADOPTED = "won2020/crnn-jamendo"


@pytest.fixture
def show(tag_home, monkeypatch, played):
    """Function: open the page, on the first run if none is named."""
    return view_opener("tags", tag_home, monkeypatch, run=name())


def shown(test: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in test.metric}


def rows(test: AppTest) -> list[str]:
    return [option.replace("\\", "") for option in test.radio(key="row").options]


def by_tag(test: AppTest):
    """The table tag by tag."""
    return by_name(test, "prevalence").set_index("tag")


def by_name(test: AppTest, column: str):
    """The first table with a column."""
    return next(table.value for table in test.dataframe if column in table.value)


def test_without_a_run_on_tags_the_page_says_how_to_get_one(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show()
    assert "python -m genrelib train" in test.info[0].value and "gtzan-tags" in test.info[0].value
    assert not test.selectbox


def test_one_run_is_shown_with_its_means_and_whose_it_is(show):
    test = show()
    assert shown(test)["Mean ROC-AUC (0.40 to 0.80)"] == "0.60"
    assert "Trained on folder-sounds, seed 0, your run. Split track keeps apart: Nothing." in small_print(test)
    assert not test.warning and not test.error


def test_areas_in_the_table_are_scikit_learns(show):
    table = by_tag(show())
    truth, score = truth_and_score("pitched")
    assert table.loc["pitched", "ROC-AUC"] == pytest.approx(metrics.roc_auc_score(truth, score))
    assert table.loc["pitched", "PR-AUC"] == pytest.approx(metrics.average_precision_score(truth, score))
    assert table.loc["pitched", ["tracks", "prevalence"]].to_list() == [6, pytest.approx(100 / 3)]
    assert table.category.to_dict() == {"pitched": "sound", "steady": "sound", "rare": "other"}


def test_precision_and_recall_follow_the_threshold(show):
    truth, score = truth_and_score("steady")
    test, recalls = show(tag="steady"), []
    for threshold in (0.3, 0.6):
        test.slider(key="threshold").set_value(threshold).run()
        guess = score >= threshold
        assert shown(test)["Precision"] == percent(metrics.precision_score(truth, guess))
        assert shown(test)["Recall"] == percent(metrics.recall_score(truth, guess))
        assert shown(test)["F1"] == percent(metrics.f1_score(truth, guess))
        assert f"{int((guess & ~truth).sum())} false alarms" in small_print(test)
        assert parameter(test, "threshold") == f"{threshold:.3f}"
        recalls.append(shown(test)["Recall"])
    assert recalls[0] != recalls[1]


def test_the_threshold_begins_where_f1_is_best_on_validation_tracks(show):
    """Here validation tracks are the test tracks, so that no other threshold does better on those."""
    truth, score = truth_and_score("steady")
    best = max(metrics.f1_score(truth, score >= one) for one in score)
    test = show(tag="steady")
    assert shown(test)["F1"] == percent(best)
    test.slider(key="threshold").set_value(0.9).run()
    assert shown(test)["F1"] != percent(best)
    test.segmented_control(key="wish").set_value("f1").run()
    assert shown(test)["F1"] == percent(best)


def test_a_wish_is_met_on_validation_tracks_and_told_of_test_tracks(show):
    """Here validation tracks are the test tracks, so that both tell the same."""
    truth, score = truth_and_score("steady")
    test = show(tag="steady", wish="recall")
    found = (truth & (score >= test.slider(key="threshold").value)).sum()
    assert 0.9 * truth.sum() <= found and shown(test)["Recall"] == percent(found / truth.sum())
    words = small_print(test)
    assert "Chosen on 18 validation tracks, 12 with the tag: " in words
    assert f"On the 18 test tracks, which had no say in it: precision {shown(test)['Precision']}" in words
    test.segmented_control(key="wish").set_value("precision").run()
    assert int(shown(test)["Precision"].split()[0]) >= 90


def test_a_wish_stays_when_the_tag_changes_and_ends_at_the_slider(show):
    test = show(tag="steady")
    test.segmented_control(key="wish").set_value("recall").run()
    test.selectbox(key="tag").set_value("pitched").run()
    assert parameter(test, "wish") == "recall" and "threshold" not in test.query_params
    assert int(shown(test)["Recall"].split()[0]) >= 90
    test.slider(key="threshold").set_value(0.9).run()
    assert "wish" not in test.query_params and parameter(test, "threshold") == "0.900"
    assert test.segmented_control(key="wish").value == "hand"
    test.selectbox(key="tag").set_value("steady").run()
    assert "threshold" not in test.query_params and test.segmented_control(key="wish").value == "f1"


def test_a_link_with_a_threshold_is_one_by_hand(show):
    test = show(tag="steady", threshold="0.2")
    assert test.segmented_control(key="wish").value == "hand" and "wish" not in test.query_params
    assert "had no say" not in small_print(test)


def test_a_wish_that_cannot_be_had_says_so(show, tmp_path, monkeypatch):
    turned = {track: (tuple(not true for true in truth), *clips) for track, (truth, *clips) in predicted(0).items()}
    kept = tagged(turned, TAGS, data="folder-turned", seed=0, categories=CATEGORIES)
    runs.save(runs.address(tmp_path / "runs", "folder-turned", "track", SYSTEM.name, 0), kept)
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show(run=name(data="folder-turned"), tag="steady", wish="precision")
    best = show(run=name(data="folder-turned"), tag="steady").slider(key="threshold").value
    assert "Precision ≥ 90 % cannot be had: no threshold reaches it on the 18 validation tracks" in small_print(test)
    assert test.slider(key="threshold").value == best and parameter(test, "wish") == "precision"


def test_false_alarms_come_the_most_probable_first_and_play_where_they_are(show, played):
    truth, score = truth_and_score("steady")
    test = show(tag="steady", threshold="0.2", kind="alarms")
    order = [TRACKS[place] for place in np.argsort(-score) if not truth[place] and score[place] >= 0.2]
    assert len(order) > 1 and [row.split(" · ")[-1] for row in rows(test)] == [f"{t} at 2.5 s" for t in order[:5]]
    assert rows(test)[0].startswith(f"**{percent(score[TRACKS.index(order[0])])} steady**")
    assert (played[-1].title, played[-1].begins) == (order[0], 2.5)
    curves, heat = played[-1].panels[2:4]
    assert curves["labels"] == ["steady"]
    assert heat["title"].endswith(": taggram") and set(heat["labels"]) == set(TAGS)


def test_misses_come_the_least_probable_first(show, played):
    truth, score = truth_and_score("pitched")
    test = show(tag="pitched", threshold="0.9", kind="misses")
    order = [TRACKS[place] for place in np.argsort(score) if truth[place] and score[place] < 0.9]
    assert [row.split(" · ")[-1].split(" at ")[0] for row in rows(test)] == order[:5]
    assert test.radio(key="row").proto.captions[0].replace("\\", "").endswith(" · is pitched, steady")
    assert played[-1].title == order[0]


def test_where_nothing_is_missed_the_page_says_so(show, played):
    test = show(tag="pitched", threshold="0.0", kind="misses")
    assert "No miss: every track with the tag is found." in small_print(test)
    assert not played


def test_a_tag_that_no_test_track_bears_cannot_be_ranked(show):
    test = show(tag="rare")
    assert "0 of 18 test tracks have this tag: nothing can be ranked." in small_print(test)
    assert "No threshold can be advised" in small_print(test)
    assert shown(test)["Recall"] == "none"


def test_another_tag_forgets_the_threshold_and_the_row(show):
    test = show(tag="steady", threshold="0.2", kind="alarms")
    test.selectbox(key="tag").set_value("pitched").run()
    assert parameter(test, "tag") == "pitched"
    assert "threshold" not in test.query_params  # the advised one is the default
    assert not test.warning


def test_a_link_opens_the_same_view_at_the_same_second(show, played):
    row = rows(show(tag="steady", threshold="0.2", kind="alarms"))[1].split(" · ")[-1].split(" at ")[0]
    test = show(tag="steady", metric="pr_auc", threshold="0.2", kind="alarms", row=row, t="4.5", other=name(1))
    assert (played[-1].title, played[-1].begins) == (row, 4.5)
    again = show(**{key: parameter(test, key) for key in test.query_params})
    assert (played[-1].title, played[-1].begins) == (row, 4.5)
    assert again.session_state["metric"] == "pr_auc" and rows(again) == rows(test)


def test_a_bad_link_is_told_so_and_sees_the_first_choice(show):
    test = show(run="gone", other="**x**", metric="magic", tag="<b>", threshold="nan", kind="bar", row="y", t="noon")
    assert len(test.warning) == 7
    assert not any("<b>" in warning.value or "**x**" in warning.value for warning in test.warning)
    assert shown(test)["Precision"]


def test_another_system_stands_beside_as_gaps(show):
    test = show(other=name(1))
    table = by_tag(test)
    scores = [metrics.roc_auc_score(*truth_and_score("steady", seed)) for seed in (0, 1)]
    assert table.loc["steady", "gap ROC-AUC"] == pytest.approx(scores[1] - scores[0])
    mean = np.mean([np.diff([metrics.roc_auc_score(*truth_and_score(t, s)) for s in (0, 1)]) for t in TAGS[:2]])
    assert next(v for k, v in shown(test).items() if k.startswith("Gap")) == f"{mean:+.2f}".replace("-", "−")


def test_any_number_of_systems_stand_beside_with_gaps_of_their_own(show):
    test = show(other=[name(1), name(data="gtzan-tags")])
    assert parameter(test, "other") == f"{name(1)},{name(data='gtzan-tags')}"
    means = test.dataframe[0].value
    areas = [[metrics.roc_auc_score(*truth_and_score(tag, seed)) for tag in TAGS[:2]] for seed in (0, 1)]
    assert means.gap.tolist()[1:] == pytest.approx([np.mean(areas[1]) - np.mean(areas[0]), 0])
    assert means["so it is"].tolist() == ["", "cannot tell", "cannot tell"]
    assert set(means["in common"][1:]) == {"3 tags, 18 tracks"}
    assert f"Small marks are the others, without their intervals: {SYSTEM.name}, folder-sounds" in small_print(test)
    assert "gap ROC-AUC" not in by_tag(test) and not any(label.startswith("Gap") for label in shown(test))
    ones = [column for column in by_tag(test) if column.startswith("ROC-AUC of") and column.endswith(", 1")]
    assert by_tag(test).loc["steady", ones].tolist() == [pytest.approx(areas[1][1])]


def test_a_link_to_more_systems_than_a_figure_holds_shows_the_first(show, tmp_path, monkeypatch):
    for seed in range(8):
        keep(tmp_path, seed)
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show(other=[name(seed) for seed in range(1, 8)])
    assert [warning.value for warning in test.warning] == ["The link asks for 7 others. The first 6 are shown."]
    assert len(test.dataframe[0].value) == 7


def test_the_networks_opinions_of_a_track_stand_beside_each_other(show):
    table = by_name(show(other=name(1), tag="steady", kind="hits"), "spread").set_index("tag")
    first, second = table.columns[1:3]
    np.testing.assert_allclose(table.spread, (table[first] - table[second]).abs())
    assert table.spread.is_monotonic_decreasing and table.spread.iloc[0] > 0
    assert table.true["steady"] == "yes"


def test_adopted_taggers_are_asked_and_not_judged(show, tag_home, tmp_path, monkeypatch):
    content = torch_file()
    (tmp_path / "best_model.pth").write_bytes(content)
    monkeypatch.setitem(papers.CATALOG, ADOPTED, small_system(ADOPTED, content))
    (tmp_path / "data").symlink_to(tag_home / "data")
    keep(tmp_path, 0)
    adopt(papers.get(ADOPTED), tmp_path / "best_model.pth", tmp_path / "runs")
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show(tag="steady", kind="hits")
    assert ADOPTED not in test.dataframe[0].value and test.segmented_control(key="asked").value == "judged"
    test.segmented_control(key="asked").set_value("adopted").run()
    assert not test.exception and test.dataframe[0].value[ADOPTED].isna().all()  # it knows none of these tags
    assert f"{ADOPTED} also says, of tags that nobody judged here: " in small_print(test)
    assert "Nobody measured them on these tracks" in small_print(test)
    assert parameter(test, "asked") == "adopted"


def test_mistakes_on_the_same_tracks_are_counted_and_few_get_no_verdict(show):
    test = show(tag="steady", wish="recall")
    table = by_name(test, "together").set_index("tag")
    (steady, sure), (pitched, score) = truth_and_score("steady"), truth_and_score("pitched")
    least = [show(tag=tag, wish="recall").slider(key="threshold").value for tag in ("steady", "pitched")]
    neither = ~steady & ~pitched
    assert table.tracks["pitched"] == neither.sum()
    assert table.together["pitched"] == (neither & (sure >= least[0]) & (score >= least[1])).sum() > 0
    assert table["so it is"].tolist() == ["too few"]
    assert "Other tags have their threshold of “Recall ≥ 90 %” on validation tracks" in small_print(test)
    test.segmented_control(key="together").set_value("misses").run()
    assert "a test needs 5 misses of both tags" in small_print(test) and parameter(test, "together") == "misses"


def test_a_run_that_shares_no_track_is_not_compared(show, tmp_path, monkeypatch):
    strangers = {f"other {track}": row for track, row in predicted(0).items()}
    kept = tagged(strangers, TAGS, data="folder-else", seed=0, categories=CATEGORIES)
    keep(tmp_path, 0)
    keep(tmp_path, 1)
    runs.save(runs.address(tmp_path / "runs", "folder-else", "track", SYSTEM.name, 0), kept)
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    test = show(other=name(data="folder-else"))
    words = f"Shown without {SYSTEM.name}: the two runs have no test track or no tag in common"
    assert words in small_print(test) and "gap ROC-AUC" not in by_tag(test)
    test = show(other=[name(data="folder-else"), name(1)])
    assert words in small_print(test) and "gap ROC-AUC" in by_tag(test)  # the next one is still compared


def test_weak_labels_and_partial_runs_are_said(show):
    words = small_print(show(run=name(data="gtzan-tags")))
    assert "a false alarm may be a missing word" in words
    assert "partial run: 1 of 9 epochs" in words
    words = small_print(show())
    assert "missing word" not in words and "partial" not in words


def test_popularity_is_correlated_with_the_areas(show):
    assert "Three tags that can be ranked are needed" in small_print(show())


def test_two_papers_on_one_network_are_told_by_their_declarations(show, monkeypatch):
    """Whatever is declared is written: a figure of another paper's moves the gap, nothing is typed."""
    test = show()
    assert "have a ROC-AUC of 0.8662, trained anew by others 0.8499: 0.0163 less" in small_print(test)
    assert "0.7978 on mtg-jamendo and 0.8722 on magnatagatune. That is 0.0744" in small_print(test)
    anew = papers.get("won2020/crnn-msd")
    monkeypatch.setitem(papers.CATALOG, anew.name, replace(anew, reported={"msd": {"roc_auc_macro": 0.9}}))
    assert "trained anew by others 0.9000: 0.0338 more" in small_print(show())
    assert by_name(test, "shared tags")["shared tags"].tolist()[0] == anew.labels
