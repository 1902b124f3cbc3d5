"""PDF files: opened, rasterised page by page, and encoded."""
