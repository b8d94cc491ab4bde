from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from licet.screening.download import Patience, download
from licet.screening.errors import ListError
from tests.screening.server import Answer, Server, cut_off, endless, good, in_drops, leading_to, serving, silent, stating

LIST = b"source,name\n" + b"x" * 5000
HASTY = Patience(tries=3, connect=2, silence=0.3, whole=5, pause=0.01)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def fetch(server: Server, tmp_path: Path, *answers: Answer, patience: Patience = HASTY, limit: int = 100_000) -> bytes:
    target = tmp_path / "list"
    size = download(server.at("/list", *answers), target, limit=limit, patience=patience)
    assert target.stat().st_size == size
    return target.read_bytes()


def refusal(server: Server, tmp_path: Path, *answers: Answer, patience: Patience = HASTY, limit: int = 100_000) -> list[str]:
    server.asked.clear()
    with pytest.raises(ListError) as caught:
        fetch(server, tmp_path, *answers, patience=patience, limit=limit)
    (problem,) = caught.value.problems
    assert problem.where == f"{server.address}/list"
    assert problem.do
    return [problem.what, problem.must_be, problem.came]


def test_a_good_answer_is_written_whole_and_watched(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    download(
        server.at("/list", good(LIST)), tmp_path / "list", limit=100_000, patience=HASTY, watch=lambda size, of: seen.append((size, of))
    )
    assert (tmp_path / "list").read_bytes() == LIST
    assert seen[-1] == (len(LIST), len(LIST))


def test_an_answer_that_fails_twice_is_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.asked.clear()
    busy = good(b"busy", "text/plain", 503)
    assert fetch(server, tmp_path, busy, cut_off(LIST), good(LIST)) == LIST
    assert len(server.asked) == 3


def test_redirects_are_followed(server: Server, tmp_path: Path) -> None:
    server.at("/there", good(LIST))
    assert fetch(server, tmp_path, leading_to("/there")) == LIST


def test_redirects_in_a_circle_are_refused(server: Server, tmp_path: Path) -> None:
    assert refusal(server, tmp_path, leading_to("/list"))[2] == "too many redirects"


def test_an_answer_that_is_cut_off_every_time_is_refused(server: Server, tmp_path: Path) -> None:
    what, must_be, came = refusal(server, tmp_path, cut_off(LIST))
    assert (what, must_be) == ("the list cannot be fetched", "an answer with the whole file")
    assert came.startswith("RemoteProtocolError: peer closed connection") and came.endswith("(3 tries)")
    assert len(server.asked) == 3


def test_a_server_that_says_nothing_is_given_up(server: Server, tmp_path: Path) -> None:
    assert refusal(server, tmp_path, silent(1.0))[2].startswith("ReadTimeout")


def test_a_server_that_sends_drop_by_drop_is_given_up(server: Server, tmp_path: Path) -> None:
    drops = in_drops(LIST, 0.01)
    hasty = Patience(tries=2, silence=1, whole=0.2, pause=0.01)
    what, must_be, came = refusal(server, tmp_path, drops, patience=hasty)
    assert (what, must_be) == ("the server is too slow", "the whole file within 0.2 seconds")
    assert came.endswith("bytes")


def test_a_file_that_never_ends_is_refused_at_the_limit(server: Server, tmp_path: Path) -> None:
    assert refusal(server, tmp_path, endless(LIST)) == ["the file is too large", "at most 100,000 bytes", "more"]
    assert (tmp_path / "list").stat().st_size <= 100_000


def test_a_file_that_states_too_great_a_length_is_refused_unread(server: Server, tmp_path: Path) -> None:
    assert refusal(server, tmp_path, stating(10**12)) == ["the file is too large", "at most 100,000 bytes", "1,000,000,000,000"]


@pytest.mark.parametrize(
    ("answer", "came"),
    [
        (good(b"<!DOCTYPE html><html>sign in</html>", "text/html; charset=utf-8"), "text/html"),
        (good(b"\n<!doctype HTML><html>sorry</html>", "text/csv"), "a web page"),
        (good(b"%PDF-1.4", "application/pdf"), "application/pdf"),
    ],
)
def test_a_web_page_is_refused_whatever_it_calls_itself(server: Server, tmp_path: Path, answer: Answer, came: str) -> None:
    assert refusal(server, tmp_path, answer) == ["the answer is not a list", "CSV, XML, JSON, text or an Excel workbook", came]
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [403, 404, 410])
def test_an_answer_that_will_not_change_is_not_asked_for_again(server: Server, tmp_path: Path, status: int) -> None:
    what, must_be, came = refusal(server, tmp_path, good(b"no", "text/plain", status))
    assert (what, must_be, came) == ("the list cannot be fetched", "status 200", f"status {status}")
    assert len(server.asked) == 1


def test_an_empty_answer_is_asked_for_again_and_refused(server: Server, tmp_path: Path) -> None:
    assert refusal(server, tmp_path, good(b""))[2] == "an empty file (3 tries)"


def test_a_packed_answer_counts_as_large_as_it_unfolds(server: Server, tmp_path: Path) -> None:
    def packed(content: bytes) -> Answer:
        body = gzip.compress(content)

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Encoding", "gzip")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        return answer

    assert fetch(server, tmp_path, packed(LIST)) == LIST
    assert refusal(server, tmp_path, packed(b"x" * 3_000_000))[0] == "the file is too large"


def test_nobody_at_the_address_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ListError) as caught:
        download("http://127.0.0.1:9/list", tmp_path / "list", limit=10, patience=Patience(tries=1, connect=1))
    assert caught.value.problems[0].came.startswith("ConnectError")
