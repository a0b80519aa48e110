"""Makes small picture files of every kind with what Pillow's convert("RGB") reads from them.

  python make_pictures.py ../resources/dev/octet/calibration/image

Writes the files, expected.csv (file, width, height, "ignore" or "apply" for the EXIF orientation; the Pillow version in
its first line) and expected.bin (all pixels, RGB, one after another). Needs numpy and pillow.
"""
import io
import pathlib
import struct
import sys
import zlib

import numpy as np
import PIL
from PIL import Image, ImageCms, ImageOps

WIDTH, HEIGHT = 37, 21


def pixels(bands, seed=1):
    """Smooth colours with some noise, so that JPEG has something to do."""
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(bands), indexing="ij")
    noise = np.random.RandomState(seed).randint(0, 60, (HEIGHT, WIDTH, bands))
    return ((x * (5 + c) + y * (9 - 2 * c) + 40 * c + noise) % 256).astype(np.uint8)


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, **options)
    return out.getvalue()


def without_segments(data, markers):
    """The same JPEG without some APP segments."""
    out, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if data[at + 1] not in markers:
            out += data[at:end]
        at = end
    return out + data[at:]


def png(kind, depth, rows, palette=None, transparency=None):
    """A PNG of raw scanlines; kind is the colour type."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, kind, 0, 0, 0)), (b"gAMA", struct.pack(">I", 30000))]
    if palette is not None:
        chunks.append((b"PLTE", bytes(palette)))
    if transparency is not None:
        chunks.append((b"tRNS", bytes(transparency)))
    chunks.append((b"IDAT", zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)))
    chunks.append((b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def packed(values, depth):
    """Rows of samples below 8 bits, packed from the upper bits."""
    bits = np.unpackbits(values.astype(np.uint8)[..., None], axis=2)[..., 8 - depth :]
    return np.packbits(bits.reshape(HEIGHT, -1), axis=1)


def wide(bands):
    """16-bit samples, big-endian."""
    return (pixels(bands).astype(int) * 256 + pixels(bands, 2)).astype(">u2").reshape(HEIGHT, -1)


def bmp(mode):
    out = io.BytesIO()
    image = Image.fromarray(pixels(4 if mode == "RGBA" else 3))
    (image.quantize(50) if mode == "P" else image.convert(mode)).save(out, "BMP")
    return out.getvalue()


def files():
    rgb = Image.fromarray(pixels(3))
    gray = Image.fromarray(pixels(1)[..., 0])
    cmyk = Image.fromarray(pixels(4), "CMYK")
    for name, sampling in (("444", 0), ("422", 1), ("420", 2), ("440", "4:4:0"), ("411", "4:1:1")):
        try:
            yield f"ycc{name}.jpg", jpeg(rgb, subsampling=sampling)
        except (TypeError, ValueError):
            pass
    yield "progressive.jpg", jpeg(rgb, progressive=True)
    yield "gray.jpg", jpeg(gray)
    yield "grayprogressive.jpg", jpeg(gray, progressive=True)
    yield "rgb.jpg", jpeg(rgb, keep_rgb=True)
    yield "cmyk.jpg", jpeg(cmyk)
    adobe = jpeg(cmyk)
    at = adobe.index(b"Adobe") + 11
    yield "ycck.jpg", adobe[:at] + b"\2" + adobe[at + 1 :]
    yield "nomarker444.jpg", without_segments(jpeg(rgb, subsampling=0), {0xE0})
    yield "nomarker420.jpg", without_segments(jpeg(rgb), {0xE0})
    yield "profile.jpg", jpeg(rgb, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    yield "restart.jpg", jpeg(rgb, restart_marker_blocks=1)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"exif{orientation}.jpg", jpeg(rgb, exif=exif)
    for depth in (1, 2, 4):
        values = pixels(1)[..., 0] >> (8 - depth)
        yield f"gray{depth}.png", png(0, depth, packed(values, depth))
        yield f"palette{depth}.png", png(3, depth, packed(values, depth), pixels(3).flatten()[: 3 << depth], [0, 128])
    yield "gray8.png", png(0, 8, pixels(1)[..., 0])
    yield "gray8transparent.png", png(0, 8, pixels(1)[..., 0], None, [0, 77])
    yield "gray16.png", png(0, 16, [r.tobytes() for r in wide(1)])
    yield "rgb8.png", png(2, 8, pixels(3).reshape(HEIGHT, -1))
    yield "rgb8transparent.png", png(2, 8, pixels(3).reshape(HEIGHT, -1), None, [0, 10, 0, 20, 0, 30])
    yield "rgb16.png", png(2, 16, [r.tobytes() for r in wide(3)])
    yield "palette8.png", png(3, 8, pixels(1)[..., 0] % 100, pixels(3).flatten()[:300])
    yield "grayalpha8.png", png(4, 8, pixels(2).reshape(HEIGHT, -1))
    yield "grayalpha16.png", png(4, 16, [r.tobytes() for r in wide(2)])
    yield "rgba8.png", png(6, 8, pixels(4).reshape(HEIGHT, -1))
    yield "rgba16.png", png(6, 16, [r.tobytes() for r in wide(4)])
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield f"{mode.lower()}.bmp", bmp(mode)
    yield "color.ppm", b"P6\n# comment\n%d %d\n255\n" % (WIDTH, HEIGHT) + pixels(3).tobytes()
    yield "gray.pgm", b"P5 %d %d 255\n" % (WIDTH, HEIGHT) + pixels(1).tobytes()


def main():
    folder = pathlib.Path(sys.argv[1])
    lines, arrays = [f"# Pillow {PIL.__version__}: file,width,height,exif"], []
    for name, data in files():
        (folder / name).write_bytes(data)
        image = Image.open(folder / name)
        for mode in ("ignore", "apply") if name.startswith("exif") else ("ignore",):
            shown = (image if mode == "ignore" else ImageOps.exif_transpose(image)).convert("RGB")
            if name == "gray16.png":
                # Pillow clips such pictures at 255, which leaves them white; the upper byte is what is meant.
                shown = Image.fromarray(pixels(1)[..., 0]).convert("RGB")
            lines.append(f"{name},{shown.width},{shown.height},{mode}")
            arrays.append(shown.tobytes())
    (folder / "expected.csv").write_text("\n".join(lines) + "\n")
    (folder / "expected.bin").write_bytes(b"".join(arrays))
    print(len(arrays), "pictures")


if __name__ == "__main__":
    main()
