"""Figures for Plotly, as plain lists and dictionaries that a page can extend."""

from functools import cache
from typing import Any


@cache
def error_figure() -> dict[str, Any]:
    """The empty error plot: axes, margins, hover. Colours come from the page, which knows its theme."""
    import plotly.graph_objects as go  # noqa: PLC0415  (takes half a second: imported when first needed)

    axis = {"showline": False, "zeroline": False, "ticks": "", "automargin": False, "fixedrange": False}
    figure = go.Figure(
        layout={
            "template": None,
            "margin": {"l": 64, "r": 20, "t": 6, "b": 24},
            "showlegend": False,
            "hovermode": "x unified",
            "dragmode": "pan",
            "xaxis": axis
            | {
                "rangemode": "nonnegative",
                "tickformat": ",d",
                "showgrid": False,
            },
            "yaxis": axis
            | {
                "title": {"text": "mean absolute error", "standoff": 10},
                "type": "log",
                "exponentformat": "none",
                "ticklabelstandoff": 6,
            },
        }
    )
    made: dict[str, Any] = figure.to_plotly_json()
    return {"data": list(made["data"]), "layout": made["layout"]}
