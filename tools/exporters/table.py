"""Brings models of make.py through octet and writes the table between two marks of a Markdown file.

    make.py OUT keras && make.py OUT torch && table.py OUT [docs/models.md [keep]]

keep: takes the int8 models and logits that an earlier run has left.

imported: `octet inspect` reads the file. folded: the int8 model has as many convolutions as the float one; a
rescaling of the input that is a layer of the network may stay, as the first step. quantized: `octet quantize`
writes a file, and it answers its own golden vectors. agrees: the float logits of `octet compare --dump-logits`
against what the framework computed, largest difference over largest logit, at most 1e-4. Needs numpy and a JDK;
./octet builds itself.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(sys.argv[1]).resolve()


def main():
    log = open(OUT / "octet.log", "w")

    def run(*args):
        done = subprocess.run([ROOT / "octet", *args], stdout=subprocess.PIPE, stderr=log, text=True)
        return done.returncode, done.stdout

    def layers(*args):
        code, said = run("inspect", *args, "--json", "--quiet")
        return [layer["kind"] for layer in json.loads(said)["layers"]] if code == 0 else None

    def convolutions(kinds):
        return sum("Conv" in kind or kind == "FullyConnected" for kind in kinds)

    def folded(before, after):
        if before is None or after is None:
            return "**no**"
        extra = convolutions(after) - convolutions(before)
        first = after[0] in ("DepthwiseConv 1x1", "Conv 1x1")  # the latter with one channel
        if extra == 1 and first and "BatchNorm" in before[0]:
            return "all but the input's rescaling"
        return "yes" if extra == 0 else "**no**"

    def mark(good):
        return "yes" if good else "**no**"

    lines = []
    good = 0
    for folder in sorted(p.parent for p in OUT.glob("*/row.json")):
        about = json.loads((folder / "row.json").read_text())
        model, data, int8 = folder / about["file"], folder / "input.npy", folder / "int8.octet"
        dump = folder / "logits.npz"
        keep = "keep" in sys.argv[3:] and dump.exists()
        if not keep:
            dump.unlink(missing_ok=True)
            int8.unlink(missing_ok=True)
        options = about["options"]
        before = layers(model, *options)
        if not keep:
            run("quantize", model, "--calibration", data, "-o", int8, "--quiet", *options)
            run("compare", model, int8, "--data", data, "--dump-logits", dump, "--quiet")
        after = layers(int8) if int8.exists() else None
        off = float("inf")
        if dump.exists():
            theirs = np.load(folder / "output.npy")
            off = np.abs(np.load(dump)["float"] - theirs).max() / np.abs(theirs).max()
        agrees = off <= 1e-4
        fold = folded(before, after)
        good += before is not None and after is not None and agrees and "no" not in fold
        cells = [mark(before is not None), fold, mark(after is not None)]
        cells.append(f"{off:.1e}" if agrees else f"**{off:.1e}**")
        lines.append(f"| {about['source']} | {about['family']} | " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    head = "| source | family | imported | folded | quantized | agrees to |\n|---|---|---|---|---|---|\n"
    if len(sys.argv) > 2:
        page = Path(sys.argv[2])
        begin, end = "<!-- table.py begins -->\n", "<!-- table.py ends -->\n"
        before, rest = page.read_text().split(begin)
        after = rest.split(end)[1]
        summary = f"{len(lines)} models, {good} of them imported, folded, quantized and in agreement:\n\n"
        page.write_text(before + begin + summary + head + "\n".join(lines) + "\n" + end + after)
    print(f"{good} of {len(lines)} rows are good")


main()
