"""Your runs, without a browser: trainings at work and interrupted, finished runs, the command that trains."""

import json

import pytest
from app_pages import page_opener, parameter, small_print
from home_trained import ATTENDS, PLAIN, name
from load import trainings

from genrelib import papers, runs
from genrelib.train import lock


@pytest.fixture
def show(trained_home, monkeypatch):
    open_page = page_opener(trained_home, monkeypatch)

    def show(**link):
        trainings.underway.clear()  # as after two seconds
        return open_page("your_runs", **link)

    return show


def test_an_interrupted_training_says_how_to_go_on(show):
    test = show()
    assert not test.exception and not test.error
    assert "Interrupted after 1 of at most" in small_print(test)
    command = f"python -m genrelib train {ATTENDS} --data folder --root DIR --split track --seed 0 --resume"
    assert command in [code.value for code in test.code]


def test_every_run_of_ones_own_is_in_the_table_and_one_is_shown(show):
    test = show(run=name(PLAIN))
    table = test.dataframe[0].value
    assert sorted(table.system) == sorted([ATTENDS, PLAIN])
    cut = f"1 of the recipe's {papers.get(ATTENDS).recipe.epochs} epochs were asked for"
    assert dict(zip(table.system, table.state, strict=True)) == {PLAIN: "finished", ATTENDS: cut}
    assert "fitted in one call" in small_print(test)


def test_a_training_at_work_is_followed(show, trained_home, monkeypatch):
    folder = runs.address(trained_home / "runs", "folder-pages", "track", ATTENDS, 7)
    with lock.alone(folder):
        test = show()
        assert test.selectbox(key="training").value == f"folder-pages/track/{ATTENDS}/seed-7"
        assert "Its first epoch is not over yet" in small_print(test)
        folder.mkdir()
        row = {"train_loss": 1.0, "valid_loss": 2.0, "valid_accuracy": 0.5, "learning_rate": 0.1, "seconds": 3.0}
        rows = [row | {"epoch": 1}, row | {"epoch": 2}]
        (folder / "state.json").write_text(
            json.dumps({"history": rows, "made_for": {"recipe": {"epochs": 12}}}), encoding="utf-8"
        )
        test = show()
        assert "Epoch 2 of at most 12 is over, 3.0 seconds each. At most 30 seconds are left." in small_print(test)
    (folder / "state.json").unlink()
    folder.rmdir()


def test_the_command_is_that_of_the_chosen_system_and_data(show):
    test = show(system="choi2017/crnn-0.1M", data="jukebox-tags")
    assert "python -m genrelib train choi2017/crnn-0.1M --data jukebox-tags" in [code.value for code in test.code]
    test.selectbox(key="data").select("folder").run()
    assert "python -m genrelib train choi2017/crnn-0.1M --data folder --root DIR" in [code.value for code in test.code]
    assert parameter(test, "system") == "choi2017/crnn-0.1M"


def test_without_runs_the_page_says_so(monkeypatch, tmp_path):
    trainings.underway.clear()
    test = page_opener(tmp_path, monkeypatch)("your_runs")
    assert not test.exception
    assert "Nothing was trained on this computer yet" in test.info[0].value
    assert test.code
