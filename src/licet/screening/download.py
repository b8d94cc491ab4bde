"""Fetches a list from its address: tries again, but does not wait for ever, take more than it should, or take a web page for a list."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from licet.screening.errors import refuse
from licet.screening.lists.reading import is_web_page

_HEAD = 512
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_NOT_A_LIST = ("text/html", "application/xhtml", "image/", "audio/", "video/", "application/pdf", "application/javascript", "text/css")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, and how often to try."""

    tries: int = 3
    connect: float = 10.0
    silence: float = 30.0
    """The longest time without a byte."""
    whole: float = 900.0
    """The longest time for one file."""
    pause: float = 2.0
    """The time before the second try; it doubles with each."""


class _TryAgainError(Exception):
    """Something that may be gone in a moment."""


def download(
    address: str,
    target: Path,
    *,
    limit: int,
    patience: Patience | None = None,
    watch: Callable[[int, int | None], None] | None = None,
    client: httpx.Client | None = None,
) -> int:
    """Fetch a file, and return how many bytes it has.

    Args:
        address: where the file is.
        target: the file to write; it is whole when this returns, and of no use when it raises.
        limit: how many bytes it may have.
        patience: how long to wait, and how often to try.
        watch: is told how many bytes have come, and how many will, where the server says so.
        client: another client, such as one with a proxy.

    Raises:
        ListError: the file cannot be had, is too large, or is not a list.

    """
    patience = patience or Patience()
    own = client is None
    client = client or httpx.Client(follow_redirects=True, headers={"User-Agent": f"licet/{_version()}", "Accept": "*/*"})
    try:
        for attempt in range(1, patience.tries + 1):
            try:
                return _once(client, address, target, limit, patience, watch)
            except _TryAgainError as problem:
                if attempt == patience.tries:
                    tried = f"{problem} ({attempt} tries)" if attempt > 1 else str(problem)
                    do = "Try later, or fetch the file by hand and give it with --file."
                    refuse(address, "the list cannot be fetched", "an answer with the whole file", tried, do)
                time.sleep(patience.pause * 2 ** (attempt - 1))
        raise AssertionError("unreachable")
    finally:
        if own:
            client.close()


def _once(
    client: httpx.Client, address: str, target: Path, limit: int, patience: Patience, watch: Callable[[int, int | None], None] | None
) -> int:
    timeout = httpx.Timeout(patience.silence, connect=patience.connect)
    try:
        with client.stream("GET", address, timeout=timeout) as response:
            _check(address, response, limit)
            return _take(address, response, target, limit, patience.whole, watch)
    except httpx.InvalidURL as error:
        refuse(address, "no address", "an address that begins with https://", str(error))
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise _TryAgainError(f"{type(error).__name__}: {error}".rstrip(": ")) from None
    except httpx.TooManyRedirects:
        refuse(address, "the list cannot be fetched", "an answer with the whole file", "too many redirects", "Is the address still right?")


def _check(address: str, response: httpx.Response, limit: int) -> None:
    """Refuse an answer that is no list, before its body is read."""
    status = response.status_code
    if status in _AGAIN:
        raise _TryAgainError(f"status {status}")
    if status != httpx.codes.OK:
        do = "Is the address still right? Name another in sources.yaml, or give the file with --file."
        refuse(address, "the list cannot be fetched", "status 200", f"status {status}", do)
    if urlsplit(address).scheme == "https" and response.url.scheme != "https":
        refuse(address, "the server leads to an address that is not protected", "https", str(response.url), "Do not use the file.")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_NOT_A_LIST):
        refuse(address, "the answer is not a list", "CSV, XML, JSON, text or an Excel workbook", kind, _WEB_PAGE)
    stated = _stated(response)
    if stated is not None and stated > limit:
        refuse(address, "the file is too large", f"at most {limit:,} bytes", f"{stated:,}", _TOO_LARGE)


_WEB_PAGE = "Servers send a web page instead of an error. Open the address in a browser, or fetch the file by hand."
_TOO_LARGE = "Is the address still right? A larger limit can be set as megabytes in sources.yaml."


def _take(
    address: str, response: httpx.Response, target: Path, limit: int, seconds: float, watch: Callable[[int, int | None], None] | None
) -> int:
    until, size, stated, head = time.monotonic() + seconds, 0, _stated(response), b""
    try:
        with target.open("wb") as stream:
            for chunk in response.iter_bytes():  # as they come: to wait for larger ones would be to wait for a slow server
                head += chunk[: _HEAD - len(head)]
                if size < _HEAD and is_web_page(head):
                    refuse(address, "the answer is not a list", "CSV, XML, JSON, text or an Excel workbook", "a web page", _WEB_PAGE)
                size += len(chunk)
                if size > limit:
                    refuse(address, "the file is too large", f"at most {limit:,} bytes", "more", _TOO_LARGE)
                if time.monotonic() > until:
                    do = "Try later, or fetch the file by hand and give it with --file."
                    refuse(address, "the server is too slow", f"the whole file within {seconds:g} seconds", f"{size:,} bytes", do)
                stream.write(chunk)
                if watch is not None:
                    watch(response.num_bytes_downloaded, stated)
    except OSError as error:
        refuse(str(target), "the file cannot be written", "room and rights in the folder of lists", error.strerror or str(error))
    if size == 0:
        raise _TryAgainError("an empty file")
    return size


def _stated(response: httpx.Response) -> int | None:
    length = response.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


def _version() -> str:
    try:
        return version("licet")
    except PackageNotFoundError:
        return "0"
