"""Makes small Keras 3 files with curves and layers that change a map's size, and Keras' answers.

    python3 -m venv venv && venv/bin/pip install keras jax
    KERAS_BACKEND=jax venv/bin/python make_curves.py
"""

import json
import os
import tempfile
import zipfile

import keras
import numpy as np
from keras import layers as L
from keras import ops

expected = {}


def save(name, function):
    """A rescaled picture of 5x4, a convolution, a function of its map, and the function's values."""
    keras.backend.clear_session()
    picture = keras.Input((5, 4, 3))
    x = L.Conv2D(4, 3, padding="same")(L.Rescaling(1 / 127.5, offset=-1)(picture))
    model = keras.Model(picture, L.Conv2D(2, 1)(function(x)))
    rng = np.random.default_rng(len(expected))
    for weight in model.weights:
        weight.assign((rng.integers(-4, 5, tuple(weight.shape)) / 8).astype("float32"))
    data = (np.arange(60, dtype=np.int64) * 7919 % 256).astype("float32").reshape(1, 5, 4, 3)
    answers = np.asarray(model(data, training=False))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name + ".keras")
        model.save(path)
        with open(path, "rb") as file, zipfile.ZipFile("curves.zip", "a") as packed:
            packed.writestr(zipfile.ZipInfo(name + ".keras"), file.read(), zipfile.ZIP_DEFLATED, 9)
    expected[name] = [float(v) for v in answers.reshape(-1)]


def main():
    if os.path.exists("curves.zip"):
        os.remove("curves.zip")
    for name in (
        "silu gelu elu selu mish softplus softsign tanh sigmoid exponential softmax".split()
    ):
        save(name, L.Activation(name))
    save("gelu_tanh", ops.gelu)
    save("gelu_exact", lambda x: ops.gelu(x, approximate=False))
    save("swish_spelled", lambda x: L.Multiply()([x, L.Activation("sigmoid")(x)]))
    save("elu_layer", L.ELU(alpha=0.5))
    save("prelu", L.PReLU(shared_axes=[1, 2]))
    save("prelu_one", L.PReLU(shared_axes=[1, 2, 3]))
    save("softmax_layer", L.Softmax())
    save("unit", L.UnitNormalization())
    save("crop", L.Cropping2D(((1, 2), (0, 1))))
    save("up_nearest", L.UpSampling2D((2, 3)))
    save("up_bilinear", L.UpSampling2D((3, 2), interpolation="bilinear"))
    for padding in "same", "valid":
        save(padding, L.Conv2DTranspose(3, 3, strides=2, padding=padding, activation="tanh"))
        save(padding + "_narrow", L.Conv2DTranspose(3, (2, 1), strides=3, padding=padding))
        save(padding + "_even", L.Conv2DTranspose(3, 4, strides=(2, 1), padding=padding))
        save(
            padding + "_more",
            L.Conv2DTranspose(3, (3, 4), strides=2, padding=padding, output_padding=(1, 0)),
        )
        save(padding + "_dilated", L.Conv2DTranspose(3, 3, padding=padding, dilation_rate=2))
    with open("expected.json", "w") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")


main()
