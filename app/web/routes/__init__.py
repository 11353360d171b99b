"""The API's routes, a module for each resource; `watching/` has what one run shows. `runs.py` is the first to read.

No module here imports another: what several need stands in `answering.py`, in `requests/` or in a view.
"""

from elevenlines.app.web.routes import (
    choices,
    exports,
    forks,
    generators,
    health,
    previews,
    programs,
    runs,
    sockets,
    tables,
)
from elevenlines.app.web.routes.watching import (
    bends,
    figures,
    frames,
    passes,
    predictions,
    scores,
    states,
    surface_stream,
    surfaces,
)

ROUTERS = [  # in the order in which the description tells them
    module.router
    for module in (
        runs,
        forks,
        states,
        frames,
        predictions,
        passes,
        figures,
        scores,
        surfaces,
        bends,
        surface_stream,
        sockets,
        programs,
        exports,
        tables,
        generators,
        previews,
        choices,
        health,
    )
]
