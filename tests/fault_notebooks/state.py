# %% [markdown]
# What a notebook can see of the process that it runs in: a forked kernel must not differ.

# %%
import logging
import os
import re
import signal
import sys
import threading
import time
import warnings
from pathlib import Path

import altair as alt
import pandas as pd

# %%
print(sys.argv[0], sys.path, sys.flags, sys.executable, Path.cwd(), sys.getrecursionlimit())
print("\n".join(sorted(os.environ)))

# %%
print([signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)])
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.set_wakeup_fd(-1) >= 0)
print(os.getsid(0) == os.getpgid(0) == os.getpid())

# %%
print(sorted(re.sub(r"\d+", "", thread.name) for thread in threading.enumerate()))
print(logging.getLogger().handlers, logging.getLogger().level)
print(sorted(map(str, warnings.filters)))

# %%
print(alt.theme.active, alt.renderers.active, alt.data_transformers.active)
print({name: pd.get_option(name) for name in ("display.max_rows", "mode.string_storage")})

# %%
time.sleep(1)  # a client's last channel may still be on its way
opened = [
    str(file.readlink()).partition(":")[0]
    for file in Path("/proc/self/fd").iterdir()
    if int(file.name) > 2 and file.exists()
]
print([(kind, opened.count(kind)) for kind in ("anon_inode", "pipe", "socket")])

# %%
pd.DataFrame({"school": ["Ysgol y Bont", "St Mary's"], "pupils": [12, None]})

# %%
alt.Chart(pd.DataFrame({"a": [1, 2]})).mark_bar().encode(alt.X("a:Q"))
