"""botocore's data files, read past botocore: what is found, and what is said where nothing is."""

import gzip
import json
import zlib
from collections.abc import Callable
from os import pathsep
from pathlib import Path
from typing import Any

import pytest
from botocore import loaders
from botocore.exceptions import DataNotFoundError, UnknownServiceError
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient, InvalidRequestError
from aa_sdk._transport.data_files import DataFiles, JsonFiles
from tests.fake_service import REGION, FakeService, Reply
from tests.service_model import SERVICE

BOTOCORE: Any = loaders
READER: Callable[[str | None], Any] = DataFiles
OURS = READER(None)
THEIRS: Any = BOTOCORE.Loader()  # not the shared one: connecting writes into the endpoints


def as_text(data: object) -> str:
    """Data with the order of its members, which does not count when two are compared."""
    return json.dumps(data)


@pytest.mark.parametrize("name", ["endpoints", "partitions", "sdk-default-configuration", "_retry"])
def test_a_file_says_what_it_says_to_botocore(name: str) -> None:
    assert as_text(OURS.load_data(name)) == as_text(THEIRS.load_data(name))


@pytest.mark.parametrize("service", ["accessanalyzer", "sts", "sso-oidc"])
@pytest.mark.parametrize("name", ["service-2", "endpoint-rule-set-1", "paginators-1"])
def test_a_file_of_a_service_says_what_it_says_to_botocore(service: str, name: str) -> None:
    data = OURS.load_service_model(service, name)
    assert as_text(data) == as_text(THEIRS.load_service_model(service, name))
    assert OURS.load_service_model(service, name) is data


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


@given(data=ANYTHING, escaped=st.booleans())
def test_any_json_is_read_as_botocore_reads_it(
    tmp_path_factory: pytest.TempPathFactory, data: object, *, escaped: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    text = json.dumps(data, ensure_ascii=escaped)
    path.with_suffix(".json").write_bytes(text.encode(errors="replace"))
    theirs = BOTOCORE.JSONFileLoader().load_file(str(path))
    assert as_text(JsonFiles().load_file(str(path))) == as_text(theirs)


PACKED = gzip.compress(b"{}", mtime=0)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        *(("json", text) for text in (b"", b"{", b"\xff", b"\xef\xbb\xbf{}", b"{}{}")),
        *(("json.gz", data) for data in (b"{}", PACKED[:-1], PACKED[:10] + b"\xff" * 9)),
    ],
    ids=repr,
)
def test_a_file_that_cannot_be_read_is_refused_as_botocore_refuses_it(
    extension: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / f"broken.{extension}").write_bytes(content)
    path = str(tmp_path / "broken")
    with pytest.raises((ValueError, OSError, EOFError, zlib.error)) as theirs:
        BOTOCORE.JSONFileLoader().load_file(path)
    with pytest.raises(type(theirs.value)) as ours:
        JsonFiles().load_file(path)
    assert str(ours.value) == str(theirs.value)


def test_a_folder_that_is_called_like_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    assert JsonFiles().load_file(str(tmp_path / "folder")) is None


def test_a_packed_file_is_read_where_there_is_no_plain_one(tmp_path: Path) -> None:
    (tmp_path / "both.json.gz").write_bytes(gzip.compress(b'"packed"'))
    assert JsonFiles().load_file(str(tmp_path / "both")) == "packed"
    (tmp_path / "both.json").write_bytes(b'"plain"')
    assert JsonFiles().load_file(str(tmp_path / "both")) == "plain"


def write(folder: Path, version: str, name: str, data: object) -> Path:
    """Put a file of the service into a folder of data files, and return the folder."""
    place = folder / "accessanalyzer" / version
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.json").write_text(json.dumps(data))
    return folder


def test_files_are_looked_for_where_botocore_looks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MINE", str(tmp_path))
    for data_path in (None, f"$MINE{pathsep}~/models"):
        theirs = BOTOCORE.create_loader(data_path)
        assert READER(data_path).search_paths == theirs.search_paths


def test_the_first_folder_wins_and_the_latest_version(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for version, number in (("2001-01-01", 1), ("2099-01-01", 2)):
        write(second, version, "invented-1", {"from": "second", "number": number})
    write(first, "2001-01-01", "invented-1", {"from": "first"})
    files = READER(f"{first}{pathsep}{second}")
    latest = {"from": "second", "number": 2}
    assert files.load_service_model("accessanalyzer", "invented-1") == latest
    older = files.load_service_model("accessanalyzer", "invented-1", "2001-01-01")
    assert older == {"from": "first"}


def test_what_extra_files_say_is_added(tmp_path: Path) -> None:
    version = "2099-01-01"
    write(tmp_path, version, "invented-1", {"kept": 1, "nested": {"kept": 2}})
    write(tmp_path, version, "invented-1.sdk-extras", {"merge": {"nested": {"added": 3}}})
    files = READER(str(tmp_path))
    described = files.load_service_model("accessanalyzer", "invented-1")
    assert described == {"kept": 1, "nested": {"kept": 2, "added": 3}}


def test_a_service_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownServiceError) as caught:
        OURS.load_service_model("accessanalyser", "service-2")
    assert "accessanalyzer, " in str(caught.value)


def test_a_version_that_is_not_there_is_told() -> None:
    with pytest.raises(DataNotFoundError):
        OURS.load_service_model("accessanalyzer", "service-2", "2001-01-01")


@pytest.fixture(params=["environment", "profile"])
def data_path(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    aws_config: Callable[[str], None],
) -> Callable[[Path], None]:
    """Tells botocore a folder of data files in one of the two ways."""

    def tell(folder: Path) -> None:
        if request.param == "environment":
            monkeypatch.setenv("AWS_DATA_PATH", str(folder))
        else:
            aws_config(f"[default]\ndata_path = {folder}\n")

    return tell


async def test_a_client_goes_by_the_service_model_that_its_user_has(
    data_path: Callable[[Path], None], tmp_path: Path
) -> None:
    operations = {k: v for k, v in SERVICE["operations"].items() if k != "GetAnalyzer"}
    data_path(write(tmp_path, "2099-01-01", "service-2", {**SERVICE, "operations": operations}))
    async with AccessAnalyzerClient(REGION) as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.get_analyzer(analyzer_name="audit")
    assert [field.path for field in caught.value.fields] == ["operation"]


async def test_a_session_that_is_given_keeps_its_own_reader() -> None:
    service, theirs = FakeService(Reply({"analyzers": []})), BOTOCORE.Loader()
    session = service.session()
    session.register_component("data_loader", theirs)
    async with service.client(session=session) as client:
        await client.list_analyzers()
    assert session.get_component("data_loader") is theirs
    assert type(theirs.file_loader) is BOTOCORE.JSONFileLoader
