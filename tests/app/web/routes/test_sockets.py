"""Questions over a socket: the same answers as over HTTP, to the same people, and nothing that would never end."""

import json
import signal
from collections.abc import Callable

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from elevenlines.app.web.routes.sockets import AT_ONCE, LONGEST, WAITING
from tests.support.server import DEADLINE, Server, wait_for


def open_socket(server: Server, **headers: str) -> ClientConnection:
    address = f"{server.url.replace('http', 'ws')}/api/v1/socket"
    return connect(address, open_timeout=DEADLINE, close_timeout=DEADLINE, additional_headers=headers)


def refusal(server: Server, **headers: str) -> int | None:
    """The status with which it is refused to open one; None if it is not."""
    try:
        with open_socket(server, **headers):
            return None
    except InvalidStatus as error:
        return error.response.status_code


def ask(socket: ClientConnection, path: str, number: int = 1) -> str:
    socket.send(json.dumps({"id": number, "get": path}))
    return str(socket.recv(DEADLINE))


def told_why_or_closed(socket: ClientConnection) -> None:
    """Whoever waits may be told that the server stops, before the socket is closed."""
    while True:
        assert status_of(str(socket.recv(DEADLINE))) == 503


def status_of(answer: str) -> int:
    return int(json.loads(answer)["status"])


@pytest.fixture(scope="module")
def run(server: Server) -> str:
    run_id: str = server.start(training={"epochs": 500})["id"]
    server.wait_until(run_id, lambda run: run["status"] == "done")
    return run_id


@pytest.mark.parametrize(
    "path",
    [
        "/runs/RUN/frames/137",
        "/runs/RUN/frames/500?include=layers,weights,gradients,update&row=2",
        "/runs/RUN/frames/501",
        "/runs/RUN/frames/137?row=9",
        "/runs/RUN/trace?epoch=3",
        "/runs/RUN/state?since=499",
        "/runs/R%55N/frames/1",
        "/runs/nobody",
        "/presets/xor",
        "/nothing",
        "/",
    ],
)
def test_an_answer_has_the_bytes_of_the_api(server: Server, run: str, path: str) -> None:
    path = path.replace("RUN", run)
    by_request = server.http.get(path)
    with open_socket(server) as socket:
        told = ask(socket, path, 7)
    assert told == f'{{"id":7,"status":{by_request.status_code},"body":{by_request.text}}}'


def test_who_waits_holds_nobody_up(server: Server) -> None:
    rests = server.start(paused=True)
    with open_socket(server) as socket:
        for number in range(1, AT_ONCE):
            socket.send(
                json.dumps({"id": number, "get": f"/runs/{rests['id']}/state?wait=30&seen={rests['revision']}"})
            )
        assert json.loads(ask(socket, "/presets", AT_ONCE))["id"] == AT_ONCE
        server.http.post(f"/runs/{rests['id']}/step")
        told = [json.loads(socket.recv(DEADLINE)) for _ in range(1, AT_ONCE)]
    assert {one["id"] for one in told} == set(range(1, AT_ONCE))
    assert all(one["body"]["revision"] > rests["revision"] for one in told)


def test_more_questions_than_are_answered_at_once_are_all_answered(server: Server, run: str) -> None:
    epochs = range(5 * AT_ONCE)
    with open_socket(server) as socket:
        for epoch in epochs:
            socket.send(json.dumps({"id": epoch, "get": f"/runs/{run}/frames/{epoch}"}))
        told = [json.loads(socket.recv(DEADLINE)) for _ in epochs]
    assert {one["id"]: one["body"]["epoch"] for one in told} == {epoch: epoch for epoch in epochs}


@pytest.mark.parametrize("path", ["events", "surfaces?size=4", "surfaces/stream?show=all:4", "export/csv"])
def test_what_is_no_json_is_refused(server: Server, run: str, path: str) -> None:
    rests = server.start(paused=True, network={"hidden": [2]})["id"]  # its events would never end
    with open_socket(server) as socket:
        told = json.loads(ask(socket, f"/runs/{rests}/{path}"))
        assert (told["status"], told["body"]["status"]) == (406, 406)
        assert "request" in told["body"]["detail"]
        assert status_of(ask(socket, f"/runs/{run}")) == 200
    metrics = httpx.get(f"{server.url}/metrics").text
    assert "elevenlines_event_streams 0.0" in metrics, "a stream that was refused holds no place"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("nonsense", None),
        ("[]", None),
        ('{"id": 1}', 1),
        ('{"id": 2, "get": "runs"}', 2),
        ('{"id": -1, "get": "/"}', -1),
        ('{"id": "1", "get": "/"}', None),
        ('{"id": true, "get": "/"}', None),
    ],
)
def test_what_is_no_question_is_told_so(server: Server, text: str, number: int | None) -> None:
    with open_socket(server) as socket:
        socket.send(text)
        told = json.loads(socket.recv(DEADLINE))
        assert (told["id"], told["status"]) == (number, 400)
        assert '{"id": 1, "get": "/runs"}' in told["body"]["detail"]
        assert status_of(ask(socket, "/presets")) == 200


@pytest.mark.parametrize(("sent", "code"), [("x" * (LONGEST + 1), 1009), (b"\0\1", 1003)])
def test_what_is_too_long_or_no_text_ends_the_socket(server: Server, sent: str | bytes, code: int) -> None:
    with open_socket(server) as socket:
        socket.send(sent)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(DEADLINE)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_many_long_questions_do_not_end_it(server: Server) -> None:
    """What waits for its turn is heard, so that the signs of life between browser and server are too."""
    rests = server.start(paused=True)
    waits = f"/runs/{rests['id']}/state?wait=30&seen={rests['revision']}"
    with open_socket(server) as socket:
        for number in range(4 * AT_ONCE):
            socket.send(json.dumps({"id": number, "get": waits}))
        assert socket.ping().wait(DEADLINE), "the server reads on, though all places are taken"
        server.http.post(f"/runs/{rests['id']}/step")
        told = {json.loads(socket.recv(DEADLINE))["id"] for _ in range(4 * AT_ONCE)}
    assert told == set(range(4 * AT_ONCE))


def test_more_than_may_wait_are_refused(server: Server) -> None:
    rests = server.start(paused=True)
    waits = f"/runs/{rests['id']}/state?wait=30&seen={rests['revision']}"
    with open_socket(server) as socket:
        for number in range(WAITING + 1):
            socket.send(json.dumps({"id": number, "get": waits}))
        told = json.loads(socket.recv(DEADLINE))
        assert (told["id"], told["status"]) == (WAITING, 429)


def test_only_the_own_page_by_a_known_name_may_open_one(server: Server) -> None:
    assert refusal(server, Origin="http://evil.example") == 403
    assert refusal(server, Origin="null") == 403
    assert refusal(server, **{"Sec-Fetch-Site": "cross-site"}) == 403
    with open_socket(server, Origin=server.url) as socket:
        assert status_of(ask(socket, "/presets")) == 200
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade |= {"Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==", "Host": "evil.example"}
    answer = httpx.get(f"{server.url}/api/v1/socket", headers=upgrade)
    assert answer.status_code == 403
    assert "ELEVENLINES_ALLOWED_HOSTS" in answer.json()["detail"]


def test_a_token_is_asked_for(start_server: Callable[..., Server]) -> None:
    server = start_server(token="open-sesame")  # noqa: S106  (made up)
    assert refusal(server) == 401
    assert refusal(server, Authorization="Bearer wrong") == 401
    for shown in ({"Authorization": "Bearer open-sesame"}, {"Cookie": "elevenlines_token=open-sesame"}):
        with open_socket(server, **shown) as socket:
            assert status_of(ask(socket, "/runs")) == 200


def test_there_are_so_many_and_no_more(start_server: Callable[..., Server]) -> None:
    server = start_server(sockets="1")

    with open_socket(server) as socket:
        assert status_of(ask(socket, "/presets")) == 200
        assert refusal(server) == 429
        assert "elevenlines_sockets 1.0" in httpx.get(f"{server.url}/metrics").text
    wait_for(lambda: refusal(server) is None, "the place to be free again")


def test_the_server_ends_while_one_is_open(start_server: Callable[..., Server]) -> None:
    server = start_server()
    rests = server.start(paused=True)
    with open_socket(server) as socket:
        assert status_of(ask(socket, "/presets")) == 200
        socket.send(json.dumps({"id": 2, "get": f"/runs/{rests['id']}/state?wait=30&seen={rests['revision']}"}))
        server.process.terminate()
        with pytest.raises(ConnectionClosed):
            told_why_or_closed(socket)
    assert server.process.wait(DEADLINE) in {0, -signal.SIGTERM}
