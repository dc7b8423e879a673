"""Property tests try the same examples in every run; `PLANCMP_FUZZ=1` looks for new ones."""

import os

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, database=None)
settings.register_profile("fuzz", max_examples=2000, database=None)
settings.load_profile("fuzz" if os.environ.get("PLANCMP_FUZZ") else "fixed")
