"""Makes small Keras files, each of one kind of preprocessing or head, and what Keras computes.

    python3 -m venv venv && venv/bin/pip install tensorflow-cpu tf_keras
    venv/bin/python make_kinds.py

Names end in the version of Keras. Weights are few-valued, so that the files compress well.
"""

import json
import os
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
import tf_keras
from keras import ops
from keras.applications import imagenet_utils as utils3
from tf_keras.applications import imagenet_utils as utils2

MEAN = np.array([0.485, 0.456, 0.406], "float32")
STD = np.array([0.229, 0.224, 0.225], "float32")

expected = {}


def save(name, model, sigmoids=False):
    """Saves a model and notes its answers to whole numbers from 0 to 255."""
    rng = np.random.default_rng(len(expected))
    for weight in model.weights:
        few = rng.integers(-2, 3, tuple(weight.shape))
        path = weight.path if hasattr(weight, "path") else weight.name
        weight.assign((2.0 ** (few / 2) if "variance" in path else few / 8).astype("float32"))
    shape = tuple(model.input_shape[1:])
    x = (np.arange(int(np.prod(shape)), dtype=np.int64) * 7919 % 256).astype("float32")
    answers = np.asarray(model(x.reshape((1,) + shape), training=False)).reshape(-1)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        model.save(path)
        with open(path, "rb") as file, zipfile.ZipFile("kinds.zip", "a") as packed:
            packed.writestr(zipfile.ZipInfo(name), file.read(), zipfile.ZIP_DEFLATED, 9)
    expected[name] = {"sigmoids": sigmoids, "answers": [float(v) for v in answers]}
    print(name, answers)


def after(k, function, channels=3):
    """A convolution and a classifier behind a function of the picture."""
    k.backend.clear_session()
    picture = k.Input((7, 6, channels))
    x = k.layers.Conv2D(4, 3, padding="same")(function(picture))
    x = k.layers.GlobalAveragePooling2D()(x)
    return k.Model(picture, k.layers.Dense(3)(x))


def flattened(k, between=lambda x: x):
    """Normalization of a flattened map."""
    picture = k.Input((6, 5, 3))
    x = k.layers.Conv2D(4, 3, activation="relu")(k.layers.Rescaling(1 / 127.5, offset=-1)(picture))
    x = k.layers.BatchNormalization()(k.layers.Flatten()(x))
    return k.Model(picture, k.layers.Dense(3)(k.layers.Dropout(0.5)(between(x))))


def labels(k, separate):
    """Several labels at once: a sigmoid each."""
    picture = k.Input((6, 5, 3))
    x = k.layers.Conv2D(4, 3, activation="relu")(k.layers.Rescaling(1 / 127.5, offset=-1)(picture))
    x = k.layers.GlobalAveragePooling2D()(x)
    x = k.layers.Dense(5, activation=None if separate else "sigmoid")(x)
    return k.Model(picture, k.layers.Activation("sigmoid")(x) if separate else x)


def leaky(k):
    """LeakyReLU as a layer, as a function, as a ReLU's slope and as another layer's activation."""
    picture = k.Input((6, 5, 3))
    x = k.layers.Conv2D(4, 3)(k.layers.Rescaling(1 / 127.5, offset=-1)(picture))
    x = k.layers.LeakyReLU(negative_slope=0.15)(x)
    x = k.layers.Conv2D(4, 1, activation="leaky_relu")(x)
    x = k.layers.ReLU(negative_slope=0.05)(k.layers.DepthwiseConv2D(3, padding="same")(x))
    x = k.layers.Conv2D(4, 1, activation=k.layers.LeakyReLU(negative_slope=0.25))(x)
    return k.Model(picture, k.layers.Dense(3)(k.layers.GlobalAveragePooling2D()(x)))


def main():
    if os.path.exists("kinds.zip"):
        os.remove("kinds.zip")
    two, three = tf_keras, keras
    save("torch2.keras", after(two, lambda x: utils2.preprocess_input(x, mode="torch")))
    save("caffe2.h5", after(two, lambda x: utils2.preprocess_input(x, mode="caffe")))
    save("tf2.h5", after(two, lambda x: utils2.preprocess_input(x, mode="tf")))
    save("inline2.h5", after(two, lambda x: (x / 255 - tf.constant(MEAN)) / tf.constant(STD)))
    save("first2.keras", after(two, lambda x: tf.constant(MEAN * 255) - x))
    save("gather2.keras", after(two, lambda x: tf.gather(x, [2, 1, 0], axis=-1) / 127.5))
    save(
        "stack2.h5",
        after(two, lambda x: tf.stack([x[..., 2], x[..., 1], x[..., 0]], axis=-1) / 127.5 - 1.0),
    )
    save("gray2.keras", after(two, lambda x: tf.image.grayscale_to_rgb(x) / 127.5 - MEAN, 1))
    save("flattened2.h5", flattened(two))
    save("labels2.h5", labels(two, True), True)
    save("torch3.keras", after(three, lambda x: utils3.preprocess_input(x, mode="torch")))
    save("caffe3.keras", after(three, lambda x: utils3.preprocess_input(x, mode="caffe")))
    save("tf3.h5", after(three, lambda x: utils3.preprocess_input(x, mode="tf")))
    save("inline3.keras", after(three, lambda x: (x / 255 - MEAN) / STD))
    save("slice3.keras", after(three, lambda x: x[..., ::-1] / 127.5 - 1.0))
    save("flip3.h5", after(three, lambda x: ops.flip(x, axis=-1) / 127.5))
    save("take3.keras", after(three, lambda x: ops.take(x, [2, 1, 0], axis=-1) / 127.5))
    save("gray3.keras", after(three, lambda x: (ops.repeat(x, 3, axis=-1) / 255 - MEAN) / STD, 1))
    save("broadcast3.keras", after(three, lambda x: (x / 255 - MEAN) / STD, 1))
    save(
        "twice3.keras",
        after(three, lambda x: keras.layers.Concatenate()([x, x, x]) / 127.5 - 1.0, 1),
    )
    save("flattened3.keras", flattened(three))
    save("labels3.keras", labels(three, False), True)
    save("refused_flattened3.keras", flattened(three, keras.layers.ReLU()))
    save(
        "refused_map3.keras",
        keras.Sequential([keras.Input((6, 5, 3)), keras.layers.Conv2D(4, 3, activation="relu")]),
    )
    save("leaky3.keras", leaky(three))
    with open("expected.json", "w") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")


main()
