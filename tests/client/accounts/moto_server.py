"""A process of moto's: imported here, it would be between all clients and their services.

It says where it is, and ends when its input does.
"""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served() -> Generator[str]:
    """Serve moto over HTTP until the block ends, and give its URL."""
    command = [sys.executable, str(Path(__file__))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert url, "moto did not start"
            yield url
        finally:
            process.kill()


def main() -> None:
    """Serve until there is no more input."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: PLC0415 (see above)

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
