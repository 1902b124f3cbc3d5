"""A real Home Assistant with a simulated cloud to play with, all on this machine.

`home_assistant.HomeAssistant` and `cloud.SimulatedCloud` each run a process of their
own. `demo` and `develop` put them together for people, tests/e2e for tests.
"""
