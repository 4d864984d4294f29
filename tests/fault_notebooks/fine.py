# %%
text = "fine"
print(text)

# %%
text.upper()
