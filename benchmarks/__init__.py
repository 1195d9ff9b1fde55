"""geodist beside other libraries: `python -m benchmarks` in the root folder (or `make bench`).

One folder a workload, in it one file a competitor: its `VERSION` and `prepare(*inputs)`, which
returns the call to be timed. `__init__.py` of the folder makes the inputs and knows the truth.
"""
