"""Photographed pages: found in the picture, straightened, and evenly lit."""
