# %%
import threading
import time

threading.Thread(target=time.sleep, args=(600,), daemon=False).start()
print(threading.active_count() > 1)

# %%
print("after")
