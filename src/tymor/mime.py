"""How a notebook's output says: this is a block of the page.

Both hold JSON as one text. As a tree it would be taken apart and put together
again by the kernel, by papermill and by nbformat: a third of a worker's time.
"""

BLOCK_MIME = "application/vnd.tymor.block.v2"
HEAD_MIME = "application/vnd.tymor.head.v2"
#: At the end of a notebook: it ran to there, and so many heads and blocks were shown.
END_MIME = "application/vnd.tymor.end.v1"
#: In a display's metadata: the keys of the catalogues that were asked for since the last one.
WORDS_METADATA = "tymor_words"
