"""The papermill engine of the batch: papermill's own, with four differences.

- The notebook is written when it ends, not at the start and end of each cell.
- A cell that took too long, or whose kernel died, is a failed cell like one
  that raised: the notebook is kept with a link to it, and its number and line
  can be told. Papermill marks such a cell as completed and knows no more.
- A cell that ends the kernel is a failed one, whatever status it asks for.
- A notebook may leave :data:`OUTPUT_LIMIT_BYTES`, and its kernel may hold
  :data:`KERNEL_LIMIT_BYTES`: a cell that prints or collects without end would
  else take all the memory before its time is over.
"""

from contextlib import suppress
from typing import Any

import psutil  # type: ignore[import-untyped]
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.iorw import write_ipynb
from papermill.log import logger

ENGINE = "tymor"
OUTPUT_LIMIT_BYTES = 50_000_000
KERNEL_LIMIT_BYTES = 2_000_000_000
_MESSAGE_BYTES = 1_000  # what one display takes at the least


#: What papermill notes of when a cell ran.
_TIMES = ("start_time", "end_time", "duration")


class TooMuchOutput(CellControlSignal):
    """The cell's outputs have grown past what a page could ever need."""


class TooMuchMemory(CellControlSignal):
    """The kernel holds more memory than one of several kernels may."""


class KernelGivenUp(Exception):
    """The kernel is dead, or busy with a cell that was given up: ask it nothing more."""


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, whose cells can also fail by time, by death or by size."""

    _output_bytes = 0
    _given_up: Exception | None = None

    def papermill_execute_cells(self) -> None:
        super().papermill_execute_cells()
        if self._given_up:
            raise KernelGivenUp

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        try:
            done: NotebookNode = super().execute_cell(cell, cell_index, **options)
            _tell_exit(done)  # a cell may be tagged to go on after what it raises
            return done
        except CellExecutionError:
            _tell_exit(cell)
            raise
        except (CellControlSignal, DeadKernelError) as failure:
            reason = self._given_up = self._given_up or failure
            self.shutdown_kernel = "immediate"
            name, told = type(reason).__name__, str(reason).strip()
            error = new_output("error", ename=name, evalue=told, traceback=[told])  # type: ignore[no-untyped-call]
            cell.outputs.append(error)
            # A kernel that dies at once may not have told the number of its last cell.
            cell.execution_count = cell.execution_count or self.code_cells_executed
            raise CellExecutionError(told, ename=name, evalue=told) from failure

    def process_message(
        self, message: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        self._output_bytes += _MESSAGE_BYTES + len(message["content"].get("text", ""))
        if self._output_bytes > OUTPUT_LIMIT_BYTES:
            self._given_up = TooMuchOutput(
                f"The notebook printed more than {OUTPUT_LIMIT_BYTES:,} bytes."
            )
            self.task_poll_for_reply.cancel()  # as nbclient does when a kernel has died
            raise self._given_up
        output: NotebookNode | None = super().process_message(message, cell, cell_index)
        return output

    async def _async_check_alive(self) -> None:
        """Called each second: a kernel that holds too much is as good as dead."""
        await super()._async_check_alive()
        with suppress(psutil.Error):
            held_bytes = psutil.Process(self.km.provisioner.pid).memory_info().rss
            if held_bytes > KERNEL_LIMIT_BYTES:
                told = f"The kernel held more than {KERNEL_LIMIT_BYTES:,} bytes of memory."
                self._given_up = TooMuchMemory(told)
                raise DeadKernelError(told)


def _tell_exit(cell: NotebookNode) -> None:
    """A notebook that ends itself is a failed one: papermill takes sys.exit(0) for a success."""
    for output in cell.get("outputs", ()):  # words have none
        if output.get("ename") == "SystemExit" and output.evalue in ("", "0"):
            output.evalue = (
                "the notebook ends itself here, so its page would not be whole. Take sys.exit out."
            )


class WriteOnce(NBClientEngine):  # type: ignore[misc]
    """Leaves the writing to papermill, which writes every notebook, failed or not, at its end."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, output_path: str | None = None, **options: Any
    ) -> NotebookNode:
        try:
            super().execute_notebook(nb, kernel_name, output_path=None, **options)
            return without_chance(nb)
        except Exception:  # no cell's failure, so papermill would not write it
            write_ipynb(without_chance(nb), output_path)
            raise

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        input_path: str | None = None,
        **options: Any,
    ) -> None:
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            log=logger,
            **options,
        )
        with suppress(KernelGivenUp):  # its cell is marked as failed; papermill raises for it
            client.execute()


def without_chance(notebook: NotebookNode) -> NotebookNode:
    """The notebook without times, paths and random ids: one execution leaves the same bytes
    as the next. How long it took is in the journal.
    """
    for name in (*_TIMES, "input_path", "output_path"):
        notebook.metadata.get("papermill", {}).pop(name, None)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        cell.metadata.pop("execution", None)
        for name in _TIMES:
            cell.metadata.get("papermill", {}).pop(name, None)
    return notebook


papermill_engines.register(ENGINE, WriteOnce)
