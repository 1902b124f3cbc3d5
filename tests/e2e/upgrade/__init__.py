"""State folders of earlier versions, and what makes them."""
