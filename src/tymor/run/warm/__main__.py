"""``python -m tymor.run.warm FD``: the parent process; see :mod:`tymor.run.warm.starter`."""

import os
import shutil
import socket
import sys
from pathlib import Path


def main(listener: socket.socket) -> None:
    """Warm up, tell the starter whether that went well, and serve until it goes."""
    from tymor.run.warm.starter import BEHIND, let_other_sessions_go_first, stands_back

    if stands_back():
        os.nice(BEHIND)
        let_other_sessions_go_first(BEHIND)
    from tymor.run.warm.parent import Parent, too_many_threads
    from tymor.run.warm.warm_up import warm_up

    lifeline, report = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    warm_up()
    why = too_many_threads()
    os.write(report, why.encode())
    os.close(report)
    if not why:
        folder = Path(listener.getsockname()).parent
        Parent(listener, lifeline).serve()
        shutil.rmtree(folder, ignore_errors=True)  # a starter that was killed cannot


if __name__ == "__main__":
    if Path(sys.path[0]) == Path.cwd():
        del sys.path[0]  # as ipykernel_launcher does: the kernel puts its own folder there
    main(socket.socket(fileno=int(sys.argv[1])))
