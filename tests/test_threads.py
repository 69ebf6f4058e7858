import os
import subprocess
import sys
import threading

import pytest
import torch

from genrelib.frontends import LogMel, threads
from genrelib.frontends.threads import map_rows

FRONTEND = LogMel(4000, n_fft=512, hop_length=250, n_mels=16)


@pytest.fixture(autouse=True)
def three_threads(monkeypatch):
    """Even the short batches of these tests are worth sharing out."""
    before = torch.get_num_threads()
    monkeypatch.setattr(threads, "ENOUGH", 0)
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


def test_clips_come_in_order_and_alike_however_many_cores_there_are():
    waveforms, features = torch.randn(9, 4000), {}
    for count in (1, 3):
        torch.set_num_threads(count)
        features[count] = FRONTEND(waveforms)
        assert torch.get_num_threads() == count
    assert torch.equal(features[1], features[3])
    assert torch.equal(features[1][4], FRONTEND(waveforms[4:5])[0])


def test_every_thread_works_on_one_core_at_a_time():
    meet, threads = threading.Barrier(3, timeout=10), []

    def work(row):
        meet.wait()  # so three clips are under way at once
        threads.append(torch.get_num_threads())
        return row

    map_rows(work, torch.zeros(6, 1))
    assert threads == [1] * 6


@pytest.mark.parametrize(("clips", "enough"), [(1, 0), (5, 50)])
def test_a_clip_and_a_short_batch_are_not_worth_a_thread(clips, enough, monkeypatch):
    monkeypatch.setattr(threads, "ENOUGH", enough)
    seen = []

    def work(row):
        seen.append((threading.current_thread(), torch.get_num_threads()))
        return row

    map_rows(work, torch.zeros(clips, 9))
    assert seen == [(threading.current_thread(), 1)] * clips


def test_other_threads_keep_their_cores():
    meet, threads = threading.Barrier(2, timeout=10), []

    def other():
        threads.append(torch.get_num_threads())
        meet.wait()
        meet.wait()  # now each is at work
        threads.append(torch.get_num_threads())
        meet.wait()

    def work(row):
        meet.wait()
        meet.wait()
        return row

    thread = threading.Thread(target=other)
    thread.start()
    meet.wait()
    map_rows(work, torch.zeros(1, 1))
    thread.join()
    assert threads == [3, 3] and torch.get_num_threads() == 3


def test_what_fails_gives_the_cores_back():
    with pytest.raises(RuntimeError):
        map_rows(lambda row: row @ torch.zeros(7, 7), torch.zeros(4, 1))
    assert torch.get_num_threads() == 3


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode, torch.enable_grad])
def test_gradients_are_kept_track_of_as_outside(mode):
    waveforms = torch.randn(4, 4000, requires_grad=True)
    modes = []

    def work(row):
        modes.append((torch.is_grad_enabled(), torch.is_inference_mode_enabled()))
        return FRONTEND(row)

    with mode():
        outputs = map_rows(work, waveforms)
        assert modes == [(torch.is_grad_enabled(), torch.is_inference_mode_enabled())] * 4
    assert outputs.requires_grad == (mode is torch.enable_grad)
    if outputs.requires_grad:
        (gradient,) = torch.autograd.grad(outputs.sum(), waveforms)
        assert gradient.abs().amax(dim=1).min() > 0


@pytest.mark.parametrize(
    ("set_by_user", "expected"),
    [({}, "1000"), ({"GOMP_SPINCOUNT": "7"}, "7"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "None")],
)
def test_threads_wait_asleep_before_long_unless_the_user_says_otherwise(set_by_user, expected):
    ours = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
    given = {name: value for name, value in os.environ.items() if name not in ours} | set_by_user
    asked = "import sys, genrelib, os; assert 'torch' not in sys.modules; print(os.environ.get('GOMP_SPINCOUNT'))"
    finished = subprocess.run([sys.executable, "-c", asked], env=given, capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == expected
