"""How the corpus's pictures should look, independent of their formats."""

from PIL import Image

from ..samples import pictures


def looks_of(name: str) -> list[Image.Image]:
    """Return the pages of a picture of `PICTURES`, on white paper."""
    if name == "tiff_multi":
        sizes = [(420, 594), (594, 420), (420, 594)]
        return [
            Image.new("RGB", size, colour)
            for size, colour in zip(sizes, pictures.PAGE_COLOURS, strict=True)
        ]
    look = pictures.photo() if "photo" in name else pictures.scene()
    if name in {"png_1_bit", "tiff_group4"}:
        look = pictures.drawing()
    elif name in {"png_palette_transparent", "gif_animated"}:
        # The yellow field cannot be seen.
        width, height = look.size
        look.paste(pictures.WHITE, (width // 2, height // 2, width, height))
    elif "transparent" in name:
        look = Image.alpha_composite(
            Image.new("RGBA", look.size, pictures.WHITE), pictures.see_through()
        )
    is_grey = "grey" in name or name.startswith(("tiff_16_bit", "tiff_float"))
    return [look.convert("L" if is_grey else "RGB")]
