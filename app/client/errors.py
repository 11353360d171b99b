"""What the client raises: the server's refusal, in its own words."""

from collections.abc import Sequence

import httpx


class ApiError(Exception):
    """The server refused; its own words, and the fields that are wrong.

    Attributes:
        status: of HTTP.
        errors: (JSON pointer, detail) of each wrong field; ("line 7", detail) of each bad line of a file.
    """

    def __init__(self, status: int, detail: str, errors: Sequence[tuple[str, str]] = ()) -> None:
        """Keeps what the server said."""
        fields = "".join(f"\n  {pointer}: {said}" for pointer, said in errors)
        super().__init__(f"{status}: {detail}{fields}")
        self.status = status
        self.errors = list(errors)


def refusal(response: httpx.Response) -> ApiError:
    """The error that a server's answer stands for."""
    try:
        problem = response.json()
    except ValueError:
        return ApiError(response.status_code, response.text[:200])
    errors = [
        (f"line {error['line']}" if error.get("line") else error["pointer"], error["detail"])
        for error in problem.get("errors", [])
    ]
    return ApiError(response.status_code, problem.get("detail", response.reason_phrase), errors)
