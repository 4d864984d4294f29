"""Warm kernels: real ipykernels, forked from a process that has imported what notebooks need.

``starter`` is the batch's side: it starts the one parent of the batch.
``provisioner`` is Jupyter's side: it asks that parent for a kernel, or starts a
stock one where there is no parent. ``parent`` and ``child`` run over there.
"""

#: Where the parent of this batch listens; handed to the batch's workers.
SOCKET_VARIABLE = "TYMOR_WARM_KERNELS"
