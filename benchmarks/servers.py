"""Servers under measure: the dashboard and the hand-written page, each a process of its own on loopback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.synthetic import BASEMAP_FILE, ROOT, synthetic_dataset
from components.assets import leaflet_dir
from data.load import load_dataset

START_SECONDS = 240
STOP_SECONDS = 20
POLL_SECONDS = 0.005
HOST = "127.0.0.1"
REFERENCE_DIR = Path(__file__).parent / "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that answers.

    Attributes:
        url: Address, without a slash at the end.
        started_at: Seconds since 1970 just before the process was started.
        start_ms: From then to the first good answer.
    """

    url: str
    process: subprocess.Popen[bytes]
    started_at: float
    start_ms: float

    def cpu_ms(self) -> float | None:
        """Processor time used so far, user and system; None where the system does not tell (not Linux)."""
        stat = _proc(self.process.pid, "stat")
        if stat is None:
            return None
        user, system = stat.rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float | None:
        """Memory resident now; None where the system does not tell (not Linux)."""
        pages = _proc(self.process.pid, "statm")
        return int(pages.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if pages else None


def _proc(pid: int, name: str) -> str | None:
    file = Path("/proc") / str(pid) / name
    return file.read_text() if file.exists() else None


class Ports:
    """Gives a free port: counted up from ``first``, or whichever the system offers if ``first`` is 0."""

    def __init__(self, first: int, count: int = 20) -> None:
        self.candidates = list(range(first, first + count)) if first else [0]

    def free(self) -> int:
        """A port that nobody listens on.

        Raises:
            OSError: All are taken.
        """
        for port in self.candidates:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError:
                    continue
                return int(probe.getsockname()[1])
        raise OSError(f"no free port among {self.candidates}")


@contextmanager
def _running(
    command: Sequence[str], port: int, path: str, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    url = f"http://{HOST}:{port}"
    with tempfile.TemporaryFile() as log:
        started_at, started = time.time(), time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        try:
            start_ms = (_wait(process, f"{url}{path}", started) - started) * 1000
            yield Server(url=url, process=process, started_at=started_at, start_ms=start_ms)
        except RuntimeError:
            log.seek(0)
            print(log.read().decode(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, started: float) -> float:
    while time.perf_counter() - started < START_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=START_SECONDS).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(POLL_SECONDS)
        else:
            return time.perf_counter()
    raise RuntimeError(f"no answer within {START_SECONDS} s")


@contextmanager
def dashboard(size: int, ports: Ports) -> Iterator[Server]:
    """The dashboard with ``size`` cities; with the published ones it is ``dashboard.py`` itself."""
    port = ports.free()
    published = len(load_dataset().cities)
    script = "dashboard.py" if size == published else "benchmarks/app.py"
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.address", HOST, "--server.headless", "true"]
    environment = {"RC_BENCH_CITIES": str(size), "PYTHONPATH": str(ROOT)}
    with _running(command, port, "/healthz", environment) as server:
        yield server


@contextmanager
def reference(folder: Path, ports: Ports) -> Iterator[Server]:
    """The hand-written page, served as it is by Python's own server (no compression)."""
    port = ports.free()
    command = [sys.executable, "-m", "http.server", "--bind", HOST, "--directory", str(folder)]
    with _running([*command, str(port)], port, "/") as server:
        yield server


@contextmanager
def reference_folder(size: int) -> Iterator[Path]:
    """A temporary folder with the hand-written page, Leaflet, the base map and the same points."""
    dataset = synthetic_dataset(size)
    used = [name for city in dataset.cities.values() for name in city.network_ids]
    points = {
        "networks": [
            {"id": network.network_id, "name": network.short_fr}
            for network in sorted(
                dataset.networks.values(), key=lambda each: -used.count(each.network_id)
            )
            if network.network_id in used
        ],
        "cities": [
            {
                "id": city.city_id,
                "name": city.name_fr,
                "lat": round(city.latitude, 5),
                "lon": round(city.longitude, 5),
                "networks": list(city.network_ids),
            }
            for city in dataset.cities.values()
        ],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in REFERENCE_DIR.iterdir():
            shutil.copy(file, folder)
        for asset in ("leaflet.js", "leaflet.css"):
            shutil.copy(leaflet_dir() / asset, folder)
        shutil.copy(BASEMAP_FILE, folder)
        text = json.dumps(points, ensure_ascii=False, separators=(",", ":"))
        (folder / "points.json").write_text(text, encoding="utf-8")
        yield folder
