"""How a notebook's output says: this is a block of the page."""

BLOCK_MIME = "application/vnd.tymor.block.v1+json"
HEAD_MIME = "application/vnd.tymor.head.v1+json"
#: In a display's metadata: the keys of the catalogues that were asked for since the last one.
WORDS_METADATA = "tymor_words"
