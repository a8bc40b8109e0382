"""The chat as programs use it: through gradio_client, plain HTTP and MCP, against the running app."""

import inspect
import json
import threading
import urllib.error
import urllib.request
from types import SimpleNamespace

import chat_served
import hostile
import pytest

from kqa.chat import api, guard
from kqa.chat.conversation import LONGEST_QUESTION
from kqa.chat.desk import UNEXPECTED

QUESTION = "How many minutes of the time to fall asleep?"
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def urls(tmp_path_factory):
    with chat_served.served(tmp_path_factory.mktemp("served")) as urls:
        yield urls


@pytest.fixture(scope="module")
def url(urls):
    return urls[0]


@pytest.fixture(scope="module")
def client(url):
    from gradio_client import Client

    client = Client(url, verbose=False, analytics_enabled=False)
    yield client
    client.close()


def _get(url, path="/", **headers):
    request = urllib.request.Request(url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode("utf-8", "replace")


def test_the_endpoints_are_those_named_and_no_other(client):
    assert set(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == {
        "/ask",
        "/search",
        "/passage",
        "/cite",
    }
    assert not client.view_api(return_format="dict", print_info=False)["unnamed_endpoints"]


def test_ask_gives_the_json_of_the_command_line(client):
    answer = client.predict(QUESTION, api_name="/ask")
    assert list(answer) == ["id", "question", "abstained", "confidence", "extracts", "citations", "hits"]
    assert not answer["abstained"]
    assert {e["article"] for e in answer["extracts"]} == {"garcia2020", "okoro2022"}
    assert list(answer["hits"][0]) == [
        "rank",
        "article",
        "section",
        "locator",
        "start",
        "end",
        "score",
        "text",
    ]


def test_search_narrows_and_limits(client):
    hits = client.predict(question=QUESTION, articles=["okoro2022"], limit=2, api_name="/search")
    assert [(h["rank"], h["article"]) for h in hits] == [(1, "okoro2022"), (2, "okoro2022")]


def test_passage_gives_words_surroundings_and_references(client):
    place = client.predict("garcia2020", "sec. 1.1, para. 1", api_name="/passage")
    assert place["text"].startswith("A dose of 2 mg")
    assert place["section"] == "1.1. Adults"
    assert [t[:10] for t in place["after"]] == ["In a cross"]
    assert [r["id"] for r in place["references"]] == ["garcia2020:2"]
    same = client.predict("garcia2020", f"{place['start']}:{place['end']}", api_name="/passage")
    assert same == place


def test_cite_gives_the_json_of_the_command_line(client, urls, workspace, no_model, capsys):
    from kqa.cli import main

    claim = "A dose of 2 mg shortened the time to fall asleep by 9 minutes."
    given = client.predict(claim, articles=["garcia2020"], limit=2, api_name="/cite")
    main(
        ["cite", claim, "--json", "--top", "2", "--article", "garcia2020", "--workspace", str(workspace.root)]
    )
    printed = json.loads(capsys.readouterr().out)
    assert list(given) == list(printed)
    assert given["passages"][0] == printed["passages"][0]
    assert given["passages"][0]["citation"] == "[@garcia2020, sec. 1.1]"
    assert given["passages"][0]["primary"] == "Smith & Jones 2011, as cited in Garcia & Lindqvist 2020"


@pytest.mark.parametrize(
    ("endpoint", "given", "told"),
    [
        ("/ask", {"question": "  "}, "the question is empty"),
        ("/ask", {"question": "x" * (LONGEST_QUESTION + 1)}, "ask in at most 2,000"),
        ("/ask", {"question": "sleep", "limit": 0}, "limit 0 is not a number from 1 to 50"),
        ("/ask", {"question": "sleep", "articles": ["../../etc"]}, UNEXPECTED[:30]),
        ("/cite", {"claim": "sleep", "form": "word"}, "form 'word' is not one of pandoc, latex, plain"),
        ("/passage", {"article": "garcia2020", "place": "5:1"}, "5:1 is no place in garcia2020"),
        ("/passage", {"article": "/etc/passwd", "place": "1:2"}, UNEXPECTED[:30]),
    ],
)
def test_an_error_says_what_was_wrong_with_the_request_and_nothing_of_the_machine(
    client, endpoint, given, told
):
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as raised:
        client.predict(**given, api_name=endpoint)
    assert told in str(raised.value)
    assert "/tmp" not in str(raised.value)


def test_an_answer_in_flight_survives_the_errors_of_others(url):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    outcomes = []

    def ask(question):
        own = Client(url, verbose=False, analytics_enabled=False)
        try:
            outcomes.append(own.predict(question, api_name="/ask")["question"])
        except AppError:
            outcomes.append("error")
        finally:
            own.close()

    threads = [threading.Thread(target=ask, args=(q,)) for q in (QUESTION, "", QUESTION, " ", QUESTION)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == sorted([QUESTION] * 3 + ["error"] * 2)


def test_hostile_questions_are_only_questions(client):
    for words in hostile.ALL:
        assert client.predict(f"zebras {words}", api_name="/ask")["question"] == f"zebras {words}"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"])
def test_a_name_that_points_here_from_elsewhere_is_refused(url, host):
    assert _get(url, Host=host)[0] == 400


def test_the_page_carries_its_policy_and_names_nobody_outside(url):
    status, headers, body = _get(url)
    assert status == 200
    assert headers["content-security-policy"] == guard.POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert "googleapis" not in body
    assert "cdn" not in body.lower().replace("cdnjs", "cdn") or "cloudflare" not in body


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/monitoring", "/gradio_api/monitoring"]
)
def test_pages_that_nobody_needs_are_not_there(url, path):
    status, _, body = _get(url, path)
    assert status in (403, 404)
    assert "/tmp" not in body


@pytest.mark.parametrize("path", ["/etc/passwd", "corpus/garcia2020/article.md", "../../../../etc/passwd"])
def test_files_of_the_machine_are_not_served(url, path):
    status, _, body = _get(url, f"/gradio_api/file={path}")
    assert status in (400, 403, 404)
    assert "root:" not in body


def test_a_request_from_a_page_elsewhere_is_refused(url):
    data = json.dumps({"data": [QUESTION], "fn_index": 0, "session_hash": "x"}).encode()
    request = urllib.request.Request(
        f"{url}/gradio_api/queue/join",
        data,
        {"Content-Type": "application/json", "Origin": "https://evil.example"},
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=10)


def test_an_oversized_upload_is_refused_before_it_is_read(url):
    request = urllib.request.Request(
        f"{url}/gradio_api/upload", b"x", {"Content-Length": str(guard.MOST_UPLOAD + 1)}
    )
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(request, timeout=10)


def test_every_endpoint_describes_itself_and_its_parameters(url):
    info = json.loads(_get(url, "/gradio_api/info")[2])["named_endpoints"]
    assert set(info) == {"/ask", "/search", "/passage", "/cite"}
    for function in api.endpoints(SimpleNamespace(library=None), RuntimeError):
        told = info[f"/{function.__name__}"]
        named = list(inspect.signature(function).parameters)
        assert [p["parameter_name"] for p in told["parameters"]] == named
        assert told["description"].strip()


def test_with_a_password_nobody_asks_without_it(urls):
    from gradio_client import Client

    assert _get(urls[1], "/config")[0] == 401
    assert _get(urls[1], "/gradio_api/info")[0] == 401
    known = Client(urls[1], auth=chat_served.LOGIN, verbose=False, analytics_enabled=False)
    assert known.predict(QUESTION, api_name="/ask")["abstained"] is False
    known.close()


def test_an_mcp_client_sees_the_same_functions_with_their_descriptions(url):
    pytest.importorskip("mcp", reason="MCP is an extra: pip install kqa[mcp]")
    tools = {tool["name"]: tool for tool in json.loads(_get(url, "/gradio_api/mcp/schema")[2])}
    assert set(tools) == {"ask", "search", "passage", "cite"}
    assert "quoted word for word" in tools["ask"]["description"]
    parameters = tools["ask"]["inputSchema"]["properties"]
    assert set(parameters) == {"question", "articles", "sections", "limit", "answer_anyway"}
    assert parameters["sections"]["description"].startswith("Texts that a heading")
