# %% tags=["parameters"]
length: int = 100

# %%
line = "x" * length
while True:
    print(line)

# %%
print("never")
