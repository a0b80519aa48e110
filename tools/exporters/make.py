"""Makes models with the real exporters: the file, an input and what its own framework computes.

    make.py OUT keras      needs tensorflow-cpu, tf_keras, tf2onnx
    make.py OUT torch      needs torch, torchvision, timm, safetensors, onnx, onnxscript
    make.py OUT paddle     needs paddlepaddle, paddle2onnx
    make.py OUT ort FILE   needs onnxruntime: FILE, an ONNX file of Paddle2ONNX, against ONNX Runtime

A third argument of keras or torch makes only the rows whose names contain it.
Weights are random, batch-norm statistics too; inputs are small, because layouts and operators are what is
compared. Each row is OUT/NAME with model.*, input.npy (batch, rows and columns as the file wants them),
output.npy and row.json.
"""

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

OUT = Path(sys.argv[1])
SIZE = 64


def row(source, family, ending, save, shape, compute, scale=1.0, options=()):
    """One row; a failure of the exporter itself is told and the row left out."""
    name = f"{source} {family}".replace("/", "-").replace(" ", "_").replace(",", "")
    if len(sys.argv) > 3 and sys.argv[2] != "ort" and sys.argv[3] not in name:
        return
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    x = (np.random.default_rng(5).random((4,) + shape) * scale).astype("float32")
    try:
        y = np.asarray(compute(x))
        save(str(folder / f"model.{ending}"), x)
    except Exception as e:  # The exporters fail in every way there is.
        print("NOT MADE", name, type(e).__name__, str(e)[:200], flush=True)
        return
    np.save(folder / "input.npy", x)
    np.save(folder / "output.npy", y.reshape(4, -1))
    about = {"source": source, "family": family, "file": f"model.{ending}", "options": list(options)}
    (folder / "row.json").write_text(json.dumps(about))
    print(name, flush=True)


def keras_rows():
    import keras
    import tf_keras

    def randomize(model):
        rng = np.random.default_rng(3)
        for weight in model.weights:
            name = getattr(weight, "path", weight.name)
            if "variance" in name or "gamma" in name:
                weight.assign(rng.uniform(0.7, 1.3, weight.shape).astype("float32"))
            elif "mean" in name or "beta" in name or "bias" in name:
                weight.assign(rng.normal(0, 0.1, weight.shape).astype("float32"))
        return model

    def add(k, source, family, ending, model, scale=1.0):
        randomize(model)
        row(
            source,
            family,
            ending,
            lambda path, x: model.save(path),
            tuple(model.input_shape[1:]),
            lambda x: model.predict(x, verbose=0),
            scale,
        )
        return model

    def networks(k):
        a = k.applications
        o = dict(input_shape=(SIZE, SIZE, 3), weights=None, classes=10)
        logits = dict(classifier_activation=None)
        yield "MobileNet 0.25", a.MobileNet(alpha=0.25, **o, **logits), 1
        yield "MobileNetV2 0.35", a.MobileNetV2(alpha=0.35, **o, **logits), 1
        yield "MobileNetV3Small 0.75", a.MobileNetV3Small(alpha=0.75, **o, **logits), 255
        yield "MobileNetV3Large 0.75", a.MobileNetV3Large(alpha=0.75, **o, **logits), 255
        yield (
            "MobileNetV3Small minimalistic, no preprocessing",
            a.MobileNetV3Small(minimalistic=True, include_preprocessing=False, **o, **logits),
            1,
        )
        o = dict(input_shape=(SIZE, 96, 3), weights=None, include_top=False, pooling="avg")
        backbone = a.MobileNetV3Small(alpha=0.5, **o)
        picture = k.Input((SIZE, 96, 3))
        nested = k.layers.Dense(4)(k.layers.Dropout(0.2)(backbone(picture)))
        yield "MobileNetV3Small under a head, 64x96", k.Model(picture, nested), 255
        gray = k.Sequential(
            [
                k.Input((48, 32, 1)),
                k.layers.Rescaling(1 / 255),
                k.layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
                k.layers.SeparableConv2D(16, 3, strides=2, padding="same", use_bias=False),
                k.layers.BatchNormalization(),
                k.layers.ReLU(6.0),
                k.layers.MaxPooling2D(),
                k.layers.Flatten(),
                k.layers.Dense(5),
            ]
        )
        yield "Sequential, gray 48x32", gray, 255

    for k, name in ((keras, "Keras " + version("keras")), (tf_keras, "tf_keras " + version("tf_keras"))):
        k.backend.clear_session()
        for family, model, scale in networks(k):
            add(k, name + " .h5", family, "h5", model, scale)
            add(k, name + " .keras", family, "keras", model, scale)

    import tensorflow as tf
    import tf2onnx

    tf_keras.backend.clear_session()
    for family, model, scale in list(networks(tf_keras))[:4]:
        randomize(model)

        def save(path, x, model=model):
            spec = (tf.TensorSpec((None,) + x.shape[1:], tf.float32, name="input"),)
            tf2onnx.convert.from_keras(model, input_signature=spec, opset=15, output_path=path)

        row(
            "tf2onnx " + version("tf2onnx"),
            family,
            "onnx",
            save,
            (SIZE, SIZE, 3),
            lambda x, model=model: model.predict(x, verbose=0),
            scale,
        )


    for family, model, scale in list(networks(keras))[1:4]:
        randomize(model)
        row(
            "Keras " + version("keras") + ' model.export(format="onnx")',
            family,
            "onnx",
            lambda path, x, model=model: model.export(path, format="onnx", verbose=False),
            (SIZE, SIZE, 3),
            lambda x, model=model: model.predict(x, verbose=0),
            scale,
        )


def torch_rows():
    import timm
    import torch
    import torchvision
    from safetensors.torch import save_file

    def randomize(model):
        torch.manual_seed(3)
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                torch.nn.init.uniform_(module.running_var, 0.7, 1.3)
                torch.nn.init.normal_(module.running_mean, 0, 0.1)
                torch.nn.init.uniform_(module.weight, 0.7, 1.3)
                torch.nn.init.normal_(module.bias, 0, 0.1)
        return model.eval()

    def compute(model):
        def run(x):
            with torch.no_grad():
                return model(torch.from_numpy(x)).numpy()

        return run

    def pth(model):
        return lambda path, x: torch.save(model.state_dict(), path)

    def safetensors(model):
        state = {k: v.contiguous() for k, v in model.state_dict().items()}
        return lambda path, x: save_file(state, path)

    def legacy(model, opset):
        def save(path, x):
            batch = {"x": {0: "n"}, "y": {0: "n"}}
            torch.onnx.export(
                model,
                (torch.from_numpy(x[:1]),),
                path,
                dynamo=False,
                opset_version=opset,
                input_names=["x"],
                output_names=["y"],
                dynamic_axes=batch,
            )

        return save

    def dynamo(model):
        return lambda path, x: torch.onnx.export(
            model, (torch.from_numpy(x[:1]),), path, dynamo=True, external_data=False
        )

    shape = (3, SIZE, SIZE)
    size = ("--size", str(SIZE))
    tv = "torchvision " + version("torchvision")
    t = "torch " + version("torch")
    nets = {
        "MobileNetV2 0.5": torchvision.models.mobilenet_v2(width_mult=0.5, num_classes=10),
        "MobileNetV3-Small": torchvision.models.mobilenet_v3_small(num_classes=10),
        "MobileNetV3-Large": torchvision.models.mobilenet_v3_large(num_classes=10),
    }
    for family, model in nets.items():
        model = randomize(model)
        row(f"{tv} .pth", family, "pth", pth(model), shape, compute(model), 1, size)
        row(f"{tv} .safetensors", family, "safetensors", safetensors(model), shape, compute(model), 1, size)
        for opset in (9, 13, 17) if "V2" in family else (14, 17):
            ending = f"{t} ONNX, legacy, opset {opset}"
            row(ending, family, "onnx", legacy(model, opset), shape, compute(model))
        row(f"{t} ONNX, dynamo", family, "onnx", dynamo(model), shape, compute(model))
    variants(row, tv, t, nets, shape, size, compute, legacy)
    tm = "timm " + version("timm")
    for name in (
        "mobilenetv1_100",
        "mobilenetv2_050",
        "mobilenetv3_small_050",
        "tf_mobilenetv3_small_075",
        "tf_mobilenetv3_small_minimal_100",
        "efficientnet_lite0",
    ):
        model = randomize(timm.create_model(name, num_classes=10))
        more = ("--arch", name) if name.startswith("tf_") else ()
        if name == "mobilenetv1_100":
            more = ("--activation", "relu6")
        row(f"{tm} .pth", name, "pth", pth(model), shape, compute(model), 1, size + more)
        if "050" in name or "075" in name:
            row(f"{tm}, {t} ONNX, legacy", name, "onnx", legacy(model, 17), shape, compute(model))


def variants(row, tv, t, nets, shape, size, compute, legacy):
    """The same networks as people store and spell them."""
    import onnx
    import torch
    import torchvision

    v2, v3 = nets["MobileNetV2 0.5"], nets["MobileNetV3-Small"]
    for opset in (7, 8):
        row(f"{t} ONNX, legacy, opset {opset}", "MobileNetV2 0.5", "onnx", legacy(v2, opset), shape, compute(v2))

    def latest(path, x):
        torch.onnx.export(
            v3, (torch.from_numpy(x[:1]),), path, dynamo=True, external_data=False, opset_version=23
        )

    row(f"{t} ONNX, dynamo, opset 23", "MobileNetV3-Small", "onnx", latest, shape, compute(v3))

    # Checkpoints: what people save around and instead of a state dict of float32.
    optimizer = torch.optim.SGD(v2.parameters(), 0.1, momentum=0.9)
    for parameter in v2.parameters():
        optimizer.state[parameter]["momentum_buffer"] = torch.ones_like(parameter)
    wrapped = {
        "epoch": 7,
        "state_dict": {"module." + k: v for k, v in v2.state_dict().items()},
        "optimizer": optimizer.state_dict(),
    }
    row(
        f"{tv} .pth, module. prefix, optimizer state",
        "MobileNetV2 0.5",
        "pth",
        lambda path, x: torch.save(wrapped, path),
        shape,
        compute(v2),
        1,
        size,
    )
    raw = torchvision.models.mobilenet_v2(width_mult=0.5, num_classes=10)
    both = {"state_dict": raw.state_dict(), "state_dict_ema": v2.state_dict()}
    row(
        f"{tv} .pth, EMA copy",
        "MobileNetV2 0.5",
        "pth",
        lambda path, x: torch.save(both, path),
        shape,
        compute(v2),
        1,
        size,
    )
    old = dict(_use_new_zipfile_serialization=False)
    row(
        f"{tv} .pth, format before 1.6",
        "MobileNetV3-Small",
        "pth",
        lambda path, x: torch.save(v3.state_dict(), path, **old),
        shape,
        compute(v3),
        1,
        size,
    )
    for name, kind in (("float16", torch.float16), ("bfloat16", torch.bfloat16)):
        small = torchvision.models.mobilenet_v3_small(num_classes=10).eval()
        state = {k: v.to(kind) if v.is_floating_point() else v for k, v in v3.state_dict().items()}
        small.load_state_dict(state)  # to float32, rounded
        row(
            f"{tv} .pth, {name}",
            "MobileNetV3-Small",
            "pth",
            lambda path, x, state=state: torch.save(state, path),
            shape,
            compute(small),
            1,
            size,
        )
        if kind == torch.float16:

            def half(path, x, small=small):
                legacy(small, 17)(path, x)
                model = onnx.load(path)
                casts = []
                for tensor in model.graph.initializer:
                    if tensor.data_type == onnx.TensorProto.FLOAT and len(tensor.dims) > 0:
                        values = onnx.numpy_helper.to_array(tensor).astype("float16")
                        name, tensor.name = tensor.name, tensor.name + "_16"
                        tensor.CopyFrom(onnx.numpy_helper.from_array(values, tensor.name))
                        casts.append(onnx.helper.make_node("Cast", [tensor.name], [name], to=1))
                nodes = casts + list(model.graph.node)
                del model.graph.node[:]
                model.graph.node.extend(nodes)
                onnx.save(model, path)

            # The exporter folds batch norms first: its weights are rounded once more.
            row(f"{t} ONNX, float16 weights", "MobileNetV3-Small", "onnx", half, shape, half_logits(half, legacy))

    # Spellings.
    class Affine(torch.nn.Module):
        def __init__(self, norm):
            super().__init__()
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            self.register_buffer("scale", scale.detach().reshape(1, -1, 1, 1))
            shift = norm.bias - norm.running_mean * scale
            self.register_buffer("shift", shift.detach().reshape(1, -1, 1, 1))

        def forward(self, x):
            return x * self.scale + self.shift

    class Gate(torch.nn.Module):
        """Squeeze-excite of fully connected layers, hard-sigmoid and hard-swish in parts."""

        def __init__(self, se):
            super().__init__()
            self.one = torch.nn.Linear(se.fc1.in_channels, se.fc1.out_channels)
            self.two = torch.nn.Linear(se.fc2.in_channels, se.fc2.out_channels)
            for linear, conv in ((self.one, se.fc1), (self.two, se.fc2)):
                linear.weight.data = conv.weight.data.flatten(1)
                linear.bias.data = conv.bias.data

        def forward(self, x):
            y = self.two(torch.relu(self.one(torch.nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))))
            return x * (torch.clamp(y + 3, 0, 6) / 6)[:, :, None, None]

    class Swish(torch.nn.Module):
        def forward(self, x):
            return x * torch.nn.functional.relu6(x + 3) / 6

    def replaced(module, kind, make):
        for name, child in module.named_children():
            if isinstance(child, kind):
                setattr(module, name, make(child))
            else:
                replaced(child, kind, make)
        return module

    import copy

    from torchvision.ops.misc import SqueezeExcitation

    spelled = replaced(copy.deepcopy(v2), torch.nn.BatchNorm2d, Affine).eval()
    row(f"{t} ONNX, batch norm as Mul and Add", "MobileNetV2 0.5", "onnx", legacy(spelled, 13), shape, compute(v2))
    spelled = replaced(copy.deepcopy(v3), SqueezeExcitation, Gate)
    spelled = replaced(spelled, torch.nn.Hardswish, lambda old: Swish()).eval()
    row(f"{t} ONNX, SE as Gemm, hard-swish in parts", "MobileNetV3-Small", "onnx", legacy(spelled, 13), shape, compute(v3))


def half_logits(half, legacy):
    """What ONNX's own reference computes from the file with float16 weights."""

    def run(x):
        import tempfile

        from onnx.reference import ReferenceEvaluator

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "half.onnx")
            half(path, x)
            return np.concatenate([ReferenceEvaluator(path).run(None, {"x": x[i : i + 1]})[0] for i in range(len(x))])

    return run


def paddle_rows():
    import paddle

    paddle.seed(3)
    source = f"Paddle {version('paddlepaddle')}, Paddle2ONNX {version('paddle2onnx')}"
    models = paddle.vision.models
    for family, model in (
        ("MobileNetV1 0.25", models.mobilenet_v1(scale=0.25, num_classes=10)),
        ("MobileNetV2 0.5", models.mobilenet_v2(scale=0.5, num_classes=10)),
        ("MobileNetV3-Small", models.mobilenet_v3_small(num_classes=10)),
        ("MobileNetV3-Large", models.mobilenet_v3_large(num_classes=10)),
    ):
        rng = np.random.default_rng(3)
        for layer in model.sublayers():
            if isinstance(layer, paddle.nn.BatchNorm2D):
                size = layer._mean.shape
                layer._variance.set_value(rng.uniform(0.7, 1.3, size).astype("float32"))
                layer._mean.set_value(rng.normal(0, 0.1, size).astype("float32"))
                layer.weight.set_value(rng.uniform(0.7, 1.3, size).astype("float32"))
                layer.bias.set_value(rng.normal(0, 0.1, size).astype("float32"))
        model.eval()

        def save(path, x, model=model):
            spec = [paddle.static.InputSpec([None, *x.shape[1:]], "float32", "x")]
            paddle.onnx.export(model, path.removesuffix(".onnx"), input_spec=spec, opset_version=13)

        row(source, family, "onnx", save, (3, SIZE, SIZE), lambda x, model=model: model(paddle.to_tensor(x)).numpy())


def ort_rows():
    """A file that Paddle2ONNX wrote; its softmax is taken off, because logits are compared."""
    import onnx
    import onnxruntime

    path = Path(sys.argv[3])
    model = onnx.load(path)
    softmax = [node for node in model.graph.node if node.op_type == "Softmax"][-1]
    del model.graph.output[:]
    model.graph.output.append(onnx.helper.make_tensor_value_info(softmax.input[0], 1, None))
    session = onnxruntime.InferenceSession(model.SerializeToString())
    name = model.graph.input[0].name
    row(
        f"Paddle2ONNX {model.producer_version or ''}".strip() + ", reference ONNX Runtime",
        "PaddleOCR text direction (MobileNetV3), 48x192",
        "onnx",
        lambda out, x: Path(out).write_bytes(path.read_bytes()),
        (3, 48, 192),
        lambda x: session.run(None, {name: x})[0],
        options=("--size", "48x192"),
    )


{"keras": keras_rows, "paddle": paddle_rows, "ort": ort_rows, "torch": torch_rows}[sys.argv[2]]()
