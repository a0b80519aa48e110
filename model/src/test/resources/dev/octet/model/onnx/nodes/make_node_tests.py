"""Makes node_tests.zip of the onnx package's own tests of its operators (Apache-2.0).

    python3 -m venv venv && venv/bin/pip install onnx
    venv/bin/python make_node_tests.py

Taken are tests of one node with a picture of four axes; operands beside it become stored tensors,
and batches are cut to their first picture. Per test: the model, the picture and what comes out.
"""

import zipfile

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

OPERATORS = set(
    "Add AveragePool BatchNormalization Cast CastLike Clip Concat Conv Div Dropout Flatten Gemm"
    " GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish Identity LogSoftmax MatMul Max MaxPool Min"
    " Mul Neg Pad ReduceMean Relu Reshape Sigmoid Softmax Squeeze Sub Sum Transpose Unsqueeze".split()
)


def baked(case):
    """The model with one input, the picture and the expected output; None where it does not fit."""
    graph = case.model.graph
    if len(graph.node) != 1 or graph.node[0].op_type not in OPERATORS or len(graph.output) != 1:
        return None
    inputs, outputs = case.data_sets[0]
    if not all(isinstance(array, np.ndarray) for array in inputs):
        return None
    inputs, expected = list(inputs), np.asarray(outputs[0])
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    graph = model.graph
    pictures = [i for i, a in enumerate(inputs) if a.ndim == 4 and a.dtype == np.float32]
    if pictures and len(inputs[0]) > 1 and graph.node[0].op_type == "BatchNormalization":
        inputs[0], expected = inputs[0][:1], expected[:1]
        graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    if not pictures or inputs[pictures[0]].shape[0] != 1 or expected.dtype != np.float32:
        return None
    picture = pictures[0]
    for i, array in enumerate(inputs):
        if i != picture:
            graph.initializer.append(numpy_helper.from_array(array, graph.input[i].name))
    kept = onnx.ValueInfoProto()
    kept.CopyFrom(graph.input[picture])
    del graph.input[:]
    graph.input.append(kept)
    return model.SerializeToString(), inputs[picture], expected


def main():
    with zipfile.ZipFile("node_tests.zip", "w") as archive:
        for case in sorted(collect_testcases(None), key=lambda case: case.name):
            parts = baked(case)
            if parts is None:
                continue
            model, picture, expected = parts
            floats = [np.ascontiguousarray(a, "<f4").tobytes() for a in (picture, expected)]
            for ending, content in zip((".onnx", ".x", ".y"), [model] + floats):
                name = case.name.replace("test_", "", 1) + ending
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


main()
