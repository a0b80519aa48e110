"""Makes the resize test vectors with Pillow: the arrays that Preprocessor has to equal exactly.

  python make_resize_vectors.py ../resources/dev/octet/runtime/preprocess

Writes resize.csv (one line per case, the Pillow version in its first line) and resize.bin (all outputs behind one
another). Input pixels come from the formula in picture(), which ResizeVectorsTest repeats, so only outputs are kept.
Needs numpy and pillow.
"""
import pathlib
import sys

import numpy as np
import PIL
from PIL import Image



def picture(width, height, seed):
    """Noise in one half of the 8x8 tiles, black or white in the other, so that extremes and rounding both occur."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    h = (x * 374761393 + y * 668265263 + c * 2246822519 + seed * 3266489917) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    noise = h >> 24
    flat = 255 * (((x >> 4) ^ (y >> 4) ^ c) & 1)
    return np.where((((x >> 3) + (y >> 3)) & 1) == 0, noise, flat).astype(np.uint8)


def resize(mode, width, height, rule, fraction, rows, columns, seed):
    image = Image.fromarray(picture(width, height, seed)).convert(mode)
    if rule == "STRETCH":
        return np.asarray(image.resize((columns, rows), Image.BILINEAR))
    scale = max(round(columns / fraction) / width, round(rows / fraction) / height)
    if rows == columns:
        assert scale == round(rows / fraction) / min(width, height)
    image = image.resize((round(width * scale), round(height * scale)), Image.BILINEAR)
    left, top = (image.width - columns) // 2, (image.height - rows) // 2
    return np.asarray(image.crop((left, top, left + columns, top + rows)))


def cases():
    for mode in ("RGB", "L"):
        for width, height in ((1, 1), (1, 7), (7, 1), (2, 3), (13, 13), (31, 17), (97, 64), (64, 97)):
            for rows, columns in ((1, 1), (5, 5), (13, 13), (8, 21)):
                yield mode, width, height, "STRETCH", 1.0, rows, columns
        for width, height in ((33, 32), (32, 33), (61, 100), (200, 37)):
            for rows, columns, fraction in ((16, 16, 0.875), (17, 17, 0.9), (12, 28, 0.875), (28, 12, 1.0)):
                yield mode, width, height, "SHORT_SIDE", fraction, rows, columns
    yield "RGB", 640, 480, "SHORT_SIDE", 0.875, 32, 32
    yield "RGB", 481, 641, "SHORT_SIDE", 0.875, 47, 31
    yield "RGB", 1000, 3, "SHORT_SIDE", 0.875, 9, 9
    yield "RGB", 3, 1000, "STRETCH", 1.0, 9, 9
    yield "RGB", 3000, 20, "STRETCH", 1.0, 20, 40
    yield "RGB", 20, 3000, "STRETCH", 1.0, 40, 20
    yield "RGB", 24, 24, "STRETCH", 1.0, 50, 23
    yield "RGB", 40, 40, "SHORT_SIDE", 0.8, 32, 32  # nothing to resize, only the crop
    yield "RGB", 1, 300, "SHORT_SIDE", 0.5, 6, 6
    yield "RGB", 500, 375, "SHORT_SIDE", 0.875, 64, 64


def main():
    out = pathlib.Path(sys.argv[1])
    lines, arrays = [f"# Pillow {PIL.__version__}: mode,width,height,rule,fraction,rows,columns,seed"], []
    for seed, case in enumerate(cases()):
        array = resize(*case, seed)
        assert array.shape[:2] == case[5:7]
        lines.append(",".join(map(str, case + (seed,))))
        arrays.append(array.tobytes())
    (out / "resize.csv").write_text("\n".join(lines) + "\n")
    (out / "resize.bin").write_bytes(b"".join(arrays))
    print(len(arrays), "cases,", sum(map(len, arrays)), "bytes")


if __name__ == "__main__":
    main()
