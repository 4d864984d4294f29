# %% tags=["parameters"]
batch: str = ""

# %%
import os
import sys

print(batch, os.getpid(), os.getppid())

# %%
import random
import uuid

import numpy as np

print(random.random(), np.random.random(), np.random.default_rng().random(), uuid.uuid4())
