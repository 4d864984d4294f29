# %%
import resource
from pathlib import Path

used_pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = used_pages * resource.getpagesize() + 100_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

# %%
too_big = bytearray(1_000_000_000)
