# %%
import subprocess

left = subprocess.Popen(["sleep", "600"])
print("pid", left.pid)
