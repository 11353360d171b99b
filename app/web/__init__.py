"""The JSON API and the page over HTTP. A route reads what is asked (`requests/`), lets a view or the run service do it,
and answers (`answering.py`, the first to read); it decides nothing itself.

`routes/` has a module for each resource, `page/` the page, `door/` what stands before and around all of them,
`description/` what is told of the API.
"""
