"""Raster of printer drivers: PWG raster and URF, decoded page by page."""
