"""Settings of the whole suite."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")  # a busy machine is slow and no reason to fail

os.environ["AGENT_TUI_CONFIG"] = os.devnull  # what the user has set is nothing to the tests
