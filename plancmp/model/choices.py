"""Words of which one is chosen, light enough for the command line."""

from typing import Literal

Stage = Literal["draft", "review", "issued"]
"""Stages of a plan: 征求意见稿, 送审稿, 印发稿."""
FailOn = Literal["error", "warning", "info", "never"]
"""From which severity on a run of checks fails."""
