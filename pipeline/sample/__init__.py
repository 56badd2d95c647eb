"""The sample press: four invented outlets over three days, served on loopback so that a first run needs no network.

The data is `press.toml`; labels and official papers stand in the repository's `sample/` folder. Nothing here is read by
the pass itself: it only sees the addresses of the server, as of any other press.
"""

from pipeline.sample.office import write_office
from pipeline.sample.press import DAYS
from pipeline.sample.serve import SampleServer, serve

__all__ = ["DAYS", "SampleServer", "serve", "write_office"]
