"""Measures kube-release beside what people use instead; `make bench` runs it."""
