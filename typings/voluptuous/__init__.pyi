"""Home Assistant puts probatio in voluptuous's place; this tells the type checker."""

from probatio import *
