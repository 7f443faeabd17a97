"""botocore's data files: the same data from the same places, in less time."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore import loaders
from botocore.exceptions import DataNotFoundError
from pydantic_core import from_json

if TYPE_CHECKING:
    # botocore ships no types: this is what is used of the two.
    class JSONFileLoader:
        def load_file(self, file_path: str) -> Any: ...

    class Loader:
        extras_types: list[str]

        def __init__(self, **options: Any) -> None: ...
        def determine_latest_version(self, service_name: str, type_name: str) -> str: ...
        def load_data(self, name: str) -> Any: ...
        def load_service_model(
            self, service_name: str, type_name: str, api_version: str | None = None
        ) -> Any: ...

else:
    from botocore.loaders import JSONFileLoader, Loader

_BOTOCORE: Any = loaders


class JsonFiles(JSONFileLoader):
    """Reads JSON with pydantic-core: the list of all endpoints alone has more than a megabyte."""

    def load_file(self, file_path: str) -> Any:
        """Return what stands in a file.

        Args:
            file_path: The path without its extension.

        Returns:
            The data, or None where there is no such file.
        """
        try:
            return from_json(_content(file_path))
        except (OSError, ValueError, EOFError, zlib.error):
            # There is none, or something is wrong with it that botocore tells.
            return super().load_file(file_path)


def _content(file_path: str) -> bytes:
    try:
        return Path(f"{file_path}.json").read_bytes()
    except FileNotFoundError:
        return gzip.decompress(Path(f"{file_path}.json.gz").read_bytes())


class DataFiles(Loader):
    """Finds and reads data files as botocore's own loader does.

    That one lists all of its four hundred services before it reads of one, so that it could name
    them if the one were missing. Here they are listed when it is.
    """

    def __init__(self, data_path: str | None) -> None:
        """Look where botocore looks.

        Args:
            data_path: Folders to look in first, in one text as botocore takes it.
        """
        super().__init__(
            extra_search_paths=_BOTOCORE.create_loader(data_path).search_paths,
            file_loader=JsonFiles(),
            include_default_search_paths=False,  # they are among those
        )
        self._described: dict[tuple[str, str, str | None], Any] = {}

    def load_service_model(
        self, service_name: str, type_name: str, api_version: str | None = None
    ) -> Any:
        """Return one of a service's files, with what other files add to it.

        Args:
            service_name: The service's name.
            type_name: The file's name, such as `service-2`.
            api_version: The version of the service's API. Default: the latest.

        Returns:
            The data; the same object each time.

        Raises:
            botocore.exceptions.UnknownServiceError: No version of the service has such a file.
            botocore.exceptions.DataNotFoundError: This version has none.
        """
        key = service_name, type_name, api_version
        if key not in self._described:
            self._described[key] = self._read(*key)
        return self._described[key]

    def _read(self, service_name: str, type_name: str, api_version: str | None) -> Any:
        try:
            latest = self.determine_latest_version(service_name, type_name)
        except DataNotFoundError:
            return super().load_service_model(service_name, type_name, api_version)
        name = str(Path(service_name, api_version or latest, type_name))  # below any folder
        data = self.load_data(name)
        _BOTOCORE.ExtrasProcessor().process(data, self._extras(name))
        return data

    def _extras(self, name: str) -> Iterator[Any]:
        for kind in self.extras_types:
            with suppress(DataNotFoundError):
                yield self.load_data(f"{name}.{kind}-extras")
