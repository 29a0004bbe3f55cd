"""Which processes a portal consists of, how each is started, and how each shows that it does its work."""

import http.client
import ipaddress
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from stjudes_portal.environment import Environment
from stjudes_portal.run import embedded_broker
from stjudes_portal.run.child import Child

WEB_WORKERS = 2
WEB_THREADS = 4
TASK_PROCESSES = 2
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108


def broker(environment: Environment, env: Mapping[str, str], password: str) -> Child:
    config = embedded_broker.write_config(environment, password)
    return Child(
        "The broker",
        [embedded_broker.server_program(), str(config)],
        env=env,
        log=_log(environment, "broker"),
        ready=lambda child: embedded_broker.answers(environment, password),
    )


def web(environment: Environment, env: Mapping[str, str]) -> Child:
    command = [
        *(sys.executable, "-m", "gunicorn", "stjudes_portal.wsgi:application"),
        *("--bind", address(environment.bind, environment.port)),
        *("--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--preload", "--no-control-socket"),
        *("--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5"),
        *("--log-level", "warning", "--error-logfile", "-"),
        # No access log: an address may hold what somebody searched for.
        # Whether a request came by https is decided in one place, Django's settings.
        *("--forwarded-allow-ips", ""),
    ]
    if SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK):
        command += ["--worker-tmp-dir", str(SHARED_MEMORY)]  # a slow disk must not look like a hung process
    return Child(
        "The web server", command, env=env, log=_log(environment, "web"), ready=lambda child: is_healthy(environment)
    )


def worker(environment: Environment, env: Mapping[str, str]) -> Child:
    return _celery(
        environment,
        env,
        "The worker",
        "worker",
        *("--pool", "prefork", "--concurrency", str(TASK_PROCESSES)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    )


def beat(environment: Environment, env: Mapping[str, str]) -> Child:
    # It needs no page's address; Django's checks would load them all, and the worker beside it has had them run.
    # The schedule is kept in memory: it is static, the start runs a sweep, and a file could be found half-written.
    return _celery(
        environment,
        {**env, "SKIP_CHECKS": "1"},
        "The timer",
        "beat",
        "--scheduler",
        "celery.beat:Scheduler",
        "--pidfile=",
    )


def _celery(environment: Environment, env: Mapping[str, str], name: str, kind: str, *options: str) -> Child:
    ready_file = environment.run_dir / f"{kind}.ready"
    ready_file.unlink(missing_ok=True)

    def has_said_so(child: Child) -> bool:
        try:
            return ready_file.read_text(encoding="ascii") == str(child.pid)
        except OSError:
            return False

    return Child(
        name,
        [sys.executable, "-m", "celery", "-A", "stjudes_portal", kind, "--loglevel", "WARNING", *options],
        env={**env, "PORTAL_READY_FILE": str(ready_file)},
        log=_log(environment, kind),
        ready=has_said_so,
    )


def is_healthy(environment: Environment) -> bool:
    """Does the portal's own health page, asked over http, say that all is well?"""
    status, _ = ask_health(environment)
    return status == 200


def ask_health(environment: Environment, timeout: float = 5) -> tuple[int, dict[str, object]]:
    """The health page's status (0 when nothing answers) and what it reports."""
    connection = http.client.HTTPConnection(_reachable(environment.bind), environment.port, timeout=timeout)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(environment.public_url).netloc})
        response = connection.getresponse()
        report = json.loads(response.read())
        return response.status, report if isinstance(report, dict) else {}
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


def address(bind: str, port: int) -> str:
    host = bind.strip("[]")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _reachable(bind: str) -> str:
    """Where to ask a server that listens on `bind`: "everywhere" is no place to connect to."""
    host = bind.strip("[]")
    try:
        place = ipaddress.ip_address(host)
    except ValueError:
        return host
    if place.is_unspecified:
        return "::1" if place.version == 6 else "127.0.0.1"
    return host


def _log(environment: Environment, name: str) -> Path:
    return environment.run_dir / "logs" / f"{name}.log"
