"""Works out the figures of a comparison with NumPy, from the dumped logits alone, and compares
them with the JSON and with what the page prints.

usage: check_comparison.py LOGITS.npz COMPARISON.json REPORT.html LABELS.txt DATA_FOLDER
"""

import json
import math
import os
import sys
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

import numpy as np

Z = 1.959963984540054  # the normal quantile of 97.5 %


def wilson(successes, trials):
    p = successes / trials
    middle = (p + Z * Z / (2 * trials)) / (1 + Z * Z / trials)
    half = Z / (1 + Z * Z / trials) * math.sqrt(p * (1 - p) / trials + Z * Z / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return low, high


def newcombe(both, only_float, only_int8, neither):
    n = both + only_float + only_int8 + neither
    p1, p2 = (both + only_float) / n, (both + only_int8) / n
    l1, u1 = wilson(both + only_float, n)
    l2, u2 = wilson(both + only_int8, n)
    margins = (both + only_float) * (only_int8 + neither) * (both + only_int8) * (only_float + neither)
    phi = 0 if margins == 0 else (both * neither - only_float * only_int8) / math.sqrt(margins)

    def distance(a, b):
        return math.sqrt(max(0, a * a - 2 * phi * a * b + b * b))

    return p2 - p1 - distance(p2 - l2, u1 - p1), p2 - p1 + distance(u2 - p2, p1 - l1)


def mcnemar(only_float, only_int8):
    n = only_float + only_int8
    tail = sum(math.comb(n, k) for k in range(min(only_float, only_int8) + 1)) / 2**n
    return min(1.0, 2 * tail)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def fixed(value, digits):
    text = str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
    return text[1:] if float(text) == 0 and text.startswith("-") else text


def signed(value, digits):
    text = fixed(value, digits)
    return "+" + text if float(text) > 0 else text.replace("-", "\u2212")


class Tables(HTMLParser):
    """Rows of table.figures, by their first cell."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.rows = {}
        self.row = None

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.inside = dict(attributes).get("class") == "figures"
        elif tag == "tr" and self.inside:
            self.row = []
        elif tag in ("td", "th") and self.row is not None:
            self.row.append("")

    def handle_endtag(self, tag):
        if tag == "tr" and self.row:
            self.rows[self.row[0]] = self.row[1:]
            self.row = None

    def handle_data(self, data):
        if self.row:
            self.row[-1] += data


def main():
    npz, json_file, html_file, labels_file, folder = sys.argv[1:]
    logits = np.load(npz)
    reference = logits["float"].astype(np.float64)
    quantized = logits["int8"].astype(np.float64)
    with open(json_file, encoding="utf-8") as file:
        document = json.load(file)
    with open(html_file, encoding="utf-8") as file:
        tables = Tables()
        tables.feed(file.read())
    with open(labels_file, encoding="utf-8") as file:
        names = [line.strip() for line in file if line.strip()]
    classes = {name.split()[0]: index for index, name in enumerate(names)}
    pictures = sorted(
        os.path.join(sub, name).encode("utf-8", "surrogateescape")
        for sub in os.listdir(folder)
        for name in os.listdir(os.path.join(folder, sub))
    )
    label = np.array([classes[os.fsdecode(path).split("/")[0]] for path in pictures])
    n = len(label)
    assert reference.shape == quantized.shape == (n, len(names)), (reference.shape, n)

    top_float, top_int8 = reference.argmax(axis=1), quantized.argmax(axis=1)
    right_float, right_int8 = top_float == label, top_int8 == label

    def in_first_five(values):
        order = np.argsort(-values, axis=1, kind="stable")[:, :5]
        return int((order == label[:, None]).any(axis=1).sum())

    both = int((right_float & right_int8).sum())
    only_float = int((right_float & ~right_int8).sum())
    only_int8 = int((~right_float & right_int8).sum())
    agree = int((top_float == top_int8).sum())
    noise = ((reference - quantized) ** 2).sum()
    sqnr = 10 * math.log10((reference**2).sum() / noise)
    cosine = (reference * quantized).sum() / math.sqrt((reference**2).sum() * (quantized**2).sum())
    p, q = softmax(reference), softmax(quantized)
    kl = float((p * (np.log(p + 1e-12) - np.log(q + 1e-12))).sum(axis=1).mean())
    low, high = newcombe(both, only_float, only_int8, n - both - only_float - only_int8)
    difference = (only_int8 - only_float) / n

    checked = 0

    def same(path, expected):
        nonlocal checked
        got = document
        for part in path.split("/"):
            got = got[int(part)] if isinstance(got, list) else got[part]
        assert math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12), (path, got, expected)
        checked += 1

    def printed(row, column, expected):
        nonlocal checked
        got = tables.rows[row][column]
        assert got == expected, (row, got, expected)
        checked += 1

    def share(row, column, path, successes):
        bounds = wilson(successes, n)
        same(path, 100 * successes / n)
        interval = path + "Interval"
        same(interval + "/0", 100 * bounds[0])
        same(interval + "/1", 100 * bounds[1])
        printed(
            row,
            column,
            f"{fixed(100 * successes / n, 2)} % ({fixed(100 * bounds[0], 2)} to"
            f" {fixed(100 * bounds[1], 2)})",
        )

    same("images", n)
    share("Top-1", 0, "float/top1", int(right_float.sum()))
    share("Top-1", 1, "int8/top1", int(right_int8.sum()))
    share("Top-5", 0, "float/top5", in_first_five(reference))
    share("Top-5", 1, "int8/top5", in_first_five(quantized))
    share("Agreement", 1, "agreement", agree)
    same("top1Difference/points", 100 * difference)
    same("top1Difference/interval/0", 100 * low)
    same("top1Difference/interval/1", 100 * high)
    same("top1Difference/pValue", mcnemar(only_float, only_int8))
    printed(
        "Top-1 difference",
        1,
        f"{signed(100 * difference, 2)} points ({signed(100 * low, 2)} to {signed(100 * high, 2)})",
    )
    printed("McNemar p", 1, fixed(mcnemar(only_float, only_int8), 4))
    same("logits/sqnrDb", sqnr)
    same("logits/cosine", cosine)
    same("logits/kl", kl)
    printed("Logits SQNR", 1, fixed(sqnr, 1) + " dB")
    printed("Logits cosine", 1, fixed(cosine, 6))
    printed("KL divergence", 1, fixed(kl, 6) + " nats")

    flips = {int(i) for i in np.nonzero(top_float != top_int8)[0]}
    assert {flip["index"] for flip in document["flips"]} == flips
    for kind in ("flips", "closest", "moved"):
        for image in document[kind]:
            i = image["index"]
            for side, values in (("float", reference[i]), ("int8", quantized[i])):
                first, second = np.sort(values)[::-1][:2]
                assert image[side]["class"] == int(values.argmax())
                assert math.isclose(image[side]["margin"], first - second, abs_tol=1e-12)
                checked += 1
    for entry in document["classes"]:
        of_class = label == entry["class"]
        assert entry["images"] == int(of_class.sum())
        assert entry["floatRight"] == int((of_class & right_float).sum())
        assert entry["int8Right"] == int((of_class & right_int8).sum())
        checked += 1
    print("checked", checked)


main()
