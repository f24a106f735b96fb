"""Settings of every test."""

import os
from functools import cache

from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

# No deadline: a machine that does something else as well must not fail a test. The same examples for
# everybody on the server that integrates; new ones each time at home.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")

# Every page that a test opens without a server looks through the metadata of each installed package for
# components of Streamlit: two thirds of what such a test costs, and always the same answer.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

pytest_plugins = ["databases", "desks"]
