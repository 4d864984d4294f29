# %%
import subprocess
import sys

subprocess.run([sys.executable, "-c", "print('from a subprocess')"], check=True)

# %%
ended = subprocess.run(["sh", "-c", "echo a complaint >&2; exit 3"], check=False)
print(ended.returncode)

# %%
# !echo from the shell
