"""R55: addresses that users wrote down are called on the public internet only, with limits on what comes back."""

import gzip
import resource
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from mancrel.kit import outbound
from mancrel.settings import settings
from tests.webhooks.receiver import Receiver, receiving

# Each leads, or tries to lead, to ourselves or into a private network.
TRICKS = [
    "http://127.0.0.1/", "http://127.0.0.1:80/", "https://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://0/",
    "http://0.0.0.0/", "http://2130706433/", "http://017700000001/", "http://0177.0.0.1/", "http://0x7f.0.0.1/",
    "http://0x7f000001/", "http://127.000.000.001/", "http://127.255.255.254/", "http://localhost/", "http://LOCALHOST/",
    "http://localhost./", "http://foo.localhost/", "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://[fe80::1]/", "http://[fe80::1%25lo]/", "http://[fc00::1]/",
    "http://[fec0::1]/", "http://[ff02::1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://100.64.0.1/", "http://198.18.0.1/",
    "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/", "http://192.0.2.1/", "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/", "http://user@127.0.0.1/", "http://example.com@127.0.0.1/", "http://127.0.0.1\\@example.com/",
    "http://example.com\\.127.0.0.1/", "http://127.0.0.1#@example.com/", "http://127.0.0.1?@example.com/", "//127.0.0.1/",
    "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "http://", "http:///", "",
    "http://127.0.0.1:22/", "http://example.com:8080/", "http://example.com:99999/", "http://exa mple.com/", "http://a\r\nb/",
]  # fmt: skip


class Trap:
    """Sockets that wait for whoever should not come."""

    def __init__(self) -> None:
        self.came: list[Any] = []
        self._sockets: list[socket.socket] = []
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            for port in (80, 443):
                self._listen(family, host, port)

    def _listen(self, family: socket.AddressFamily, host: str, port: int) -> None:
        trap = socket.socket(family)
        trap.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trap.bind((host, port))
        except OSError:  # no IPv6 here, or somebody else's port
            trap.close()
            return
        trap.listen()
        self._sockets.append(trap)
        threading.Thread(target=self._wait, args=(trap,), daemon=True).start()

    def _wait(self, trap: socket.socket) -> None:
        while True:
            try:
                self.came.append(trap.accept())
            except OSError:
                return

    def close(self) -> None:
        for one in self._sockets:
            one.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    one = Trap()
    yield one
    one.close()


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    as_in_production = settings().model_copy(update={"outbound_loopback": False})
    monkeypatch.setattr("mancrel.kit.addresses.settings", lambda: as_in_production)


def test_no_trick_leads_inside(trap: Trap, strict: None):
    assert len(TRICKS) >= 40
    for url in TRICKS:
        with pytest.raises((outbound.Blocked, outbound.Unreachable)):
            outbound.get(url)
        with pytest.raises((outbound.Blocked, outbound.Unreachable)):
            outbound.post(url, b"{}", {}, keep=1024)
    assert trap.came == []


class NameServer:
    """A name server (UDP) that gives the answers it is told, one after the other; the last one stays."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = self._socket.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                question, client = self._socket.recvfrom(512)
            except OSError:
                return
            self.asked += 1
            found = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
            records = b"".join(
                b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(one) for one in found
            )
            head = question[:2] + struct.pack("!HHHHH", 0x8180, 1, len(found), 0, 0)
            self._socket.sendto(head + question[12:] + records, client)

    def close(self) -> None:
        self._socket.close()

    def getaddrinfo(self, host: str, port: int, **_: Any) -> list[Any]:
        """Ask over the wire, as the C library would."""
        name = b"".join(bytes([len(part)]) + part.encode() for part in host.split(".")) + b"\x00"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(5)
            asking.sendto(
                b"\x12\x34" + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1),
                self.address,
            )
            answer = asking.recv(512)
        count, start = struct.unpack("!H", answer[6:8])[0], 12 + len(name) + 4
        ips = [socket.inet_ntoa(answer[start + 16 * n + 12 : start + 16 * n + 16]) for n in range(count)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    servers: list[NameServer] = []

    def answering(*answers: list[str]) -> NameServer:
        servers.append(NameServer(*answers))
        monkeypatch.setattr(socket, "getaddrinfo", servers[-1].getaddrinfo)
        return servers[-1]

    yield answering
    for one in servers:
        one.close()


@pytest.mark.parametrize("answers", [[["127.0.0.1"]], [["93.184.216.34", "127.0.0.1"]], [["10.0.0.7"]], [[]]])
def test_a_name_that_stands_for_an_inner_address_is_not_called(
    trap: Trap, strict: None, names: Any, answers: Any
):
    names(*answers)
    with pytest.raises(outbound.Blocked):
        outbound.get("http://rebind.example/")
    assert trap.came == []


def test_a_name_is_looked_up_once_so_that_rebinding_leads_nowhere(
    trap: Trap, strict: None, names: Any, monkeypatch: pytest.MonkeyPatch
):
    """First a public address, afterwards our own: the connection goes to the first."""
    server = names(["192.88.98.1"], ["127.0.0.1"])
    monkeypatch.setattr(outbound, "TIMEOUT_S", 0.5)
    with suppress(outbound.Unreachable):  # nobody is there; some networks answer all the same
        outbound.get("http://rebind.example/")
    assert server.asked == 1
    assert trap.came == []


def test_the_pinned_address_is_the_one_that_is_called(names: Any):
    with receiving() as receiver:
        server = names(["127.0.0.1"], ["10.0.0.1"])
        port = receiver.url.split(":")[2].split("/")[0]
        assert outbound.get(f"http://shop.example:{port}/feed").status == 200
        assert receiver.received[0].headers["host"] == f"shop.example:{port}"
        assert server.asked == 1


def test_each_step_of_a_redirect_is_judged(trap: Trap, names: Any):
    with receiving() as receiver:
        for leads_to in (
            "http://10.0.0.1/",
            "http://[fd00::1]/",
            "file:///etc/passwd",
            "http://169.254.169.254/",
        ):
            receiver.always = (302, {"Location": leads_to}, b"")
            with pytest.raises(outbound.Blocked):
                outbound.get(receiver.url)


def test_three_redirects_are_followed_and_no_fourth():
    with receiving() as receiver:
        step = (302, {"Location": "/next"}, b"")
        receiver.answers = [step, step, step]
        assert outbound.get(receiver.url).body == b"thanks"
        receiver.answers = [step, step, step, step]
        with pytest.raises(outbound.Unreachable, match="more than 3 redirects"):
            outbound.get(receiver.url)
        receiver.answers = [step]
        assert outbound.post(receiver.url, b"{}", {}, keep=10).status == 302


def bomb(receiver: Receiver, megabytes: int) -> None:
    packed = gzip.compress(b"\x00" * (megabytes * 1024 * 1024), 9)
    receiver.always = (200, {"Content-Encoding": "gzip"}, packed)


def test_a_gzip_bomb_stops_at_the_cap():
    with receiving() as receiver:
        bomb(receiver, 400)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(outbound.TooLarge):
            outbound.get(receiver.url)
        grown_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert grown_mib <= 40
        assert outbound.post(receiver.url, b"", {}, keep=1024).body == b"\x00" * 1024, (
            "more is not read of a webhook"
        )


@pytest.mark.parametrize("packed", [True, False])
def test_twenty_mebibytes_are_read_and_no_more(packed: bool):
    import random

    noise = random.Random(1).randbytes(20 * 1024 * 1024)
    for body, fits in ((noise, True), (noise + b"x", False)):
        with receiving() as receiver:
            receiver.always = (
                (200, {"Content-Encoding": "gzip"}, gzip.compress(body, 1)) if packed else (200, {}, body)
            )
            if fits:
                assert outbound.get(receiver.url).body == body
            else:
                with pytest.raises(outbound.TooLarge):
                    outbound.get(receiver.url)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "nonsense"])
def test_what_cannot_be_unpacked_safely_is_not_read(encoding: str):
    with receiving() as receiver:
        receiver.always = (200, {"Content-Encoding": encoding}, b"x")
        with pytest.raises(outbound.Unreachable):
            outbound.get(receiver.url)


def test_what_says_gzip_and_is_none_is_refused():
    with receiving() as receiver:
        receiver.always = (200, {"Content-Encoding": "gzip"}, b"not packed")
        with pytest.raises(outbound.Unreachable, match="unpacked"):
            outbound.get(receiver.url)


def test_one_deadline_holds_for_the_whole_call(monkeypatch: pytest.MonkeyPatch):
    """A server that drips a byte now and then meets no time-out of a socket."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        client, _ = listening.accept()
        while not stop.wait(0.05):
            try:
                client.send(b"H")
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    monkeypatch.setattr(outbound, "TIMEOUT_S", 0.5)
    with pytest.raises(outbound.Unreachable, match=r"no answer within 0\.5 s"):
        outbound.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    stop.set()
    listening.close()


def test_only_this_transport_calls_addresses():
    """Whatever users write down goes this way: nobody else opens connections, but to servers that operators name."""
    from tests.house.test_house import found

    operators = {"adapters/llm.py", "demo.py", "kit/outbound.py", "kit/addresses.py"}

    def calls(path: Any, node: Any) -> bool:
        import ast

        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        foreign = {"httpx", "httpx2", "requests", "urllib", "urllib3", "aiohttp", "http.client"}
        return path.as_posix() not in operators and any(
            name.partition(".")[0] in foreign - {"urllib"} or name in {"http.client", "urllib.request"}
            for name in names
        )

    assert found(calls) == []
