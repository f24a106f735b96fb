"""What every visitor reads: the release with the staff's work, one immutable snapshot at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from data.errors import DataError
from data.load import Dataset
from data.merge import ReleaseConflict
from data.raw import Release
from data.store.errors import StoreError
from data.store.store import Store

log = logging.getLogger(__name__)

ASK_SECONDS = 1.0
"""The store is asked for its version at most this often; so a change is seen within two seconds."""

RETRY_SECONDS = 10.0
"""A store that could not be read is asked again after this."""


class PublishedSnapshot:
    """The published dataset of one process, renewed when somebody publishes anywhere.

    Attributes:
        problem: Why the snapshot may be behind; None: it is not. A store that cannot be read leaves the
            last good snapshot in force, and the release alone at the start.
        conflicts: What of the staff's work does not fit the release, and waits for a person.
        revision: Last revision in the snapshot; 0: the release alone.
        store: The open store; None: it could not be opened so far.
    """

    def __init__(
        self,
        release: Release,
        opened: Callable[[], Store],
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is read yet.

        Args:
            opened: Opens the store; asked again after a failure.
            seconds: A clock that only goes forward.
        """
        self.release = release
        self.problem: StoreError | DataError | None = None
        self.conflicts: tuple[ReleaseConflict, ...] = ()
        self.revision = 0
        self.store: Store | None = None
        self._opened = opened
        self._seconds = seconds
        self._dataset: Dataset | None = None
        self._ask_at = float("-inf")
        self._lock = threading.Lock()

    def current(self) -> Dataset:
        """The dataset of now, at most two seconds behind the store.

        Raises:
            DataError: The release itself breaks a rule: there is nothing to show.
        """
        dataset = self._dataset
        if dataset is not None and self._seconds() < self._ask_at:
            return dataset
        # While a store that does not answer is asked again, the other visitors need not wait.
        can_wait = dataset is None or self.problem is None
        if not self._lock.acquire(blocking=can_wait):
            assert dataset is not None  # without one we have waited
            return dataset
        try:
            if self._dataset is None or self._seconds() >= self._ask_at:
                self._renew()
            assert self._dataset is not None  # made by the line above, or it has raised
            return self._dataset
        finally:
            self._lock.release()

    def renew(self) -> Dataset:
        """The dataset of this very moment: what somebody who has just published wants to see."""
        with self._lock:
            self._ask_at = float("-inf")
        return self.current()

    def _renew(self) -> None:
        try:
            if self.store is None:
                self.store = self._opened()
            if self._dataset is None or self.store.version() != self.revision:
                state = self.store.state()
                self._dataset = state.dataset
                self.conflicts = state.conflicts
                self.revision = state.revision
                for conflict in state.conflicts:
                    log.warning(
                        "the release and the staff disagree on %s %s %s",
                        conflict.table,
                        conflict.key,
                        conflict.column,
                    )
            self.problem = None
            self._ask_at = self._seconds() + ASK_SECONDS
        except (StoreError, DataError) as error:
            if self.problem is None:
                log.error("the desk cannot be read, its last state stays: %s", error)
            if self._dataset is None:
                self._dataset = self.release.dataset()
            self.problem = error
            self._ask_at = self._seconds() + RETRY_SECONDS
