"""Work on plans on the workers of a cluster of Dask, with the same result as here."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from plancmp.batch.workers import Work
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

J = TypeVar("J")
R = TypeVar("R")
_WAIT = "30s"
"""For a scheduler and its first worker."""
_AHEAD = 8
"""So many jobs a thread of the cluster are under way or done before the first is taken."""


def run_on(address: str, work: Work[J, R], jobs: Iterable[J]) -> Iterator[R]:
    """The results in the order of the jobs; what a worker that died had, others do again.

    Raises `PlancmpError` where Dask is missing, or nobody answers at the address.
    """
    from plancmp.batch.sinks import need

    need("distributed", extra="cluster")
    from concurrent.futures import CancelledError

    import distributed

    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise _unreached(address, error) from None
    try:
        with client:
            client.wait_for_workers(1, timeout=_WAIT)
            yield from _all(client, work, jobs)
    except (OSError, TimeoutError, CancelledError) as error:
        raise _unreached(address, error) from None


def _all(client: Any, work: Work[J, R], jobs: Iterable[J]) -> Iterator[R]:
    """Submit some ahead, take the oldest: memory stays flat."""
    waiting: deque[tuple[J, Any]] = deque()
    for job in jobs:
        known = work.known(job)
        waiting.append((job, client.submit(work.do, job, pure=False) if known is None else known))
        if len(waiting) >= _AHEAD * max(sum(client.nthreads().values()), 1):
            yield _taken(work, *waiting.popleft())
    while waiting:
        yield _taken(work, *waiting.popleft())


def _taken(work: Work[J, R], job: J, held: Any) -> R:
    """A result when it is there; one that kills its workers or takes too long is gone."""
    from distributed import Future, KilledWorker

    result: R = held
    if not isinstance(held, Future):
        return result
    future: Any = held
    try:
        result = future.result(timeout=work.longest)
    except KilledWorker:
        return work.gone(job, PlancmpError(*worded("workers-died")))
    except ImportError as error:
        return work.gone(job, PlancmpError(*worded("other-worker", error=error)))
    except TimeoutError:
        future.cancel()
        return work.gone(job, PlancmpError(*worded("given-up", said=work.longest)))
    finally:
        future.release()
    return result


def _unreached(address: str, error: Exception) -> PlancmpError:
    """Why there is no cluster, in one line."""
    reason = " ".join(str(error).split()) or type(error).__name__
    return PlancmpError(*worded("no-cluster", address=address, reason=reason))
