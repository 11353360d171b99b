"""Scripts of the development: pins, vendored files, a browser for the tests."""
