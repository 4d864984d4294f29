"""How the batch tells a notebook's kernel what it may read."""

#: The project's folder.
ROOT_VARIABLE = "TYMOR_ROOT"
#: The folder of the one release that the notebook may read.
RELEASE_VARIABLE = "TYMOR_RELEASE"
#: The partnership that is built, where it is not the default one.
PARTNERSHIP_VARIABLE = "TYMOR_PARTNERSHIP"
