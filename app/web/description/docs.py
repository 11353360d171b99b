"""/docs, the API's description to read and try; it works without the network."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Eleven Lines · API</title>
<link rel="icon" href="/static/favicon.svg">
<link rel="stylesheet" href="/static/vendor/swagger-ui/swagger-ui.css">
<main id="swagger-ui"></main>
<script src="/static/vendor/swagger-ui/swagger-ui-bundle.js"></script>
<script type="module" src="/static/js/docs.js"></script>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The API's description, to read and try."""
    return HTMLResponse(_PAGE)
