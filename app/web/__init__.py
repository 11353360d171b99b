"""The JSON API and the page over HTTP."""
