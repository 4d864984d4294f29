"""What a forked process does to become a kernel like any other."""

import atexit
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

import ipykernel_launcher  # type: ignore[import-untyped]
import numpy as np
from ipykernel.kernelapp import IPKernelApp

from tymor.run.warm.messages import Request
from tymor.run.warm.starter import let_other_sessions_go_first, stands_back
from tymor.run.warm.warm_up import SET_BY_IMPORTS

#: How far a kernel's session stands back.
BEHIND_PAGES = 10


def become_kernel(request: Request, parent: int, leave_parent: Callable[[], None]) -> NoReturn:
    """Run an ipykernel on the request's connection file; never come back.

    ``os._exit`` ends it, since what the parent built must not be torn down a
    second time here; the notebook's own ``atexit`` functions do run.
    """
    code = 1
    try:
        os.setsid()
        # Those first that wait for kernels' results: the processes that make pages.
        if stands_back():
            let_other_sessions_go_first(BEHIND_PAGES)
        leave_parent()
        _be_launched(request, parent)
        code = _run_kernel(request, parent)
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _be_launched(request: Request, parent: int) -> None:
    """Be what a fresh process would have found, instead of the parent's copy."""
    os.environ.clear()
    os.environ.update(SET_BY_IMPORTS | dict(request.env) | {"JPY_PARENT_PID": str(parent)})
    time.tzset()
    os.chdir(request.cwd)
    sys.argv = [ipykernel_launcher.__file__, *request.argv]
    random.seed()
    np.random.seed()


def _run_kernel(request: Request, parent: int) -> int:
    # The kernel looks each second whether ``parent`` still is its parent.
    app: Any = IPKernelApp.instance(parent_handle=parent)
    app.initialize(list(request.argv))
    app.start()
    # The control thread may still be flushing what the kernel's own closing takes away
    # under its hands; then both would wait for good. So it ends first.
    if app.control_thread.is_alive():
        app.control_thread.stop()
        app.control_thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return 0
