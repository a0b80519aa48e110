"""Makes the small files that fuzzing starts from, with the real writers. Run it once with each environment:

    pip install numpy pillow onnx tensorflow-cpu tf_keras      (ONNX, Keras, NumPy, pictures)
    pip install torch safetensors                              (PyTorch, safetensors)

What cannot be imported is left as it is. .octet seeds are copies of the runtime's test model.
"""

import importlib.util
import io
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
OUT = Path(__file__).resolve().parent / "src/test/resources/dev/octet/fuzz/ParserFuzzTestInputs"


def have(*modules):
    return all(importlib.util.find_spec(m) for m in modules)


def put(target, name, data):
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    print(target, name, len(data))


def onnx_seeds():
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(1)

    def weight(name, *shape):
        return numpy_helper.from_array(rng.integers(-2, 3, shape).astype("float32") / 4, name)

    n = helper.make_node
    nodes = [
        n("Conv", ["x", "w", "b"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 2]),
        n("BatchNormalization", ["c", "g", "h", "m", "v"], ["d"], epsilon=1e-3),
        n("Clip", ["d", "lo", "hi"], ["e"]),
        n("Conv", ["e", "dw"], ["f"], group=4, kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        n("HardSigmoid", ["f"], ["hs"], alpha=1 / 6),
        n("Mul", ["f", "hs"], ["sw"]),
        n("Add", ["sw", "e"], ["r"]),
        n("GlobalAveragePool", ["r"], ["p"]),
        n("Shape", ["p"], ["s"]),
        n("Flatten", ["p"], ["fl"]),
        n("Gemm", ["fl", "fw"], ["l"], transB=1),
        n("Softmax", ["l"], ["y"], axis=-1),
    ]
    init = [weight("w", 4, 3, 3, 3), weight("b", 4), weight("dw", 4, 1, 3, 3), weight("fw", 3, 4)]
    init += [weight("g", 4), weight("h", 4), weight("m", 4)]
    init += [numpy_helper.from_array(np.full(4, 0.5, "float32"), "v")]
    init += [numpy_helper.from_array(np.float32(0), "lo"), numpy_helper.from_array(np.float32(6), "hi")]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, 8, 8])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 3])
    graph = helper.make_graph(nodes, "g", [x], [y], init)
    put("onnx", "small.onnx", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())
    nodes = [
        n("Transpose", ["x"], ["t"], perm=[0, 3, 1, 2]),
        n("Pad", ["t", "pads"], ["pad"]),
        n("Conv", ["pad", "w"], ["c"], strides=[2, 2]),
        n("Relu", ["c"], ["r"]),
        n("ReduceMean", ["r"], ["p"], axes=[2, 3], keepdims=0),
        n("Constant", [], ["k"], value=weight("k", 4, 2)),
        n("MatMul", ["p", "k"], ["y"]),
    ]
    init = [weight("w", 4, 1, 3, 3), numpy_helper.from_array(np.array([0, 0, 0, 0, 0, 0, 1, 1]), "pads")]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 8, 12, 1])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2])
    graph = helper.make_graph(nodes, "g", [x], [y], init)
    put("onnx", "nhwc.onnx", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)]).SerializeToString())


def keras_seeds():
    import keras
    import tf_keras

    for k, name in ((keras, "3"), (tf_keras, "2")):
        layers = k.layers
        head = k.Sequential([layers.DepthwiseConv2D(3, padding="same", use_bias=False), layers.ReLU(6.0)])
        x = k.Input((8, 8, 1))
        y = layers.Rescaling(1 / 127.5, offset=-1)(x)
        y = layers.Conv2D(4, 3, strides=2, padding="same")(y)
        y = layers.BatchNormalization()(y)
        y = head(layers.ZeroPadding2D(((0, 1), (0, 1)))(y))
        y = layers.Multiply()([y, layers.ReLU(6.0)(y + 3.0) * (1 / 6)])
        y = layers.Dense(2, activation="softmax")(layers.GlobalAveragePooling2D()(y))
        model = k.Model(x, y)
        tiny = k.Sequential([k.Input((2, 2, 1), name="x"), layers.Conv2D(1, 1, name="c")], name="m")
        for ending, target in (("h5", "keras_h5"), ("keras", "keras_archive")):
            for size, net in (("small", model), ("tiny", tiny)):
                path = f"/tmp/octet_seed{name}.{ending}"
                net.save(path)
                put(target, f"{size}{name}.{ending}", Path(path).read_bytes())
                os.remove(path)


def numpy_seeds():
    import numpy as np

    array = np.arange(24, dtype="float32").reshape(2, 3, 2, 2) / 8
    for name, a in (("f4", array), ("i8", np.arange(5)), ("f2", array.astype("float16"))):
        out = io.BytesIO()
        np.save(out, a)
        put("npy", f"{name}.npy", out.getvalue())
    out = io.BytesIO()
    np.savez(out, float=array.reshape(2, 12), int8=array.reshape(2, 12))
    put("npz", "two.npz", out.getvalue())
    out = io.BytesIO()
    np.savez_compressed(out, labels=np.arange(3), logits=array.reshape(2, 12).astype("float64"))
    put("npz", "packed.npz", out.getvalue())


def picture_seeds():
    from PIL import Image

    image = Image.radial_gradient("L").resize((19, 13))
    color = Image.merge("RGB", (image, image.rotate(90), image.rotate(180)))
    for target, name, picture, options in (
        ("jpeg", "baseline.jpg", color, {}),
        ("jpeg", "progressive.jpg", color, {"progressive": True}),
        ("jpeg", "gray.jpg", image, {}),
        ("jpeg", "cmyk.jpg", color.convert("CMYK"), {}),
        ("png", "color.png", color, {}),
        ("png", "palette.png", color.convert("P"), {}),
        ("png", "gray.png", image, {}),
        ("bmp", "color.bmp", color, {}),
        ("bmp", "palette.bmp", image, {}),
        ("pnm", "color.ppm", color, {}),
        ("pnm", "gray.pgm", image, {}),
    ):
        out = io.BytesIO()
        picture.save(out, {"jpg": "JPEG", "png": "PNG", "bmp": "BMP", "ppm": "PPM", "pgm": "PPM"}[name[-3:]], **options)
        put(target, name, out.getvalue())
        if name in ("baseline.jpg", "gray.jpg", "gray.png", "palette.png", "palette.bmp", "gray.pgm"):
            put("board_picture", name, out.getvalue())
    out = io.BytesIO()
    image.save(out, "GIF")
    put("board_picture", "gray.gif", out.getvalue())


def torch_seeds():
    import torch
    from safetensors.torch import save

    state = {
        "features.0.0.weight": torch.arange(27.0).reshape(1, 3, 3, 3) / 32,
        "features.0.1.weight": torch.ones(4, dtype=torch.float16)[::2],
        "features.0.1.num_batches_tracked": torch.tensor(7),
    }
    wrapped = {"epoch": 3, "lr": 0.1, "model": {"module." + k: v for k, v in state.items()}, "best": None}
    for name, value, options in (
        ("plain.pth", state, {}),
        ("wrapped.pth", wrapped, {}),
        ("legacy.pth", wrapped, {"_use_new_zipfile_serialization": False}),
    ):
        out = io.BytesIO()
        torch.save(value, out, **options)
        put("torch_legacy" if "legacy" in name else "torch_zip", name, out.getvalue())
    put("safetensors", "small.safetensors", save({k: v.contiguous() for k, v in state.items()}, {"format": "pt"}))
    whole_networks(torch, save)


def whole_networks(torch, save):
    """Networks that are taken, so that what follows the format is reached too."""
    state = {}

    def layer(name, norm, *shape):
        state[name + ".weight"] = torch.full(shape, 0.25)
        for entry in ("weight", "bias", "running_mean", "running_var"):
            state[norm + "." + entry] = torch.full(shape[:1], 0.5)

    # MobileNetV1 as timm names it, 4 channels everywhere.
    layer("conv_stem", "bn1", 4, 3, 3, 3)
    for stage, blocks in enumerate((1, 2, 2, 6, 2)):
        for block in range(blocks):
            name = f"blocks.{stage}.{block}."
            layer(name + "conv_dw", name + "bn1", 4, 1, 3, 3)
            layer(name + "conv_pw", name + "bn2", 4, 4, 1, 1)
    state["classifier.weight"] = torch.full((2, 4), 0.25)
    state["classifier.bias"] = torch.zeros(2)
    put("safetensors", "v1.safetensors", save(state, {"format": "pt"}))
    import torchvision

    state = torchvision.models.mobilenet_v3_small(width_mult=0.05, num_classes=2).state_dict()
    # One stored element for all tensors: as small as a whole network can be.
    one = torch.ones(1)
    state = {k: one.expand(v.shape) for k, v in state.items() if "tracked" not in k}
    for target, name, options in (
        ("torch_zip", "v3.pth", {}),
        ("torch_legacy", "v3.pth", {"_use_new_zipfile_serialization": False}),
    ):
        out = io.BytesIO()
        torch.save(state, out, **options)
        put(target, name, out.getvalue())


def text_seeds():
    put("labels", "labels.txt", "cat, tabby\nn02084071 dog\nh\u00e9ron\n".encode())
    key = b"AAAAC3NzaC1lZDI1NTE5AAAAIGPUFnc5LhGYsGJHgFjxz1gGfsO9vOnZlPgvUfNDnwpW"
    put("known_hosts", "known", b"# boards\nboard.local,192.168.1.7 ssh-ed25519 " + key + b" pi\n")
    hashed = b"|1|b2N0ZXQtZnV6ei1zYWx0LTEyMzQ=|CgoG6A9z346JIfLWIM2gui1tlfI= ssh-ed25519 " + key
    put("known_hosts", "hashed", b"*.lan,!a.lan ssh-ed25519 " + key + b"\n[b]:2222 ssh-ed25519 " + key + b"\n" + hashed + b"\n")
    put("known_hosts", "revoked", b"@revoked board.local ssh-ed25519 " + key + b"\n@cert-authority * ssh-ed25519 " + key + b"\n")
    put("list", "list.txt", b"# pictures\na/b.jpg 3\nc.png\ncat d e.jpg\t1\n")


text_seeds()
if have("onnx"):
    onnx_seeds()
if have("PIL"):
    picture_seeds()
if have("numpy") and not have("torch"):
    numpy_seeds()
if have("keras", "tf_keras"):
    keras_seeds()
if have("torch", "safetensors"):
    torch_seeds()
