"""How a notebook's output says: this is a block of the page."""

BLOCK_MIME = "application/vnd.tymor.block.v1+json"
HEAD_MIME = "application/vnd.tymor.head.v1+json"
