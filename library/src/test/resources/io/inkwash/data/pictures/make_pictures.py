"""Writes the pictures beside it, one in each mode of their formats, and their pixels as Pillow has
them, pixels.gz.

Made with Python 3.11, Pillow 12.3.0 (libjpeg-turbo 3.1.4.1), numpy 2.4.6:

    python make_pictures.py

pixels.gz, unpacked, is for each picture: the length of its name in one byte, the name, channels,
height and width in two bytes each (big-endian), and the pixels, channels first. Pixels are upright
(ImageOps.exif_transpose), on white where transparent, and CMYK is Image.convert("RGB").
"""

import gzip
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

here = Path(__file__).parent
rng = np.random.default_rng(11)
H, W = 17, 27
pixels = {}


def photo(h=H, w=W):
    """Smooth color with a bright disc: no plane equals another, no symmetry."""
    y, x = np.mgrid[0:h, 0:w]
    planes = np.stack([x * 230 / w + 10, y * 200 / h + 30, 128 + 100 * np.sin((x + 2 * y) / 9)], -1)
    planes[(x - 8) ** 2 + (y - 5) ** 2 < 16] = (250, 240, 90)
    return np.clip(planes, 0, 255).astype(np.uint8)


def flat(image):
    """What Pillow reads, upright and on white, channels first."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I;16", "I"):
        gray = np.asarray(image).astype(np.int64)
        values = (gray * 255 + 32767) // 65535
        if "transparency" in image.info:
            values[gray == image.info["transparency"]] = 255
        return values.astype(np.uint8)[None]
    gray = image.mode in ("1", "L", "LA")
    if "transparency" in image.info or image.mode in ("LA", "RGBA", "PA"):
        rgba = np.asarray(image.convert("RGBA")).astype(int)
        alpha = rgba[..., 3:]
        rgb = ((rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
        return rgb[..., :1].transpose(2, 0, 1) if gray else rgb.transpose(2, 0, 1)
    if gray:
        return np.asarray(image.convert("L"))[None]
    return np.asarray(image.convert("RGB")).transpose(2, 0, 1)


def put(name, content):
    (here / name).write_bytes(content)
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        values = flat(image)
    colorless = len(values) == 3 and (values == values[:1]).all()
    pixels[name] = values[:1] if colorless else values


def save(name, image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    put(name, out.getvalue())


# PNG in every type and depth, plain and interlaced, written chunk by chunk: Pillow writes few.

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples, depth):
    """Rows of samples [h, w, c] as bytes, each behind a filter byte of 0 (none)."""
    out = b""
    for row in samples:
        values = row.reshape(-1)
        if depth == 16:
            data = values.astype(">u2").tobytes()
        elif depth == 8:
            data = values.astype(np.uint8).tobytes()
        else:
            bits = "".join(format(v, f"0{depth}b") for v in values)
            bits += "0" * (-len(bits) % 8)
            data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        out += b"\0" + data
    return out


def png(samples, depth, kind, interlaced, *chunks):
    h, w = samples.shape[:2]
    if interlaced:
        passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        raw = b"".join(packed(p, depth) for p in passes if p.size)
    else:
        raw = packed(samples, depth)
    header = struct.pack(">IIBBBBB", w, h, depth, kind, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(chunks)
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
h, w = 11, 13
for interlaced in (False, True):
    end = "-interlaced" if interlaced else ""
    for depth in (1, 2, 4, 8, 16):
        gray = rng.integers(0, 2**depth, (h, w, 1))
        put(f"gray-{depth}{end}.png", png(gray, depth, GRAY, interlaced))
        clear = int(gray[3, 4, 0])
        trns = chunk(b"tRNS", struct.pack(">H", clear))
        put(f"gray-{depth}-trns{end}.png", png(gray, depth, GRAY, interlaced, trns))
    for depth in (1, 2, 4, 8):
        count = min(2**depth, 40)
        colors = rng.integers(0, 256, (count, 3)).astype(np.uint8)
        index = rng.integers(0, count, (h, w, 1))
        plte = chunk(b"PLTE", colors.tobytes())
        put(f"palette-{depth}{end}.png", png(index, depth, PALETTE, interlaced, plte))
        alphas = chunk(b"tRNS", bytes(rng.integers(0, 256, count // 2 + 1).astype(np.uint8)))
        put(f"palette-{depth}-trns{end}.png", png(index, depth, PALETTE, interlaced, plte, alphas))
    for depth in (8, 16):
        for kind, bands, name in ((RGB, 3, "rgb"), (GRAY_ALPHA, 2, "gray-alpha"), (RGB_ALPHA, 4, "rgba")):
            # Of 16 bits Pillow keeps the upper 8; equal halves make that exact.
            samples = rng.integers(0, 256, (h, w, bands)) * (257 if depth == 16 else 1)
            put(f"{name}-{depth}{end}.png", png(samples, depth, kind, interlaced))
    rgb = rng.integers(0, 256, (h, w, 3))
    trns = chunk(b"tRNS", struct.pack(">HHH", *map(int, rgb[2, 5])))
    put(f"rgb-8-trns{end}.png", png(rgb, 8, RGB, interlaced, trns))
gray = rng.integers(0, 256, (h, w, 1))
put("gray-8-gamma.png", png(gray, 8, GRAY, False, chunk(b"gAMA", struct.pack(">I", 100000))))

# JPEG.

color = Image.fromarray(photo())
for progressive in (False, True):
    end = "-progressive" if progressive else ""
    common = {"quality": 92, "progressive": progressive}
    save(f"gray{end}.jpg", color.convert("L"), "JPEG", **common)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        save(f"ycc-{name}{end}.jpg", color, "JPEG", subsampling=subsampling, **common)
    save(f"rgb{end}.jpg", color, "JPEG", keep_rgb=True, **common)
    inks = np.dstack([255 - photo(), photo()[::-1, :, 0] // 2])
    save(f"cmyk{end}.jpg", Image.fromarray(inks, "CMYK"), "JPEG", **common)

    # YCCK: the bands that are stored are Y, Cb, Cr and K, and the Adobe segment says transform 2.
    # Pillow stores CMYK inverted, so it is given them inverted.
    ycc = np.asarray(Image.fromarray(255 - inks[..., :3]).convert("YCbCr"))
    ycck = io.BytesIO()
    stored = np.dstack([255 - ycc, inks[..., 3]])
    Image.fromarray(stored, "CMYK").save(ycck, "JPEG", **common)
    content = bytearray(ycck.getvalue())
    content[content.index(b"Adobe") + 11] = 2
    put(f"ycck{end}.jpg", bytes(content))

# Without a JFIF segment, the color space is told by the components' names alone.
out = io.BytesIO()
color.save(out, "JPEG", quality=92, subsampling=0)
content = out.getvalue()
length = struct.unpack(">H", content[4:6])[0]
put("ycc-444-no-jfif.jpg", content[:2] + content[4 + length :])

save("restart.jpg", color, "JPEG", quality=92, restart_marker_blocks=1)
save("faulty-profile.jpg", color, "JPEG", quality=92, icc_profile=b"this is no profile " * 20)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    save(f"exif-{orientation}.jpg", color, "JPEG", quality=92, subsampling=0, exif=exif.tobytes())
exif = Image.Exif()
exif[274] = 6
save("exif-6.png", color, "PNG", exif=exif.tobytes())
save("exif-6.webp", color, "WEBP", lossless=True, exif=exif.tobytes())

# WebP and TIFF.

clear = np.dstack([photo(), np.clip(np.add.outer(np.arange(H) * 9, np.arange(W) * 5), 0, 255)])
translucent = Image.fromarray(clear.astype(np.uint8), "RGBA")
save("lossless.webp", color, "WEBP", lossless=True)
save("lossless-alpha.webp", translucent, "WEBP", lossless=True, exact=True)
save("lossy.webp", color, "WEBP", quality=90)
save("lossy-gray.webp", color.convert("L"), "WEBP", quality=90)
for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
    save(f"rgb-{compression}.tif", color, "TIFF", compression=compression)
save("rgba.tif", translucent, "TIFF")
save("gray.tif", color.convert("L"), "TIFF")
save("gray-16.tif", Image.fromarray(rng.integers(0, 65536, (h, w)).astype(np.uint16)), "TIFF")
save("bilevel.tif", color.convert("1"), "TIFF")
save("palette.tif", color.quantize(16), "TIFF")
save("cmyk.tif", Image.fromarray(inks, "CMYK"), "TIFF")
save("exif-6.tif", color, "TIFF", exif=exif)

with gzip.GzipFile(here / "pixels.gz", "wb", 9, mtime=0) as out:
    for name, values in sorted(pixels.items()):
        out.write(bytes([len(name)]) + name.encode() + struct.pack(">HHH", *values.shape))
        out.write(values.astype(np.uint8).tobytes())
