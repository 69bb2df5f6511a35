"""Tests of what the benchmarks calculate: python3 -m unittest discover -t . -s bench/tests"""
