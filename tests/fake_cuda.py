"""A GPU that is not there: tensors that say they lie on it have a shape and no values; those of the CPU are real.

What a training does on CUDA goes through PyTorch's own operators, so that what a GPU would refuse is refused: CPU and
CUDA in one operation, a generator of the other device, a shape that depends on values. Where the host waits for the
GPU, to read from it or to copy to it, the place is noted in `Gpu.waits`, and what is read says nothing.

PyTorch's FakeTensorMode knows shapes and devices. What a build without CUDA lacks beside it is put in here: the guard
of the current device, the thread in which autograd serves it, cuDNN's recurrent layers and its way to lay out maps.
"""

import ctypes
import traceback
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
import torch
from fake_cuda_kernels import CUDNN, KERNELS, recurrent
from torch import Tensor, nn
from torch._subclasses import FakeTensor, FakeTensorMode
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

from genrelib import augment
from genrelib.frontends import transforms
from genrelib.system import System
from genrelib.train import cuda_graph

CPU, CUDA, META = (torch.device(name) for name in ("cpu", "cuda:0", "meta"))
TESTED = [["2", minor] for minor in ("11", "12", "13")]  # PyTorch's versions; this reaches into their insides
STATE = 16  # bytes of a generator of CUDA
ROOM = 80 * 10**9  # bytes
GUARDS = "_ZN3c104impl26device_guard_impl_registryE"  # libc10's table of them, one for each type of device
CACHED = (transforms.hann, transforms.tukey, transforms._mel_filters, augment._tables)  # by device
aten = torch.ops.aten


class Shapes(FakeTensorMode):
    avoid_device_init = True  # there is no device, whatever `torch.cuda.is_available` is made to say


class Gpu(TorchDispatchMode):
    """Leaves to the CPU what is the CPU's, and pretends the rest."""

    def __init__(self):
        super().__init__()
        self.waits: list[str] = []  # the operator, and our line that led to it
        self.ran: set[str] = set()  # names of operators
        self.shapes = Shapes(allow_non_fake_inputs=True)
        self.fresh: list[int] = []  # ids of what the last operator returned

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func is torch.ops.prim.device.default:
            return self._device_of(args[0])
        if kwargs.get("device") == META:  # C++ took it from a tensor, see `_device_of`
            kwargs = kwargs | {"device": CUDA}
        leaves = tree_flatten((args, kwargs))[0]
        fake = any(isinstance(leaf, FakeTensor) or _cuda(leaf) for leaf in leaves)
        if not fake:
            return func(*args, **kwargs)
        with self:  # an operator made of others, which only inference hands on in one piece
            result = func.decompose(*args, **kwargs)
        if result is NotImplemented:
            result = self._pretend(func, args, kwargs)
        self.fresh = [id(leaf) for leaf in tree_flatten(result)[0]]
        return result

    def _device_of(self, tensor: Tensor) -> torch.device:
        """Where C++ is told that a tensor lies. Python asks the tensor itself and hears CUDA.

        Autograd would look for a thread that serves CUDA, and is told "meta", which the CPU's serves. Autocast asks as
        well, while it hands an operator on, and is told CUDA; not of results: these autograd asks for, even then.
        """
        if not isinstance(tensor, FakeTensor):
            return tensor.device
        within = torch._C._dispatch_tls_is_dispatch_key_excluded(torch._C.DispatchKey.AutocastCUDA)
        return CUDA if within and Autocast.on and id(tensor) not in self.fresh else META

    def _pretend(self, func, args, kwargs):
        self.ran.add(func.overloadpacket.__name__)
        if func is aten._local_scalar_dense.default:
            self._wait(func)
            return torch.zeros((), dtype=args[0].dtype).item()
        if func is aten._to_copy.default:
            if not _cuda(kwargs.get("device") or args[0].device):
                self._wait(func)
                return even(args[0].shape, kwargs.get("dtype") or args[0].dtype)
            self._sent(func, args[0], kwargs.get("non_blocking", False))
        if func is aten.copy_.default:
            if not isinstance(args[0], FakeTensor):
                self._wait(func)
                return args[0].copy_(even(args[0].shape, args[0].dtype))
            self._sent(func, args[1], len(args) > 2 and args[2])
        with self.shapes:
            return KERNELS.get(func, func)(*args, **kwargs)

    def _sent(self, func, source: Tensor, asynchronous: bool) -> None:
        if not isinstance(source, FakeTensor) and not asynchronous:
            self._wait(func)

    def _wait(self, func) -> None:
        ours = [frame for frame in traceback.extract_stack() if "/genrelib/" in frame.filename]
        where = f" at {Path(ours[-1].filename).name}: {ours[-1].line}" if ours else ""
        self.waits.append(f"{func}{where}")


def even(shape: torch.Size, dtype: torch.dtype) -> Tensor:
    """What is read of a GPU that computes nothing: the same number everywhere, so that rows of shares sum to one."""
    return torch.full(shape, 1 / shape[-1] if dtype.is_floating_point and len(shape) and shape[-1] else 0, dtype=dtype)


def _cuda(value) -> bool:
    return isinstance(value, torch.device | str) and str(value).startswith("cuda")


class Autocast(torch.autocast):
    """Autocast that tells whether it is on even while it hands on an operator, when it seems to be off."""

    on = False

    def __enter__(self):
        self.before, Autocast.on = Autocast.on, self._enabled
        return super().__enter__()

    def __exit__(self, *error):
        Autocast.on = self.before
        return super().__exit__(*error)


class Draws(TorchFunctionMode):
    """Holds generators to what they draw for: C++ would take these for the CPU's."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        for generator in (value for value in (*args, *kwargs.values()) if isinstance(value, Generator)):
            if isinstance(result, Tensor) and result.device.type != generator.device.type:
                raise RuntimeError(f"{func}: a generator of {generator.device} draws for {result.device}")
        return result


class Generator(torch.Generator):
    """A generator of the CPU that says that it is on the device it was made for."""

    device = CPU

    def __new__(cls, device="cpu"):
        return super().__new__(cls)

    def __init__(self, device="cpu"):
        self.device = CUDA if _cuda(torch.device(device)) else CPU

    def get_state(self) -> Tensor:
        return torch.zeros(STATE, dtype=torch.uint8) if _cuda(self.device) else super().get_state()

    def set_state(self, state: Tensor) -> "Generator":
        if not _cuda(self.device):
            return super().set_state(state)
        if len(state) != STATE:
            raise RuntimeError(f"RNG state is wrong size: {len(state)}")
        return self


class Recorder:
    """Stands in for `cuda_graph.Recorder`, on the CPU too: what is recorded is done when it is replayed."""

    def __init__(self, device: torch.device):
        self.works, self.recorded = True, 0

    def aside(self, work):
        return work()

    def record(self, work):
        self.recorded += 1
        return work


def accumulators(network: nn.Module) -> list:
    """Where the gradients of weights arrive; to be held, if they are not to be made first in the midst of autocast."""
    return [torch.autograd.graph.get_gradient_edge(weight) for weight in network.parameters()]


@contextmanager
def fake_gpu() -> Iterator[Gpu]:
    """Within, PyTorch has a GPU that computes nothing."""
    if torch.cuda.is_available():
        pytest.skip("there is a real GPU here")
    if torch.__version__.split(".")[:2] not in TESTED:
        pytest.skip(f"what PyTorch {torch.__version__} lacks without CUDA is not known here")
    stand_ins = (
        patch.object(torch, "Generator", Generator),
        patch.object(torch, "autocast", Autocast),
        patch.object(cuda_graph, "Recorder", Recorder),
        patch.object(System, "operations", lambda system, classes: 0),  # counted on "meta", which is taken for the GPU
        patch.object(FakeTensor, "is_cuda", property(lambda tensor: _cuda(tensor.device)), create=True),
        patch.object(FakeTensor, "is_meta", False, create=True),
        patch.multiple(
            torch.cuda,
            _lazy_init=lambda: None,
            is_available=lambda: True,
            is_bf16_supported=lambda including_emulation=True: True,
            get_device_name=lambda device=None: "a fake GPU",
            mem_get_info=lambda device=None: (ROOM, ROOM),
            get_rng_state=lambda device="cuda": torch.zeros(STATE, dtype=torch.uint8),
            set_rng_state=lambda state, device="cuda": None,
        ),
        *(patch.object(torch._VF, name, recurrent(name), create=True) for name in CUDNN),
    )
    torch.ones((), requires_grad=True).backward()  # autograd counts its threads now: none for CUDA
    with _guard(), ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.filterwarnings("ignore", message="PyTorch was compiled without cuDNN")
        warnings.filterwarnings("ignore", message="Accessing the data pointer of FakeTensor")  # by deepcopy
        for cached in CACHED:
            cached.cache_clear()
            stack.callback(cached.cache_clear)
        stack.callback(torch._C._set_only_lift_cpu_tensors, torch._C._only_lift_cpu_tensors())
        torch._C._set_only_lift_cpu_tensors(True)  # torch.tensor(..., device="cuda") then goes through `Gpu`
        for stand_in in stand_ins:
            stack.enter_context(stand_in)
        stack.enter_context(Draws())
        yield stack.enter_context(Gpu())


@contextmanager
def _guard() -> Iterator[None]:
    """A guard of CUDA for builds without one.

    Where the guard counts no GPU, as in a build with CUDA on a machine without, PyTorch itself puts one that does
    nothing in its place. So one that answers 0 to everything is enough to begin with.
    """
    library = next(Path(torch.__file__).with_name("lib").glob("*c10.*"))
    try:
        guards = (ctypes.c_void_p * 2).in_dll(ctypes.CDLL(str(library)), GUARDS)  # the CPU's and CUDA's
    except ValueError:
        pytest.skip(f"this build of PyTorch does not show its guards: no {GUARDS} in {library}")
    before = guards[1]
    nought = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda this: 0)
    functions = (ctypes.c_void_p * 32)(*[ctypes.cast(nought, ctypes.c_void_p).value] * 32)
    counts_none = ctypes.c_void_p(ctypes.addressof(functions))  # in C++ an object begins with where its functions are
    guards[1] = before or ctypes.addressof(counts_none)
    torch._C._ensureCUDADeviceGuardSet()
    try:
        yield
    finally:
        guards[1] = before
