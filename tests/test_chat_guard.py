import asyncio

import pytest

from kqa.chat import guard, serve


def _run(scope, messages, app=None):
    """What `Guard` sends for one request whose body comes in `messages`."""
    sent, left = [], list(messages)

    async def receive():
        return left.pop(0)

    async def send(message):
        sent.append(message)

    async def echo(scope, receive, send):
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message["body"]
            if not message.get("more_body"):
                break
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"x-content-type-options", b"no")]}
        )
        await send({"type": "http.response.body", "body": body})

    asyncio.run(guard.Guard(app or echo)(scope, receive, send))
    return sent


def _request(path="/", length=None):
    headers = [] if length is None else [(b"content-length", str(length).encode())]
    return {"type": "http", "method": "POST", "path": path, "headers": headers}


def test_every_answer_carries_the_security_headers_once():
    start, body = _run(_request(), [{"type": "http.request", "body": b"x"}])
    headers = [name for name, _ in start["headers"]]
    assert sorted(headers) == sorted(name for name, _ in guard.HEADERS)
    assert body["body"] == b"x"
    policy = dict(start["headers"])[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/gradio_api/queue/join", guard.MOST_BODY), ("/gradio_api/upload", guard.MOST_UPLOAD)],
)
def test_a_request_that_says_it_is_too_large_is_refused_unread(path, limit):
    assert _run(_request(path, limit), [{"type": "http.request", "body": b""}])[0]["status"] == 200
    assert _run(_request(path, limit + 1), [])[0]["status"] == 413


def test_a_request_that_grows_too_large_is_cut_off():
    piece = {"type": "http.request", "body": b"x" * (guard.MOST_BODY // 2 + 1), "more_body": True}
    assert _run(_request(), [piece, piece, piece]) == []


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        (b"http://127.0.0.1:7860", 200),
        (b"http://127.0.0.1:3000", 403),
        (b"https://evil.example", 403),
        (b"null", 403),
    ],
)
def test_only_its_own_page_may_ask_for_something(origin, status):
    request = _request()
    request["headers"] = [(b"host", b"127.0.0.1:7860"), *([(b"origin", origin)] if origin else [])]
    assert _run(request, [{"type": "http.request", "body": b""}])[0]["status"] == status


def test_only_names_of_its_own_are_answered_to():
    assert guard.hosts("127.0.0.1") == ["127.0.0.1", "localhost", "[::1]", "::1"]
    assert guard.hosts("10.0.0.5")[-1] == "10.0.0.5"
    assert "*.gradio.live" in guard.hosts("127.0.0.1", share=True)
    assert "*" not in guard.hosts("0.0.0.0", share=True)


@pytest.mark.parametrize(
    ("name", "only"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("example.org", False)],
)
def test_loopback_is_known(name, only):
    assert guard.is_loopback(name) is only


@pytest.mark.parametrize(
    ("settings", "private"),
    [
        (serve.Settings(), True),
        (serve.Settings(share=True), False),
        (serve.Settings(host="0.0.0.0"), False),
        (serve.Settings(host="0.0.0.0", login=("ann", "long enough")), True),
    ],
)
def test_a_chat_that_others_reach_without_a_password_warns_and_takes_no_papers(settings, private):
    assert settings.private is private
    assert (serve.warnings(settings) == ()) is private


def test_a_password_is_not_printed():
    assert "secret!!" not in repr(serve.Settings(login=("ann", "secret!!")))
