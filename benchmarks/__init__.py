"""Measure our work beside a reference's; one file for each benchmark, started by script/benchmark."""
