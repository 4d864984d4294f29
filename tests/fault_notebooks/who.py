# %%
import os
import random
import uuid

import numpy as np

# %% tags=["parameters"]
batch: str = ""

# %%
print(batch, os.getpid(), os.getppid())

# %%
print(random.random(), np.random.random(), np.random.default_rng().random(), uuid.uuid4())
