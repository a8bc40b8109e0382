import socket

import chat_served
import pytest

from kqa.chat import serve
from kqa.commands import chat as command
from kqa.errors import UsageError

pytestmark = pytest.mark.filterwarnings("default")


def test_a_port_that_is_taken_is_named_in_one_line(tmp_path):
    with socket.socket() as taken, chat_served.library(tmp_path) as library:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = serve.Settings(port=port, browser=False)
        with (
            pytest.raises(UsageError, match=f"cannot serve at 127.0.0.1, port {port}"),
            serve.running(library, settings),
        ):
            pass


def test_an_address_of_no_machine_here_is_named_in_one_line(tmp_path):
    with (
        chat_served.library(tmp_path) as library,
        pytest.raises(UsageError, match=r"cannot serve at 203\.0\.113\.7: "),
        serve.running(library, serve.Settings(host="203.0.113.7", browser=False)),
    ):
        pass


def test_mcp_that_is_not_installed_names_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with (
        chat_served.library(tmp_path) as library,
        pytest.raises(UsageError, match=r"pip install 'kqa\[mcp\]'"),
        serve.running(library, serve.Settings(mcp=True)),
    ):
        pass


@pytest.mark.parametrize("text", ["0", "65536", "x", "-1", "8_0", "٣", "9" * 20])
def test_a_port_is_a_number_in_its_range(text):
    with pytest.raises(command.argparse.ArgumentTypeError, match="is not a port from 1 to 65535"):
        command._port(text)


@pytest.mark.parametrize("text", ["ann", "ann:", ":long enough", "ann:short"])
def test_a_login_has_a_name_and_a_password_of_some_length(text):
    with pytest.raises(UsageError, match="USER:PASS with a password of at least 8 characters"):
        command._login(text)


def test_a_password_may_hold_colons():
    assert command._login("ann:a:long:one") == ("ann", "a:long:one")
    assert command._port("7860") == 7860
