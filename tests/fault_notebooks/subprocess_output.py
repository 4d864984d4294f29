# %%
import subprocess
import sys

subprocess.run([sys.executable, "-c", "print('from a subprocess')"], check=True)

# %%
subprocess.run(["sh", "-c", "echo a complaint >&2; exit 3"], check=False).returncode

# %%
# !echo from the shell
