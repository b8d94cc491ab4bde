"""Runs the command line in this process as a shell would: arguments and standard input in, output and exit code out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from licet.cli.main import run


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of the output."""
        return self.out.splitlines()


class Person(io.TextIOBase):
    """Answers questions on standard input: is given the last line that was printed, and says a line, or nothing to leave."""

    def __init__(self, answer: Callable[[str], str | None], out: io.TextIOWrapper) -> None:
        self.answer, self.out = answer, out

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # a line of text, as sys.stdin gives it
        """Return the answer to what stands on the screen."""
        said = self.answer(read(self.out).rpartition("\n")[2].strip())
        return "" if said is None else f"{said}\n"


def licet(*arguments: str | Path, stdin: str | bytes = b"", person: Callable[[str], str | None] | None = None) -> Ran:
    """Run `licet` with arguments, and with what is piped into it or somebody who answers."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    source = Person(person, out) if person is not None else io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    code = 0
    with mock.patch.multiple(sys, argv=["licet", *map(str, arguments)], stdin=source, stdout=out, stderr=err):
        try:
            run()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    return Ran(code, read(out), read(err))


def read(stream: io.TextIOWrapper) -> str:
    """Return what has been written to a stream."""
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
