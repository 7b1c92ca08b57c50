"""Every optimiser by name, and the schedules: an optimiser takes a learning rate or a schedule."""

from bplib.optimise import schedules
from bplib.optimise.adaptive import adagrad, adam, adamw, rmsprop
from bplib.optimise.base import Optimiser, clip_norm
from bplib.optimise.descent import MomentumState, gradient_descent, momentum, nesterov

__all__ = ["MomentumState", "Optimiser", "adagrad", "adam", "adamw", "clip_norm",
           "gradient_descent", "momentum", "nesterov", "rmsprop", "schedules"]
