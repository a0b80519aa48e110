"""Makes small TensorFlow Lite files and what LiteRT computes with them, in fixtures.zip.

    pip install numpy flatbuffers ai-edge-litert      (made with ai-edge-litert 2.1)
    python make_fixtures.py [FOLDER FOR SEEDS OF THE FUZZER]

Each NAME.tflite has NAME.json beside it: an input and LiteRT's outputs, computed by its reference kernels.
Quantized files read bytes; their input and outputs in the JSON are the real values of these.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as s
from ai_edge_litert.interpreter import Interpreter, OpResolverType

T = s.TensorType
O = s.BuiltinOperator
TYPES = {"float32": T.FLOAT32, "float16": T.FLOAT16, "int32": T.INT32, "int64": T.INT64, "uint8": T.UINT8, "int8": T.INT8}
OPTIONS = {v: k for k, v in vars(s.BuiltinOptions).items() if isinstance(v, int)}
SAME, VALID = s.Padding.SAME, s.Padding.VALID
RELU, N1, RELU6 = s.ActivationFunctionType.RELU, s.ActivationFunctionType.RELU_N1_TO_1, s.ActivationFunctionType.RELU6


class Net:
    """A network under construction; tensors are numbers."""

    def __init__(self):
        self.model = s.ModelT()
        self.model.version = 3
        self.model.operatorCodes = []
        self.model.buffers = [s.BufferT()]
        self.graph = s.SubGraphT()
        self.graph.tensors, self.graph.operators = [], []
        self.model.subgraphs = [self.graph]
        self.codes = {}

    def tensor(self, name, shape, kind="float32", data=None, scale=None, zero=0, axis=0):
        t = s.TensorT()
        t.name, t.shape, t.type = name, list(shape), TYPES[kind]
        if data is not None:
            b = s.BufferT()
            b.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), "uint8")
            self.model.buffers.append(b)
            t.buffer = len(self.model.buffers) - 1
        if scale is not None:
            t.quantization = s.QuantizationParametersT()
            t.quantization.scale = list(np.atleast_1d(scale).astype("float32"))
            t.quantization.zeroPoint = [int(z) for z in np.broadcast_to(zero, np.atleast_1d(scale).shape)]
            t.quantization.quantizedDimension = axis
        self.graph.tensors.append(t)
        return len(self.graph.tensors) - 1

    def const(self, name, data, **quantization):
        data = np.asarray(data)
        return self.tensor(name, data.shape, data.dtype.name, data, **quantization)

    def op(self, code, inputs, output, options=None, **fields):
        if code not in self.codes:
            c = s.OperatorCodeT()
            c.builtinCode, c.deprecatedBuiltinCode, c.version = code, min(code, 127), 1
            if code in (O.CONV_2D, O.DEPTHWISE_CONV_2D, O.FULLY_CONNECTED, O.SOFTMAX, O.ADD, O.AVERAGE_POOL_2D):
                c.version = 3
            self.model.operatorCodes.append(c)
            self.codes[code] = len(self.model.operatorCodes) - 1
        o = s.OperatorT()
        o.opcodeIndex, o.inputs, o.outputs = self.codes[code], list(inputs), [output]
        if options is not None:
            o.builtinOptions = options()
            name = options.__name__[:-1]
            o.builtinOptionsType = getattr(s.BuiltinOptions, name)
            for key, value in fields.items():
                setattr(o.builtinOptions, key, value)
        self.graph.operators.append(o)
        return output

    def conv(self, x, w, b, out, stride=1, padding=SAME, act=0, dilation=1):
        return self.op(O.CONV_2D, [x, w, b], out, s.Conv2DOptionsT, padding=padding, strideW=stride, strideH=stride,
                       fusedActivationFunction=act, dilationWFactor=dilation, dilationHFactor=dilation)

    def depthwise(self, x, w, b, out, stride=1, padding=SAME, act=0, multiplier=1):
        return self.op(O.DEPTHWISE_CONV_2D, [x, w, b], out, s.DepthwiseConv2DOptionsT, padding=padding, strideW=stride,
                       strideH=stride, depthMultiplier=multiplier, fusedActivationFunction=act, dilationWFactor=1,
                       dilationHFactor=1)

    def pool(self, code, x, out, size, stride, padding=VALID, act=0):
        return self.op(code, [x], out, s.Pool2DOptionsT, padding=padding, strideW=stride, strideH=stride,
                       filterWidth=size[1], filterHeight=size[0], fusedActivationFunction=act)

    def bytes(self, x, y):
        self.graph.inputs, self.graph.outputs = [x], [y] if isinstance(y, int) else y
        b = flatbuffers.Builder(1024)
        b.Finish(self.model.Pack(b), b"TFL3")
        return bytes(b.Output())


rng = np.random.default_rng(7)


def w(*shape):
    return (rng.normal(size=shape) / np.sqrt(np.prod(shape[1:-1]) * shape[-1])).astype("float32")


def bias(n):
    return rng.normal(0, 0.2, n).astype("float32")


def head(n, x, channels, kind=None):
    """Mean, fully connected, softmax: from a map to three classes."""
    p = n.op(O.MEAN, [x, n.const("axes", np.array([1, 2], "int32"))], n.tensor("mean", [1, channels]), s.ReducerOptionsT, keepDims=False)
    d = n.op(O.FULLY_CONNECTED, [p, n.const("fc/w", w(3, channels)), n.const("fc/b", bias(3))], n.tensor("logits", [1, 3]), s.FullyConnectedOptionsT)
    if kind is None:
        return n.op(O.SOFTMAX, [d], n.tensor("probabilities", [1, 3]), s.SoftmaxOptionsT, beta=1.0)
    return n.op(kind, [d], n.tensor("probabilities", [1, 3]))


def plain(dtype="float32", sparse=False, int8=False):
    """Convolutions of each padding, a residual, a pool, a head; weights perhaps smaller than float."""
    n = Net()

    def weights(name, data, axis=0):
        data = np.asarray(data, "float32")
        if int8:
            other = tuple(i for i in range(data.ndim) if i != axis)
            scale = np.abs(data).max(axis=other) / 127
            shape = [1] * data.ndim
            shape[axis] = -1
            q = np.rint(data / scale.reshape(shape)).astype("int8")
            t = n.const(name + "/q", q, scale=scale, axis=axis)
        elif sparse and data.ndim == 4:
            return n.op(O.DEQUANTIZE, [sparsed(n, name, data)], n.tensor(name, data.shape), s.DequantizeOptionsT)
        elif dtype == "float32":
            return n.const(name, data)
        else:
            t = n.const(name + "/half", data.astype(dtype))
        return n.op(O.DEQUANTIZE, [t], n.tensor(name, data.shape), s.DequantizeOptionsT)

    x = n.tensor("x", [1, 12, 10, 3])
    a = n.conv(x, weights("c1/w", w(8, 3, 3, 3)), weights("c1/b", bias(8)), n.tensor("c1;batch norm;relu6", [1, 6, 5, 8]), 2, SAME, RELU6)
    d = n.depthwise(a, weights("d1/w", w(1, 3, 3, 8), 3), weights("d1/b", bias(8)), n.tensor("d1", [1, 6, 5, 8]), 1, SAME, RELU)
    e = n.conv(d, weights("c2/w", w(8, 1, 1, 8)), weights("c2/b", bias(8)), n.tensor("c2", [1, 6, 5, 8]))
    f = n.op(O.ADD, [a, e], n.tensor("sum", [1, 6, 5, 8]), s.AddOptionsT, fusedActivationFunction=N1)
    pads = n.const("pads", np.array([[0, 0], [0, 1], [2, 1], [0, 0]], "int32"))
    g = n.op(O.PAD, [f, pads], n.tensor("padded", [1, 7, 8, 8]), s.PadOptionsT)
    h = n.conv(g, weights("c3/w", w(12, 3, 3, 8)), weights("c3/b", bias(12)), n.tensor("c3", [1, 3, 3, 12]), 2, VALID, RELU)
    p = n.pool(O.AVERAGE_POOL_2D, h, n.tensor("pool", [1, 1, 1, 12]), (3, 3), 1)
    shape = n.const("shape", np.array([-1, 12], "int32"))
    r = n.op(O.RESHAPE, [p, shape], n.tensor("flat", [1, 12]), s.ReshapeOptionsT, newShape=[-1, 12])
    d = n.op(O.FULLY_CONNECTED, [r, weights("fc/w", w(3, 12)), weights("fc/b", bias(3))], n.tensor("logits", [1, 3]), s.FullyConnectedOptionsT)
    return n.bytes(x, n.op(O.SOFTMAX, [d], n.tensor("probabilities", [1, 3]), s.SoftmaxOptionsT, beta=1.0))


def sparsed(n, name, data):
    """A sparse constant of halves: blocks along the last axis where it divides by 4, else single places."""
    data = data.copy()
    data[rng.random(data.shape) < 0.6] = 0
    order, blocks, dims = [0, 1, 2, 3], [], list(data.shape)
    block = 4 if data.shape[3] % 4 == 0 else 1
    if block > 1:
        order, blocks = [0, 1, 2, 3, 4], [3]
    groups = data.reshape(-1, data.shape[3] // block, block)
    segments, places, values = [0], [], []
    for row in groups:
        for j, part in enumerate(row):
            if part.any():
                places.append(j)
                values += list(part)
        segments.append(len(places))
    t = n.const(name + "/sparse", np.array(values, "float16"))
    n.graph.tensors[t].shape = dims
    p = s.SparsityParametersT()
    p.traversalOrder, p.blockMap, p.dimMetadata = order, blocks, []
    for level in range(len(order)):
        m = s.DimensionMetadataT()
        if level == 3:
            m.format = s.DimensionType.SPARSE_CSR
            m.arraySegments, m.arrayIndices = s.Uint16VectorT(), s.Uint8VectorT()
            m.arraySegmentsType, m.arrayIndicesType = s.SparseIndexVector.Uint16Vector, s.SparseIndexVector.Uint8Vector
            m.arraySegments.values, m.arrayIndices.values = segments, places
            m.denseSize = 0
        else:
            m.format, m.denseSize = s.DimensionType.DENSE, block if level == 4 else dims[level]
        p.dimMetadata.append(m)
    n.graph.tensors[t].sparsity = p
    return n.op(O.DENSIFY, [t], n.tensor(name + "/dense", dims, "float16"), s.DensifyOptionsT)


def kinds():
    """Operators beside those of plain()."""
    n = Net()
    x = n.tensor("x", [1, 9, 11, 3])
    a = n.op(O.MUL, [x, n.const("k", np.float32(1 / 127.5))], n.tensor("scaled", [1, 9, 11, 3]), s.MulOptionsT)
    a = n.op(O.SUB, [a, n.const("one", np.array([1, 0.9, 1.1], "float32"))], n.tensor("centred", [1, 9, 11, 3]), s.SubOptionsT)
    a = n.conv(a, n.const("c1/w", w(8, 3, 3, 3)), n.const("c1/b", bias(8)), n.tensor("c1", [1, 9, 11, 8]), dilation=2)
    a = n.op(O.HARD_SWISH, [a], n.tensor("hs", [1, 9, 11, 8]), s.HardSwishOptionsT)
    a = n.pool(O.MAX_POOL_2D, a, n.tensor("mp", [1, 5, 6, 8]), (3, 3), 2, SAME)
    d = n.depthwise(a, n.const("d/w", w(1, 3, 3, 16)), n.const("d/b", bias(16)), n.tensor("d", [1, 5, 6, 16]), multiplier=2)
    d = n.op(O.LEAKY_RELU, [d], n.tensor("leaky", [1, 5, 6, 16]), s.LeakyReluOptionsT, alpha=0.1)
    g = n.op(O.MEAN, [d, n.const("hw", np.array([-3, 2], "int32"))], n.tensor("g", [1, 1, 1, 16]), s.ReducerOptionsT, keepDims=True)
    g = n.conv(g, n.const("s1/w", w(4, 1, 1, 16)), n.const("s1/b", bias(4)), n.tensor("s1", [1, 1, 1, 4]), act=RELU)
    g = n.conv(g, n.const("s2/w", w(16, 1, 1, 4)), n.const("s2/b", bias(16)), n.tensor("s2", [1, 1, 1, 16]))
    g = n.op(O.ADD, [g, n.const("three", np.float32(3))], n.tensor("s3", [1, 1, 1, 16]), s.AddOptionsT, fusedActivationFunction=RELU6)
    g = n.op(O.MUL, [g, n.const("sixth", np.float32(1 / 6))], n.tensor("gate", [1, 1, 1, 16]), s.MulOptionsT)
    d = n.op(O.MUL, [g, d], n.tensor("gated", [1, 5, 6, 16]), s.MulOptionsT)
    q = n.pool(O.AVERAGE_POOL_2D, a, n.tensor("ap", [1, 5, 6, 8]), (3, 2), 1, SAME, RELU)
    q = n.op(O.RELU_N1_TO_1, [q], n.tensor("n1", [1, 5, 6, 8]))
    c = n.op(O.CONCATENATION, [d, q], n.tensor("cat", [1, 5, 6, 24]), s.ConcatenationOptionsT, axis=-1)
    pads = n.const("pads", np.array([[0, 0], [1, 0], [0, 1], [0, 0]], "int32"))
    c = n.op(O.PADV2, [c, pads, n.const("half", np.float32(0.5))], n.tensor("padded", [1, 6, 7, 24]), s.PadV2OptionsT)
    c = n.op(O.MAXIMUM, [c, n.const("low", np.float32(-0.4))], n.tensor("max", [1, 6, 7, 24]), s.MaximumMinimumOptionsT)
    c = n.op(O.MINIMUM, [c, n.const("high", np.float32(0.9))], n.tensor("min", [1, 6, 7, 24]), s.MaximumMinimumOptionsT)
    c = n.op(O.REDUCE_MAX, [c, n.const("axes2", np.array([1, 2], "int32"))], n.tensor("gmp", [1, 1, 1, 24]), s.ReducerOptionsT, keepDims=True)
    c = n.op(O.SQUEEZE, [c], n.tensor("flat", [1, 24]), s.SqueezeOptionsT, squeezeDims=[1, 2])
    c = n.op(O.FULLY_CONNECTED, [c, n.const("fc/w", w(5, 24)), -1], n.tensor("logits", [1, 5]), s.FullyConnectedOptionsT, fusedActivationFunction=0)
    return n.bytes(x, n.op(O.LOGISTIC, [c], n.tensor("probabilities", [1, 5])))


def integers(kind):
    """A network of integers from end to end: int8 with scales per channel, or the older uint8 with one zero point."""
    n = Net()
    old = kind == "uint8"
    low, high = (0, 255) if old else (-128, 127)

    def act(name, shape, a, b):
        scale = np.float32((b - a) / 255)
        return n.tensor(name, shape, kind, scale=scale, zero=int(np.rint(low - a / scale)))

    def scale_of(t):
        return n.graph.tensors[t].quantization.scale[0]

    def weights(name, data, x, axis=0):
        if old:
            lo, hi = min(data.min(), 0), max(data.max(), 0)
            scale = np.float32((hi - lo) / 254)
            zero = int(np.rint(1 - lo / scale))
            q = np.clip(np.rint(data / scale) + zero, 1, 255).astype("uint8")
            return n.const(name + "/w", q, scale=scale, zero=zero), np.float32(scale)
        other = tuple(i for i in range(data.ndim) if i != axis)
        scale = (np.abs(data).max(axis=other) / 127).astype("float32")
        shape = [1] * data.ndim
        shape[axis] = -1
        return n.const(name + "/w", np.rint(data / scale.reshape(shape)).astype("int8"), scale=scale, axis=axis), scale

    def biases(name, count, x, scale):
        real = scale_of(x) * np.broadcast_to(scale, count)
        q = np.rint(bias(count) / real).astype("int32")
        return n.const(name + "/b", q, scale=scale_of(x) * np.atleast_1d(scale))

    def conv(name, x, data, out, stride=1, padding=SAME, a=0):
        k, scale = weights(name, data, x)
        return n.conv(x, k, biases(name, data.shape[0], x, scale), out, stride, padding, a)

    x = act("x", [1, 12, 10, 3], -1, 0.9921875)
    a = conv("c1", x, w(8, 3, 3, 3), act("c1", [1, 6, 5, 8], 0, 3), 2, SAME, RELU6)
    k, scale = weights("d1", w(1, 3, 3, 8), a, 3)
    d = n.depthwise(a, k, biases("d1", 8, a, scale), act("d1", [1, 6, 5, 8], 0, 2), 1, SAME, RELU)
    e = conv("c2", d, w(8, 1, 1, 8), act("c2", [1, 6, 5, 8], -1.5, 1.25))
    f = n.op(O.ADD, [a, e], act("sum", [1, 6, 5, 8], -1.4, 3.3), s.AddOptionsT)
    if not old:
        f = n.op(O.HARD_SWISH, [f], act("hs", [1, 6, 5, 8], -0.375, 3.3), s.HardSwishOptionsT)
    h = conv("c3", f, w(12, 3, 3, 8), act("c3", [1, 2, 2, 12], 0, 2.5), 2, VALID, RELU)
    p = n.pool(O.AVERAGE_POOL_2D, h, act("pool", [1, 1, 1, 12], 0, 2.5), (2, 2), 1)
    shape = n.const("shape", np.array([-1, 12], "int32"))
    r = n.op(O.RESHAPE, [p, shape], act("flat", [1, 12], 0, 2.5), s.ReshapeOptionsT, newShape=[-1, 12])
    k, scale = weights("fc", w(5, 12), r)
    if not old:  # LiteRT's fully connected layers had one scale for long
        data = w(5, 12)
        scale = np.float32(np.abs(data).max() / 127)
        k = n.const("fc2/w", np.rint(data / scale).astype("int8"), scale=scale)
    return n.bytes(x, n.op(O.FULLY_CONNECTED, [r, k, biases("fc", 5, r, scale)], act("logits", [1, 5], -2, 2), s.FullyConnectedOptionsT))


def with_metadata(model):
    """Normalization and labels as the Task Library's metadata writer adds them."""
    b = flatbuffers.Builder(256)

    def vector(items):
        b.StartVector(4, len(items), 4)
        for item in reversed(items):
            b.PrependUOffsetTRelative(item)
        return b.EndVector()

    def floats(values):
        b.StartVector(4, len(values), 4)
        for value in reversed(values):
            b.PrependFloat32(value)
        return b.EndVector()

    def table(fields, slots):
        b.StartObject(slots)
        for slot, (kind, value) in fields.items():
            if kind == "table":
                b.PrependUOffsetTRelativeSlot(slot, value, 0)
            else:
                b.PrependUint8Slot(slot, value, 0)
        return b.EndObject()

    mean, std = floats([127.5, 120, 110]), floats([64, 63, 62])
    norm = table({0: ("table", mean), 1: ("table", std)}, 2)
    unit = table({0: ("byte", 1), 1: ("table", norm)}, 2)
    given = table({4: ("table", vector([unit]))}, 7)
    name = b.CreateString("labels.txt")
    file = table({0: ("table", name), 2: ("byte", 2)}, 4)
    answer = table({6: ("table", vector([file]))}, 7)
    inputs, outputs = vector([given]), vector([answer])
    graph = table({2: ("table", inputs), 3: ("table", outputs)}, 8)
    top = table({3: ("table", vector([graph]))}, 8)
    b.Finish(top, b"M001")
    m = s.ModelT.InitFromObj(s.Model.GetRootAs(model, 0))
    buffer, entry = s.BufferT(), s.MetadataT()
    buffer.data = np.frombuffer(bytes(b.Output()), "uint8")
    m.buffers.append(buffer)
    entry.name, entry.buffer = "TFLITE_METADATA", len(m.buffers) - 1
    m.metadata = [entry]
    f = flatbuffers.Builder(1024)
    f.Finish(m.Pack(f), b"TFL3")
    out = io.BytesIO(bytes(f.Output()))
    with zipfile.ZipFile(out, "a") as z:
        z.writestr("labels.txt", "apple\nbread\ncheese\n")
    return out.getvalue()


def answers(model):
    it = Interpreter(model_content=model, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    it.allocate_tensors()
    i, outs = it.get_input_details()[0], it.get_output_details()
    x = np.random.default_rng(5)
    if i["dtype"] == np.float32:
        given = x.random(i["shape"]).astype("float32") * (255 if i["name"] == "x" and i["shape"][1] == 9 else 2) - 0.5
        real = given
    else:
        info = np.iinfo(i["dtype"])
        given = x.integers(info.min, info.max + 1, i["shape"]).astype(i["dtype"])
        real = (given.astype("float64") - i["quantization"][1]) * i["quantization"][0]
    it.set_tensor(i["index"], given)
    it.invoke()
    result = []
    for o in outs:
        y = it.get_tensor(o["index"]).astype("float64")
        scale, zero = o["quantization"]
        result.append(((y - zero) * scale if scale else y).reshape(-1).tolist())
    return {"input": real.reshape(-1).tolist(), "outputs": result, "step": float(outs[0]["quantization"][0])}


def main():
    nets = {
        "plain": plain(),
        "half": plain("float16"),
        "int8_weights": plain(int8=True),
        "sparse": plain(sparse=True),
        "kinds": kinds(),
        "int8": integers("int8"),
        "uint8": integers("uint8"),
    }
    nets["metadata"] = with_metadata(nets["plain"])
    out = Path(__file__).resolve().parent / "fixtures.zip"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, model in nets.items():
            print(name, len(model))
            for ending, data in ((".tflite", model), (".json", json.dumps(answers(model)).encode())):
                z.writestr(zipfile.ZipInfo(name + ending, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
            if len(sys.argv) > 1:
                (Path(sys.argv[1]) / (name + ".tflite")).write_bytes(model)


main()
