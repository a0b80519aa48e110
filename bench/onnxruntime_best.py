"""Row of the ablation table for ONNX Runtime's static quantization: QDQ, per channel, its best method by logit SQNR.

usage: onnxruntime_best.py MODEL.onnx CALIBRATION.npy EVALUATION.npy [LABELS.npy]
"""
import contextlib
import logging
import os
import sys
import tempfile

import numpy as np
import onnxruntime as ort
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Tensors(CalibrationDataReader):
    def __init__(self, name, tensors):
        self.rows = ({name: tensor[None]} for tensor in tensors)

    def get_next(self):
        return next(self.rows, None)


def session(path):
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 2
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def logits(path, tensors):
    run = session(path)
    name = run.get_inputs()[0].name
    return np.concatenate([run.run(None, {name: t[None]})[0].reshape(1, -1) for t in tensors])


def main(model, calibration, evaluation, labels=None):
    calibration, evaluation = np.load(calibration), np.load(evaluation)
    wanted = logits(model, evaluation)
    best = None
    with tempfile.TemporaryDirectory() as folder:
        prepared, quantized = os.path.join(folder, "p.onnx"), os.path.join(folder, "q.onnx")
        name = session(model).get_inputs()[0].name
        quant_pre_process(model, prepared, skip_symbolic_shape=True)
        for method in (CalibrationMethod.MinMax, CalibrationMethod.Entropy, CalibrationMethod.Percentile):
            with contextlib.redirect_stdout(sys.stderr):
                quantize_static(prepared, quantized, Tensors(name, calibration), quant_format=QuantFormat.QDQ, per_channel=True,
                                activation_type=QuantType.QInt8, weight_type=QuantType.QInt8, calibrate_method=method)
            got = logits(quantized, evaluation)
            sqnr = 10 * np.log10((wanted ** 2).sum() / ((wanted - got) ** 2).sum())
            if best is None or sqnr > best[0]:
                best = sqnr, method.name, got
    sqnr, method, got = best
    changed = int((wanted.argmax(1) != got.argmax(1)).sum())
    right = "" if labels is None else f"{100 * (got.argmax(1) == np.load(labels)).mean():.2f} %"
    print(f"| ONNX Runtime {ort.__version__}, its best method ({method}) | {sqnr:.1f} dB | {changed} of {len(got)} | {right} |")


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main(*[a for a in sys.argv[1:] if a.startswith("/") or "." in a])
