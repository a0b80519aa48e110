"""Makes the Keras files of these tests and the logits that Keras computes with them.

    python3 -m venv venv && venv/bin/pip install tensorflow-cpu tf_keras
    venv/bin/python make_fixtures.py

Keras 3 (keras) and Keras 2 (tf_keras) write their own kinds of files. The weights are few-valued so
that the files compress well; they are stored with gzip.
"""

import gzip
import json
import os
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tf_keras

expected = {}


def randomize(model, seed):
    """Weights of three values, statistics of few, so that the numbers stay of unit size."""
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        name = weight.path if hasattr(weight, "path") else weight.name
        shape = tuple(weight.shape)
        few = rng.integers(-2, 3, shape)
        if "count" in name:
            continue
        elif "variance" in name:
            value = 2.0 ** (few / 2)
        elif "gamma" in name:
            value = 1 + few / 8
        elif len(shape) < 2:
            value = few / 8
        else:
            fan = np.prod(shape[:-1]) if "depthwise" not in name else np.prod(shape[:2])
            value = rng.integers(-1, 2, shape) * 2.0 ** np.round(np.log2(1.5 / np.sqrt(fan)))
        weight.assign(value.astype("float32").reshape(shape))
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def save(name, model, raw):
    """Saves a model and notes its logits; a softmax at the end is not among them.

    A sigmoid over one value z counts as a softmax over (0, z).
    """
    randomize(model, len(expected))
    shape = tuple(model.input_shape[1:])
    count = int(np.prod(shape))
    pixels = np.arange(count, dtype=np.int64) * 7919 % 256
    x = pixels.astype("float32") if raw else (pixels / 127.5 - 1).astype("float32")
    last = model.layers[-1]
    activation = getattr(last, "activation", None)
    function = getattr(activation, "__name__", "")
    softmax = function in ("softmax", "sigmoid")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        model.save(path)
        with open(path, "rb") as file:
            data = file.read()
    if softmax:
        last.activation = None if activation is None else (lambda v: v)
    logits = np.asarray(model(x.reshape((1,) + shape), training=False)).reshape(-1)
    if function == "sigmoid":
        logits = np.concatenate([[0], logits])
    with gzip.GzipFile(name + ".gz", "wb", mtime=0) as file:
        file.write(data)
    expected[name] = {
        "raw": raw,
        "shape": shape,
        "softmax": softmax,
        "logits": [float(v) for v in logits],
    }
    print(name, os.path.getsize(name + ".gz"), logits[:4])


def by_hand(k, three):
    """Layers that keras.applications does not use, a rectangular gray input, shared layers."""
    layers = k.layers
    picture = k.Input((20, 28, 1))
    x = layers.Rescaling(1 / 127.5, offset=-1)(picture)
    x = layers.Conv2D(8, (3, 5), strides=2, padding="same", activation="relu")(x)
    x = layers.SeparableConv2D(12, 3, depth_multiplier=2, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.Activation("hard_sigmoid")(x)
    block = k.Sequential(
        [
            layers.DepthwiseConv2D(3, padding="same", use_bias=False),
            layers.BatchNormalization(epsilon=1e-2),
            layers.ReLU(6.0),
        ],
        name="block",
    )
    y = block(x)
    y = block(y)
    shared = layers.Conv2D(12, 1, name="shared", groups=2 if three else 1)
    z = layers.Add()([shared(x), shared(y), x])
    z = layers.ZeroPadding2D(((0, 1), (2, 0)))(z)
    pooled = [
        layers.MaxPooling2D(3, strides=2, padding="same")(z),
        layers.AveragePooling2D((3, 3), strides=2, padding="same")(z),
    ]
    z = layers.Concatenate()(pooled)
    z = layers.Normalization(mean=[0.25] * 24, variance=[2.0] * 24)(z)
    gate = layers.GlobalAveragePooling2D()(z)
    gate = layers.Reshape((1, 1, 24))(gate)
    gate = layers.Conv2D(24, 1, activation="relu")(gate)
    gate = layers.Dense(24)(gate)
    gate = layers.ReLU(6.0)(gate + 3.0) / 6.0
    z = layers.Multiply()([z, gate])
    z = layers.Subtract()([z, layers.Dropout(0.5)(gate * z)])
    z = layers.Conv2D(6, 3, dilation_rate=2, padding="same", activation="linear")(z)
    z = layers.Flatten()(z)
    z = layers.Dense(9, activation="relu")(z)
    return k.Model(picture, layers.Dense(5, activation="softmax")(z))


def nested(k, backbone):
    picture = k.Input((32, 32, 3))
    x = k.layers.RandomFlip()(picture)
    x = backbone(x)
    x = k.layers.Dropout(0.2)(x)
    return k.Model(picture, k.layers.Dense(4, activation="softmax")(x))


def yes_no(k, separate):
    """One value after a sigmoid, in its layer or as a layer of its own."""
    layers = [
        k.Input((9, 9, 3)),
        k.layers.Rescaling(1 / 127.5, offset=-1),
        k.layers.Conv2D(6, 3, activation="relu"),
        k.layers.GlobalAveragePooling2D(),
        k.layers.Dense(1, activation=None if separate else "sigmoid"),
    ]
    return k.Sequential(layers + [k.layers.Activation("sigmoid")] * separate)


def main():
    for k, three in ((keras, True), (tf_keras, False)):
        apps = k.applications
        suffix = "3" if three else "2"
        small = dict(input_shape=(32, 32, 3), weights=None)
        k.backend.clear_session()
        for ending in ("h5", "keras"):
            save(f"hand{suffix}.{ending}", by_hand(k, three), True)
        ending = "h5" if three else "keras"
        save(f"v1_{suffix}.{ending}", apps.MobileNet(alpha=0.25, classes=4, **small), False)
        ending = "keras" if three else "h5"
        v3 = dict(include_top=False, pooling="avg", **small)
        backbone = apps.MobileNetV3Small(alpha=0.35, **v3)
        save(f"v3s_nested{suffix}.{ending}", nested(k, backbone), True)
        if three:
            save("v2_3.keras", apps.MobileNetV2(alpha=0.35, classes=6, **small), False)
            backbone = apps.MobileNetV2(alpha=0.35, include_top=False, pooling="avg", **small)
            save("v2_nested3.h5", nested(k, backbone), False)
        else:
            large = apps.MobileNetV3Large(
                alpha=0.35, minimalistic=True, include_preprocessing=False, **v3
            )
            sequential = k.Sequential([large, k.layers.Dense(3)])
            sequential.build((None, 32, 32, 3))
            save("v3l_minimalistic2.h5", sequential, False)
        weights = k.Sequential([k.Input((8, 8, 3)), k.layers.Conv2D(2, 3)])
        weights.save_weights(f"weights{suffix}.weights.h5")
        os.rename(f"weights{suffix}.weights.h5", f"weights{suffix}.h5")
        with open(f"weights{suffix}.h5", "rb") as file:
            data = file.read()
        os.remove(f"weights{suffix}.h5")
        with gzip.GzipFile(f"weights{suffix}.h5.gz", "wb", mtime=0) as file:
            file.write(data)
    adapted = keras.Sequential(
        [
            keras.Input((6, 10, 4)),
            keras.layers.Normalization(),
            keras.layers.Conv2D(3, 3),
            keras.layers.GlobalAveragePooling2D(keepdims=True),
            keras.layers.Flatten(),
        ]
    )
    save("adapted3.keras", adapted, True)
    save("yes_no3.keras", yes_no(keras, False), True)
    save("yes_no2.h5", yes_no(tf_keras, True), True)
    with open("expected.json", "w") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")


main()
