"""Raster made by CUPS' own filters, as CUPS sends it to a printer of the network."""

from pathlib import Path
import shutil
import subprocess
from typing import Final

FILTERS: Final = Path("/usr/lib/cups/filter")
"""Where Debian's packages `cups` and `cups-filters` install them."""
NAMES: Final = ("gstoraster", "rastertopwg")

KINDS: Final = {"srgb_8": "RGB", "sgray_8": "Gray", "black_1": "Black"}
"""Types of PWG raster, and the color modes of the printer."""

_PPD: Final = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "RASTER.PPD"
*Product: "(Raster)"
*Manufacturer: "Cloud Print"
*ModelName: "Raster"
*ShortNickName: "Raster"
*NickName: "Raster"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*cupsFilter2: "application/vnd.cups-raster image/pwg-raster 0 rastertopwg"
*cupsFilter2: "application/vnd.cups-raster image/urf 0 rastertopwg"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*OpenUI *ColorModel/Color Mode: PickOne
*DefaultColorModel: RGB
*ColorModel RGB/Color: "<</cupsColorSpace 19/cupsBitsPerColor 8/cupsColorOrder 0>>setpagedevice"
*ColorModel Gray/Gray: "<</cupsColorSpace 18/cupsBitsPerColor 8/cupsColorOrder 0>>setpagedevice"
*ColorModel Black/Black: "<</cupsColorSpace 3/cupsBitsPerColor 1/cupsColorOrder 0>>setpagedevice"
*CloseUI: *ColorModel
*OpenUI *Resolution/Resolution: PickOne
*DefaultResolution: 600dpi
*Resolution 300dpi/300: "<</HWResolution[300 300]>>setpagedevice"
*Resolution 600dpi/600: "<</HWResolution[600 600]>>setpagedevice"
*CloseUI: *Resolution
*DefaultFont: Courier
"""
"""The description of a printer (PostScript Printer Description)."""


def is_installed() -> bool:
    """Return whether the filters and Ghostscript are there."""
    return shutil.which("gs") is not None and all(
        (FILTERS / name).exists() for name in NAMES
    )


def make_raster(pdf: Path, folder: Path, kind: str, dpi: int, *, is_urf: bool) -> bytes:
    """Return a PDF as raster, each page of its own size; `folder` is for temporary files.

    Blocking. Raises CalledProcessError if a filter fails.
    """
    ppd = folder / "printer.ppd"
    ppd.write_text(_PPD, encoding="utf-8")
    options = f"ColorModel={KINDS[kind]} Resolution={dpi}dpi"
    environment = {
        "PATH": "/usr/bin:/bin",
        "PPD": str(ppd),
        "TMPDIR": str(folder),
        "CONTENT_TYPE": "application/pdf",
        "FINAL_CONTENT_TYPE": "image/urf" if is_urf else "image/pwg-raster",
    }

    def run(name: str, *files: str, data: bytes | None = None) -> bytes:
        # The job's number, user, title, copies and options
        command = (str(FILTERS / name), "1", "anna", "raster", "1", options, *files)
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            check=True,
        )
        return done.stdout

    # It writes PWG raster itself, but for URF what the other one reads.
    raster = run("gstoraster", str(pdf))
    return run("rastertopwg", data=raster) if is_urf else raster
