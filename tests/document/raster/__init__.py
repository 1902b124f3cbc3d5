"""Tests of PWG raster and URF."""
