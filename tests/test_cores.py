import os
import subprocess
import sys
import threading

import pytest
import torch

from genrelib.frontends import LogMel
from genrelib.material.cores import each

FRONTEND = LogMel(4000, n_fft=512, hop_length=250, n_mels=16)


def test_clips_come_in_order_and_alike_however_many_cores_there_are():
    waveforms, threads = torch.randn(9, 4000), torch.get_num_threads()
    found = {}
    try:
        for cores in (1, 3):
            torch.set_num_threads(cores)
            found[cores] = each(FRONTEND, waveforms)
            assert torch.get_num_threads() == cores
    finally:
        torch.set_num_threads(threads)
    assert torch.equal(found[1], found[3])
    assert torch.equal(found[1][4], FRONTEND(waveforms[4:5])[0])


def test_every_thread_works_on_one_core_at_a_time():
    meet, seen = threading.Barrier(2, timeout=10), []

    def work(row):
        meet.wait()  # so two clips are under way at once
        seen.append(torch.get_num_threads())
        return row

    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        each(work, torch.zeros(4, 1))
    finally:
        torch.set_num_threads(threads)
    assert seen == [1] * 4


@pytest.mark.parametrize(("set_by_user", "expected"), [({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")])
def test_threads_wait_asleep_unless_the_user_says_otherwise(set_by_user, expected):
    given = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"} | set_by_user
    asked = "import sys, genrelib, os; assert 'torch' not in sys.modules; print(os.environ['OMP_WAIT_POLICY'])"
    said = subprocess.run([sys.executable, "-c", asked], env=given, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == expected
