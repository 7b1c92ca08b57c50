"""The code behind The Four Equations: backpropagation, derived and verified."""
