"""How the batch tells a notebook's kernel what it may read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tymor.config import Config

#: The project's folder.
ROOT_VARIABLE = "TYMOR_ROOT"
#: The folder of the one release that the notebook may read.
RELEASE_VARIABLE = "TYMOR_RELEASE"
#: The partnership that is built, where it is not the default one.
PARTNERSHIP_VARIABLE = "TYMOR_PARTNERSHIP"

#: What `tymor open` gives a notebook at a desk; no batch knows it.
PARAMETERS_VARIABLE = "TYMOR_PARAMETERS"


def settings_told(config: "Config") -> Mapping[str, str]:
    """Whose settings a kernel reads."""
    return {ROOT_VARIABLE: str(config.root), PARTNERSHIP_VARIABLE: config.partnership_file}
