import json
from pathlib import Path

import plotly

from elevenlines.app.views.page.figures import error_figure


def test_plain_lists_and_a_named_axis() -> None:
    figure = json.loads(json.dumps(error_figure()))
    assert "title" not in figure["layout"]["xaxis"], "the scrubber below carries the epoch axis's name"
    assert figure["layout"]["yaxis"]["title"]["text"] == "mean absolute error"
    assert figure["data"] == []


def test_the_pages_plotly_is_the_one_that_the_package_speaks() -> None:
    vendored = Path("static/vendor/plotly/plotly-basic.min.js").read_text("utf-8")[:300]
    package = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8")[:300]
    version = next(word for word in package.replace("\n", " ").split() if word.startswith("v") and word.count(".") == 2)
    assert version in vendored
