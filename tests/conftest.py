"""Settings of every test."""

import os

from hypothesis import settings

# No deadline: a machine that does something else as well must not fail a test. The same examples for
# everybody on the server that integrates; new ones each time at home.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")

pytest_plugins = ["databases", "desks"]
