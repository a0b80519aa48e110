"""The int8 files of other runtimes for one network, for bench/board/peers.

    python networks.py MODEL.onnx FOLDER

Writes onnxruntime.onnx (ONNX Runtime's own static quantizer: QDQ, a scale for each channel, calibrated with noise),
ncnn.param and ncnn.bin, litert.tflite (both with the network's layer shapes, weights and scales made up: they decide
nothing about which code runs), and facts, the number of products. What a runtime has no int8 form of is left out.
"""

import os
import struct
import sys

import numpy as np
import onnx
from onnx import numpy_helper, shape_inference
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Noise(CalibrationDataReader):
    """Four inputs of normal noise."""

    def __init__(self, name, shape):
        random = np.random.default_rng(0)
        self.inputs = iter([{name: random.standard_normal(shape).astype("f4")} for _ in range(4)])

    def get_next(self):
        return next(self.inputs, None)


class Layer:
    """A layer with its activation: conv, dense, mean, add, mul, or an activation that stands alone."""

    def __init__(self, kind, inputs, output, **of):
        self.kind, self.inputs, self.output, self.activation = kind, inputs, output, None
        self.__dict__.update(of)


class Network:
    """The layers of an ONNX file whose batch norms are folded."""

    def __init__(self, path):
        graph = shape_inference.infer_shapes(onnx.load(path)).graph
        self.shapes = {
            v.name: [d.dim_value or 1 for d in v.type.tensor_type.shape.dim]
            for v in [*graph.input, *graph.value_info, *graph.output]
        }
        self.constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        for node in graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        self.input = next(i.name for i in graph.input if i.name not in self.constants)
        self.output = graph.output[0].name
        self.layers, self.same = [], {}
        for node in graph.node:
            self.add(node)
        self.fuse()

    def name(self, blob):
        while blob in self.same:
            blob = self.same[blob]
        return blob

    def add(self, node):
        of = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        inputs = [self.name(i) for i in node.input if i and i not in self.constants]
        output, op = node.output[0], node.op_type
        if op == "Constant":
            return
        if op in ("Flatten", "Reshape", "Identity", "Dropout", "Squeeze"):
            self.same[output] = inputs[0]
        elif op == "Conv":
            weights = self.constants[node.input[1]].shape
            self.layers.append(
                Layer(
                    "conv", inputs, output, outputs=weights[0], kernel=weights[2:], groups=of.get("group", 1),
                    inputs_each=weights[1], strides=of.get("strides", [1, 1]), pads=of.get("pads", [0, 0, 0, 0]),
                )
            )
        elif op in ("Gemm", "MatMul"):
            weights = self.constants[node.input[1]].shape
            outputs, depth = weights if of.get("transB") else weights[::-1]
            self.layers.append(Layer("dense", inputs, output, outputs=outputs, depth=depth))
        elif op in ("GlobalAveragePool", "ReduceMean"):
            self.layers.append(Layer("mean", inputs, output))
        elif op in ("Add", "Mul") and len(inputs) == 2:
            self.layers.append(Layer(op.lower(), inputs, output))
        elif op in ("Relu", "Clip", "HardSwish", "HardSigmoid"):
            self.layers.append(Layer(op.lower(), inputs, output))
        else:
            raise SystemExit(f"networks.py: no layer for {op}")

    def users(self, blob):
        return [l for l in self.layers if blob in l.inputs]

    def fuse(self):
        """Activations become part of the layer before where nobody else reads that; x * hard-sigmoid(x) is hard-swish."""
        made = {l.output: l for l in self.layers}
        for layer in list(self.layers):
            if layer.kind == "mul":
                gates = [made[i] for i in layer.inputs if i in made and made[i].kind == "hardsigmoid"]
                if gates and set(layer.inputs) == {gates[0].output, gates[0].inputs[0]}:
                    self.layers.remove(gates[0])
                    layer.kind, layer.inputs = "hardswish", gates[0].inputs
        for layer in list(self.layers):
            before = made.get(layer.inputs[0])
            if layer.kind in ("relu", "clip", "hardswish") and before in self.layers and before.kind in ("conv", "dense"):
                if len(self.users(before.output)) == 1 and before.activation is None:
                    before.activation, before.output = layer.kind, layer.output
                    made[layer.output] = before
                    self.layers.remove(layer)

    def macs(self):
        total = 0
        for l in self.layers:
            if l.kind == "conv":
                total += int(np.prod(self.shapes[l.output])) * l.inputs_each * int(np.prod(l.kernel))
            if l.kind == "dense":
                total += l.outputs * l.depth
        return total


class Ncnn:
    """
    ncnn's param and bin, with scales as ncnn2int8 writes them. A ReLU6 behind a convolution becomes a ReLU, whose int8
    form is much faster: a scale that ends at 6 does the same.
    """

    INT8 = 0x000D4B38
    ACTIVATIONS = {None: "", "relu": " 9=1", "clip": " 9=1", "hardswish": " 9=6 -23310=2,0.1666667,0.5"}
    ALONE = {"relu": "ReLU", "clip": "Clip", "hardswish": "HardSwish", "hardsigmoid": "HardSigmoid"}

    def __init__(self, network):
        self.network, self.lines, self.bin, self.blobs = network, [], bytearray(), 0
        self.random, self.left = np.random.default_rng(0), {}
        _, channels, height, width = network.shapes[network.input]
        self.line("Input", [], network.input, f" 0={width} 1={height} 2={channels}")
        for layer in network.layers:
            getattr(self, layer.kind, self.alone)(layer)

    def line(self, kind, inputs, output, rest):
        inputs = [self.left[i].pop() for i in inputs]
        users = len(self.network.users(output))
        self.put(kind, inputs, [output], rest)
        if users > 1:
            copies = [f"{output}_{i}" for i in range(users)]
            self.put("Split", [output], copies, "")
            self.left[output] = copies
        else:
            self.left[output] = [output]

    def put(self, kind, inputs, outputs, rest):
        name = f"layer{len(self.lines)}"
        self.lines.append(f"{kind} {name} {len(inputs)} {len(outputs)} {' '.join([*inputs, *outputs])}{rest}")
        self.blobs += len(outputs)

    def weights(self, count):
        data = self.random.integers(-127, 128, count, dtype="i1").tobytes()
        self.bin += struct.pack("<I", self.INT8) + data + bytes(-len(data) % 4)

    def floats(self, count, value):
        self.bin += np.full(count, value, "<f4").tobytes()

    def single(self, layer):
        """Whether a convolution sees one pixel, which is a dense layer to ncnn."""
        return self.network.shapes[layer.inputs[0]][2:] == [1, 1]

    def conv(self, layer):
        if self.single(layer):
            layer.depth = layer.inputs_each
            return self.dense(layer)
        depthwise = layer.groups > 1
        users = self.network.users(layer.output)
        requantize = bool(users) and all(u.kind == "conv" and not self.single(u) for u in users)
        count = int(layer.outputs * layer.inputs_each * np.prod(layer.kernel))
        rest = f" 0={layer.outputs} 1={layer.kernel[1]} 11={layer.kernel[0]} 3={layer.strides[1]} 13={layer.strides[0]}"
        rest += f" 4={layer.pads[1]} 14={layer.pads[0]} 15={layer.pads[3]} 16={layer.pads[2]} 5=1 6={count}"
        rest += f" 7={layer.groups}" if depthwise else ""
        rest += f" 8={(1 if depthwise else 2) + (100 if requantize else 0)}" + self.ACTIVATIONS[layer.activation]
        self.line("ConvolutionDepthWise" if depthwise else "Convolution", layer.inputs, layer.output, rest)
        self.weights(count)
        self.floats(layer.outputs, 0.1)
        self.floats(layer.groups if depthwise else layer.outputs, 100)
        self.floats(1, 20)
        if requantize:
            self.floats(1, 20)

    def dense(self, layer):
        count = layer.outputs * layer.depth
        rest = f" 0={layer.outputs} 1=1 2={count} 8=2" + self.ACTIVATIONS[layer.activation]
        self.line("InnerProduct", layer.inputs, layer.output, rest)
        self.weights(count)
        self.floats(layer.outputs, 0.1)
        self.floats(layer.outputs, 100)
        self.floats(1, 20)

    def mean(self, layer):
        self.line("Pooling", layer.inputs, layer.output, " 0=1 4=1")

    def add(self, layer):
        self.line("BinaryOp", layer.inputs, layer.output, " 0=0")

    def mul(self, layer):
        self.line("BinaryOp", layer.inputs, layer.output, " 0=2")

    def alone(self, layer):
        rest = " 0=0.0 1=6.0" if layer.kind == "clip" else ""
        self.line(self.ALONE[layer.kind], layer.inputs, layer.output, rest)

    def write(self, path):
        with open(path + ".param", "w") as f:
            f.write("7767517\n%d %d\n" % (len(self.lines), self.blobs))
            f.write("\n".join(self.lines) + "\n")
        with open(path + ".bin", "wb") as f:
            f.write(self.bin)


class Litert:
    """A TFLite file as its converter quantizes: int8, a scale for each channel of weights. SAME padding."""

    def __init__(self, network):
        from ai_edge_litert import schema_py_generated as schema

        self.s, self.network, self.random = schema, network, np.random.default_rng(0)
        kinds = schema.BuiltinOperator
        # The versions that have int8 with a scale for each channel.
        self.versions = {
            kinds.CONV_2D: 3, kinds.DEPTHWISE_CONV_2D: 3, kinds.FULLY_CONNECTED: 4, kinds.ADD: 2, kinds.MEAN: 2,
        }
        self.model, self.graph, self.index, self.codes = schema.ModelT(), schema.SubGraphT(), {}, []
        self.model.version, self.model.buffers, self.model.operatorCodes = 3, [self.buffer(None)], []
        self.graph.tensors, self.graph.operators = [], []
        self.activation(network.input)
        for layer in network.layers:
            getattr(self, layer.kind)(layer)
        self.graph.inputs = [self.index[network.input]]
        self.graph.outputs = [self.index[network.layers[-1].output]]
        self.model.subgraphs = [self.graph]

    def buffer(self, data):
        buffer = self.s.BufferT()
        buffer.data = None if data is None else np.frombuffer(data.tobytes(), "u1")
        return buffer

    def tensor(self, name, shape, kind, scale, zero, data=None, axis=0):
        t, q = self.s.TensorT(), self.s.QuantizationParametersT()
        t.name, t.shape, t.type = name, list(map(int, shape)), kind
        if scale is not None:
            q.scale, q.zeroPoint, q.quantizedDimension = scale, zero, axis
            t.quantization = q
        if data is not None:
            t.buffer = len(self.model.buffers)
            self.model.buffers.append(self.buffer(data))
        self.graph.tensors.append(t)
        return len(self.graph.tensors) - 1

    def activation(self, blob, scale=0.05, zero=-10):
        shape = self.network.shapes[blob]
        shape = [1, shape[2], shape[3], shape[1]] if len(shape) == 4 else shape
        self.index[blob] = self.tensor(blob, shape, self.s.TensorType.INT8, [scale], [zero])
        return self.index[blob]

    def constant(self, shape, outputs, axis):
        data = self.random.integers(-127, 128, shape, dtype="i1")
        return self.tensor("w", shape, self.s.TensorType.INT8, [0.001] * outputs, [0] * outputs, data, axis)

    def bias(self, outputs):
        data = np.zeros(outputs, "<i4")
        return self.tensor("b", [outputs], self.s.TensorType.INT32, [0.05 * 0.001] * outputs, [0] * outputs, data)

    def operator(self, kind, inputs, output, options):
        if kind not in self.codes:
            code = self.s.OperatorCodeT()
            code.builtinCode, code.deprecatedBuiltinCode, code.version = kind, min(kind, 127), self.versions[kind]
            self.codes.append(kind)
            self.model.operatorCodes.append(code)
        o = self.s.OperatorT()
        o.opcodeIndex, o.inputs, o.outputs = self.codes.index(kind), inputs, [output]
        name = type(options).__name__[:-1] if options else "NONE"
        o.builtinOptionsType, o.builtinOptions = getattr(self.s.BuiltinOptions, name), options
        self.graph.operators.append(o)

    def fused(self, options, layer):
        if layer.activation == "hardswish":
            raise NotImplementedError("hard-swish")
        kinds = self.s.ActivationFunctionType
        options.fusedActivationFunction = {"relu": kinds.RELU, "clip": kinds.RELU6}.get(layer.activation, kinds.NONE)
        return options

    def conv(self, layer):
        depthwise = layer.groups > 1
        height, width = layer.kernel
        options = self.s.DepthwiseConv2DOptionsT() if depthwise else self.s.Conv2DOptionsT()
        options.padding = self.s.Padding.SAME
        options.strideH, options.strideW = layer.strides
        options.dilationHFactor = options.dilationWFactor = 1
        if depthwise:
            options.depthMultiplier = 1
            weights = self.constant([1, height, width, layer.outputs], layer.outputs, 3)
        else:
            weights = self.constant([layer.outputs, height, width, layer.inputs_each], layer.outputs, 0)
        inputs = [self.index[layer.inputs[0]], weights, self.bias(layer.outputs)]
        kind = self.s.BuiltinOperator.DEPTHWISE_CONV_2D if depthwise else self.s.BuiltinOperator.CONV_2D
        self.operator(kind, inputs, self.activation(layer.output), self.fused(options, layer))

    def dense(self, layer):
        options = self.s.FullyConnectedOptionsT()
        weights = self.constant([layer.outputs, layer.depth], layer.outputs, 0)
        inputs = [self.index[layer.inputs[0]], weights, self.bias(layer.outputs)]
        self.operator(
            self.s.BuiltinOperator.FULLY_CONNECTED, inputs, self.activation(layer.output), self.fused(options, layer)
        )

    def mean(self, layer):
        options = self.s.ReducerOptionsT()
        options.keepDims = True
        axes = self.tensor("axes", [2], self.s.TensorType.INT32, None, None, np.array([1, 2], "<i4"))
        shape = self.network.shapes[layer.inputs[0]]
        self.network.shapes[layer.output] = [1, shape[1], 1, 1]
        self.operator(
            self.s.BuiltinOperator.MEAN, [self.index[layer.inputs[0]], axes], self.activation(layer.output), options
        )

    def add(self, layer):
        options = self.fused(self.s.AddOptionsT(), layer)
        self.operator(
            self.s.BuiltinOperator.ADD, [self.index[i] for i in layer.inputs], self.activation(layer.output), options
        )

    def write(self, path):
        import flatbuffers

        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        with open(path, "wb") as f:
            f.write(builder.Output())


def main(source, folder):
    folded = os.path.join(folder, "float.onnx")
    quant_pre_process(source, folded, skip_symbolic_shape=True)
    network = Network(folded)
    quantize_static(
        folded, os.path.join(folder, "onnxruntime.onnx"), Noise(network.input, network.shapes[network.input]),
        quant_format=QuantFormat.QDQ, per_channel=True, activation_type=QuantType.QInt8, weight_type=QuantType.QInt8,
    )
    Ncnn(network).write(os.path.join(folder, "ncnn"))
    try:
        Litert(network).write(os.path.join(folder, "litert.tflite"))
    except NotImplementedError as e:
        print(f"networks.py: no file for LiteRT, {e} is not written for it", file=sys.stderr)
    with open(os.path.join(folder, "facts"), "w") as f:
        f.write("model %s\nmacs %d\n" % (os.path.basename(source), network.macs()))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
