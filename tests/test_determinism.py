import os

import pytest
import torch

from genrelib.train.determinism import WORKSPACE, deterministic


@pytest.fixture(autouse=True)
def workspace(monkeypatch):
    monkeypatch.delenv(WORKSPACE, raising=False)
    return monkeypatch


def test_deterministic_algorithms_are_on_within_and_off_again_after(workspace):
    with deterministic(True):
        assert torch.are_deterministic_algorithms_enabled() and os.environ[WORKSPACE] == ":16:8"
        assert not torch.backends.cudnn.benchmark
    assert not torch.are_deterministic_algorithms_enabled()


def test_nothing_changes_where_it_is_not_wanted():
    with deterministic(False):
        assert not torch.are_deterministic_algorithms_enabled() and WORKSPACE not in os.environ


def test_an_operation_without_a_deterministic_form_is_named():
    with pytest.raises(ValueError, match=r"--deterministic: put_.*; train without it"), deterministic(True):
        torch.zeros(4).put_(torch.tensor([1]), torch.tensor([1.0]))
    assert not torch.are_deterministic_algorithms_enabled()


def test_a_workspace_that_cublas_is_not_deterministic_with_is_refused(workspace):
    workspace.setenv(WORKSPACE, ":8:8")
    expected = "expected CUBLAS_WORKSPACE_CONFIG to be :16:8 or :4096:8, got :8:8"
    with pytest.raises(ValueError, match=expected), deterministic(True):
        pass


def test_other_errors_are_left_alone():
    with pytest.raises(RuntimeError, match="mat1 and mat2"), deterministic(True):
        torch.zeros(2, 3) @ torch.zeros(2, 3)
