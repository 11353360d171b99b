"""Who may call: by which name, from which page, with which token."""

from collections.abc import Callable

import httpx
import pytest

from tests.support.server import XOR_TABLE, Server

BODY = {"table": XOR_TABLE, "paused": True}


def status(server: Server, method: str = "POST", **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(method, f"{server.url}/api/v1/runs", headers=named, json=BODY).status_code


def test_only_known_hosts(server: Server) -> None:
    assert status(server, "GET", Host="evil.example") == 403
    assert status(server, "GET", Host="") in {400, 403}
    assert status(server, "GET", Host="[::1]:80") == 200
    assert status(server, "GET", Host="localhost:1234") == 200
    response = httpx.get(server.url, headers={"Host": "evil.example"})
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"


def test_another_sites_page_cannot_post(server: Server) -> None:
    here = server.url
    assert status(server) == 201  # no browser
    assert status(server, Sec_Fetch_Site="same-origin", Origin=here) == 201
    assert status(server, Sec_Fetch_Site="none") == 201
    assert status(server, Sec_Fetch_Site="cross-site", Origin="http://evil.example") == 403
    assert status(server, Sec_Fetch_Site="same-site", Origin="http://localhost:9") == 403
    assert status(server, Origin=here) == 201
    assert status(server, Origin="http://evil.example") == 403
    assert status(server, Origin="null") == 403
    assert status(server, "GET", Origin="http://evil.example") == 200
    assert "access-control-allow-origin" not in httpx.get(here, headers={"Origin": "http://evil.example"}).headers


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/nothing", "/static/js/main.js", "/docs"])
def test_every_answer_carries_the_policy(server: Server, path: str) -> None:
    headers = httpx.get(f"{server.url}{path}").headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_an_origin_that_is_allowed(start_server: Callable[..., Server]) -> None:
    friend = "https://school.example"
    server = start_server(allowed_origins=f'["{friend}"]', allowed_hosts='["box.example"]')
    assert status(server, Sec_Fetch_Site="cross-site", Origin=friend) == 201
    assert status(server, "GET", Host="box.example") == 200
    preflight = httpx.options(f"{server.url}/api/v1/runs", headers={"Origin": friend})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == friend


def test_a_token_is_asked_for(start_server: Callable[..., Server]) -> None:
    server = start_server(token="open-sesame")  # noqa: S106  (made up)
    assert server.http.get("/health").status_code == 200
    refused = server.http.get("/runs")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert "token" in refused.json()["detail"]
    assert status(server, "GET", Authorization="Bearer wrong") == 401
    assert status(server, "GET", Authorization="Bearer open-sesame") == 200
    assert httpx.get(f"{server.url}/?token=wrong").status_code == 401
    exchanged = httpx.get(f"{server.url}/?token=open-sesame&preset=and")
    assert (exchanged.status_code, exchanged.headers["location"]) == (303, "/?preset=and")
    cookie = exchanged.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    with_cookie = httpx.get(server.url, headers={"Cookie": cookie.partition(";")[0]})
    assert with_cookie.status_code == 200


def test_on_another_address_a_token_is_made_and_printed(start_server: Callable[..., Server]) -> None:
    server = start_server("--host", "127.0.0.1", host="0.0.0.0")  # noqa: S104  (the option wins)
    assert "token" not in server.page


def test_an_empty_token_is_none_and_lets_nobody_in(start_server: Callable[..., Server]) -> None:
    server = start_server(host="0.0.0.0", token="")  # noqa: S104  (what is tested)
    assert len(server.page.partition("?token=")[2]) > 10
    assert status(server, "GET", Authorization="Bearer") == 401
