"""What a class hands in is looked at, run within limits, judged, and reported."""
