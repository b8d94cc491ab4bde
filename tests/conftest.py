from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from licet import Engine, Law, load_law
from licet.language.parse import parse
from licet.law.yaml_fields import read_yaml

ALLOWED_TO_BE_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]

settings.register_profile("ci", derandomize=True, deadline=None, database=None, max_examples=40, suppress_health_check=ALLOWED_TO_BE_SLOW)
settings.register_profile("thorough", settings.get_profile("ci"), derandomize=False, max_examples=3000)
settings.load_profile(os.environ.get("LICET_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    folder = tempfile.TemporaryDirectory(prefix="licet-tests-")
    os.environ["LICET_CACHE"] = folder.name
    os.environ["LICET_LISTS"] = str(Path(folder.name, "lists"))  # no test looks at the lists of whoever runs it
    config.add_cleanup(folder.cleanup)


@pytest.fixture(scope="session", autouse=True)
def what_two_hundred_loads_read_alike_is_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("licet.law.build", "licet.law.yaml_fields"):
            patch.setattr(f"{module}.read_yaml", lru_cache(maxsize=5000)(read_yaml), raising=False)
        patch.setattr("licet.language.check.parse", lru_cache(maxsize=100000)(parse), raising=False)
        yield


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def engine(law: Law) -> Engine:
    return Engine(law)


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parent.parent
