"""/docs, the API's description to read and try; it works without the network."""

from functools import cache

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from elevenlines.app.web.files import address_of

router = APIRouter(include_in_schema=False)


@cache
def _page() -> str:
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Eleven Lines · API</title>
<link rel="icon" href="{address_of("favicon.svg")}">
<link rel="stylesheet" href="{address_of("vendor/swagger-ui/swagger-ui.css")}">
<main id="swagger-ui"></main>
<script src="{address_of("vendor/swagger-ui/swagger-ui-bundle.js")}"></script>
<script type="module" src="{address_of("js/docs.js")}"></script>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The API's description, to read and try."""
    return HTMLResponse(_page(), headers={"Cache-Control": "no-cache"})
