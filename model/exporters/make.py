"""Makes models with the real exporters: the file, an input and what its own framework computes.

    make.py OUT keras      needs tensorflow-cpu, tf_keras, tf2onnx
    make.py OUT torch      needs torch, torchvision, timm, safetensors, onnx, onnxscript

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
        if "Large" not in family:
            row(f"{t} ONNX, dynamo", family, "onnx", dynamo(model), shape, compute(model))
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


{"keras": keras_rows, "torch": torch_rows}[sys.argv[2]]()
