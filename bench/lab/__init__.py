"""What the benchmarks share: clusters, processes, watchers, numbers, the table."""
