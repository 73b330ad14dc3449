"""Stands in for setuptools while pip downloads a source package (PYTHONPATH names the folder above).

Pip asks a source package for its metadata by running the package's own build, with whatever that wants installed
first. The engine's sources are wanted unbuilt, and their metadata lie beside them.
"""
