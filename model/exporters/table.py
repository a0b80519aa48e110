"""Brings models of make.py through octet and writes the table between two marks of a Markdown file.

    make.py OUT keras && make.py OUT torch && table.py OUT [README.md]

imported: `octet inspect` reads the file. folded: the int8 model has as many convolutions as the float one, and
nothing else that multiplies channels. quantized: `octet quantize` writes a file, and it answers its own golden
vectors. agrees: the float logits of `octet compare --dump-logits` against what the framework computed, largest
difference over largest logit, at most 1e-4. Needs numpy, and ./octet built.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(sys.argv[1]).resolve()


def main():
    if not (ROOT / "cli/target/lib").exists():
        subprocess.run([ROOT / "octet", "--version"], check=True, stdout=subprocess.DEVNULL)
    lib = ROOT / "cli/target/lib"
    octet = subprocess.Popen(
        ["java", "--add-modules=jdk.incubator.vector", "-cp", f"{lib}/*", str(Path(__file__).with_name("Rows.java"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=open(OUT / "octet.log", "w"),
        text=True,
    )

    def run(*args):
        octet.stdin.write("\t".join(str(a) for a in args) + "\n")
        octet.stdin.flush()
        code, _, said = octet.stdout.readline().rstrip("\n").partition("\t")
        return int(code), said

    def convolutions(*args):
        code, said = run("inspect", *args, "--json", "--quiet")
        return sum("Conv" in layer["kind"] or layer["kind"] == "FullyConnected" for layer in json.loads(said)["layers"]) if code == 0 else None

    def mark(good):
        return "yes" if good else "**no**"

    lines = []
    good = 0
    for folder in sorted(p.parent for p in OUT.glob("*/row.json")):
        about = json.loads((folder / "row.json").read_text())
        model, data, int8 = folder / about["file"], folder / "input.npy", folder / "int8.octet"
        dump = folder / "logits.npz"
        dump.unlink(missing_ok=True)
        int8.unlink(missing_ok=True)
        options = about["options"]
        before = convolutions(model, *options)
        status, _ = run("quantize", model, "--calibration", data, "-o", int8, "--quiet", *options)
        after = convolutions(int8) if status == 0 else None
        compared, _ = run("compare", model, int8, "--data", data, "--dump-logits", dump, "--quiet")
        off = float("inf")
        if compared == 0 and dump.exists():
            theirs = np.load(folder / "output.npy")
            off = np.abs(np.load(dump)["float"] - theirs).max() / np.abs(theirs).max()
        agrees = off <= 1e-4
        marks = [before is not None, before is not None and before == after, after is not None, agrees]
        good += all(marks)
        cells = [mark(m) for m in marks[:3]] + [f"{off:.1e}" if agrees else f"**{off:.1e}**"]
        lines.append(f"| {about['source']} | {about['family']} | " + " | ".join(cells) + " |")
        print(lines[-1], before, after, flush=True)
    head = "| source | family | imported | folded | quantized | agrees to |\n|---|---|---|---|---|---|\n"
    if len(sys.argv) > 2:
        page = Path(sys.argv[2])
        begin, end = "<!-- table.py begins -->\n", "<!-- table.py ends -->\n"
        before, rest = page.read_text().split(begin)
        after = rest.split(end)[1]
        summary = f"<details><summary>{len(lines)} models, {good} of them imported, folded, quantized and in agreement</summary>\n\n"
        page.write_text(before + begin + summary + head + "\n".join(lines) + "\n\n</details>\n" + end + after)
    print(f"{good} of {len(lines)} rows are good")


main()
