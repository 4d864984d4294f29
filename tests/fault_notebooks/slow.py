# %%
import time

print("before")

# %%
print("started")
time.sleep(60)

# %%
print("never")
