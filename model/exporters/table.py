"""Brings models of make.py through octet and writes the table.

    make.py OUT keras && make.py OUT torch && table.py OUT [TABLE.md]

A row is imported, folded and quantized by `octet quantize` and its float logits come from `octet compare
--dump-logits`; they are compared with what the framework computed. Needs numpy, and ./octet built.
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
        return int(octet.stdout.readline())

    lines = []
    good = 0
    for folder in sorted(p.parent for p in OUT.glob("*/row.json")):
        about = json.loads((folder / "row.json").read_text())
        model, data, int8 = folder / about["file"], folder / "input.npy", folder / "int8.octet"
        dump = folder / "logits.npz"
        dump.unlink(missing_ok=True)
        status = run("quantize", model, "--calibration", data, "-o", int8, "--quiet", *about["options"])
        status = status or run("compare", model, int8, "--data", data, "--dump-logits", dump, "--quiet", *about["options"])
        if status == 0 and dump.exists():
            ours = np.load(dump)["float"]
            theirs = np.load(folder / "output.npy")
            largest = np.abs(theirs).max()
            off = np.abs(ours - theirs).max() / largest
            verdict = f"{off:.1e}"
            good += off <= 1e-4
        else:
            verdict = f"exit {status}"
        lines.append(f"| {about['source']} | {about['family']} | {'yes' if status == 0 else 'no'} | {verdict} |")
        print(lines[-1], flush=True)
    head = "| source | family | imported, folded, quantized | largest difference / largest logit |\n|---|---|---|---|\n"
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(head + "\n".join(lines) + "\n")
    print(f"{good} of {len(lines)} rows agree to 1e-4")


main()
