#!/usr/bin/env python3
"""Makes the fixtures in this folder with the real PyTorch, and the logits it computes from them.

    python3.11 -m venv venv
    venv/bin/pip install torch torchvision safetensors numpy
    venv/bin/python make_fixtures.py

The networks are torchvision's with very few channels and random weights (seeded, rounded so that
gzip makes them small); expected.json names the versions that were used. The input is a formula,
so that Java can make it too: element i of the HWC array is ((i * 7919) % 255) / 127.5 - 1.
"""

import argparse
import gzip
import io
import json
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
import torchvision
from safetensors.torch import save as save_safetensors
from torch import nn
from torchvision.ops import Conv2dNormActivation

HERE = Path(__file__).resolve().parent
SIZE = 32
CLASSES = 4
expected = {"torch": torch.__version__, "torchvision": torchvision.__version__, "size": SIZE, "models": {}}


def write(name, data):
    """Without a time stamp or a file name: the same bytes every time."""
    (HERE / (name + ".gz")).write_bytes(gzip.compress(data, 9, mtime=0))


def saved(thing, **options):
    stream = io.BytesIO()
    torch.save(thing, stream, **options)
    return stream.getvalue()


def settle(model, seed):
    """Random weights on a coarse grid, and batch-norm statistics under which signals stay alive."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                fan = parameter[0].numel()
                values = torch.randn(parameter.shape, generator=generator) * (2 / fan) ** 0.5
            else:
                values = torch.rand(parameter.shape, generator=generator) + 0.25
            parameter.copy_((values * 16).round() / 16)
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = 1.0
                module.bias.sub_(0.75)
        model.train()
        model(torch.randn(16, 3, SIZE, SIZE, generator=generator))
        model.eval()
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.copy_((module.running_mean * 16).round() / 16)
                module.running_var.copy_((module.running_var * 16).round() / 16 + 0.0625)
    return model


def expect(name, model, family):
    x = ((np.arange(SIZE * SIZE * 3) * 7919) % 255 / 127.5 - 1).astype(np.float32).reshape(SIZE, SIZE, 3)
    with torch.no_grad():
        logits = model.float()(torch.from_numpy(x.transpose(2, 0, 1)[None].copy()))[0]
    expected["models"][name] = {"family": family, "logits": [float(v) for v in logits]}


class MobileNetV1(nn.Module):
    """ReLU, biases before batch norm; the five equal blocks are one."""

    def __init__(self):
        super().__init__()

        def separable(inputs, outputs, stride):
            layer = lambda i, o, k, s, g: Conv2dNormActivation(i, o, k, s, groups=g, bias=True)
            return nn.Sequential(layer(inputs, inputs, 3, stride, inputs), layer(inputs, outputs, 1, 1, 1))

        tied = separable(8, 8, 1)
        blocks = [separable(4, 4, 1), separable(4, 8, 2), separable(8, 8, 1), separable(8, 8, 2), separable(8, 8, 1),
                  separable(8, 8, 2), tied, tied, tied, tied, tied, separable(8, 12, 2), separable(12, 12, 1)]
        self.features = nn.Sequential(Conv2dNormActivation(3, 4, 3, 2, bias=True), *blocks)
        self.classifier = nn.Linear(12, CLASSES)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


def small_v2():
    model = torchvision.models.mobilenet_v2(num_classes=CLASSES, width_mult=0.05, round_nearest=2)
    model.features[18] = Conv2dNormActivation(model.features[17].out_channels, 16, 1, activation_layer=nn.ReLU6)
    model.classifier[1] = nn.Linear(16, CLASSES)
    return model


def small_v3(build):
    return build(num_classes=CLASSES, width_mult=0.01)


def main():
    v1 = settle(MobileNetV1(), 1)
    write("v1_tied.pth", saved(v1.state_dict()))
    expect("v1_tied.pth", v1, "mobilenet_v1")

    v2 = settle(small_v2(), 2).bfloat16()
    write("v2_bfloat16_legacy.pth",
          saved({"model": nn.DataParallel(v2).state_dict()}, _use_new_zipfile_serialization=False))
    expect("v2_bfloat16_legacy.pth", v2, "mobilenet_v2")

    small = torchvision.models.mobilenet_v3_small
    trained, averaged = settle(small_v3(small), 3), settle(small_v3(small), 4)
    with torch.no_grad():
        for parameter in trained.features.parameters():
            parameter.zero_()
    optimizer = torch.optim.SGD(trained.classifier.parameters(), lr=0.1, momentum=0.9)
    trained(torch.randn(1, 3, SIZE, SIZE)).sum().backward()
    optimizer.step()
    arguments = argparse.Namespace(lr=0.1, output=Path("out"), nested=OrderedDict(a=[1, 2.5, None]))
    write("v3s_checkpoint.pth", saved({
        "epoch": 3, "arch": "mobilenet_v3_small", "state_dict": trained.state_dict(),
        "state_dict_ema": averaged.state_dict(), "optimizer": optimizer.state_dict(), "args": arguments,
        "metric": np.float64(71.5)}))
    expect("v3s_checkpoint.pth", averaged, "mobilenet_v3_small")

    v3l = settle(small_v3(torchvision.models.mobilenet_v3_large), 5).half()
    write("v3l_half.safetensors", save_safetensors(v3l.state_dict()))
    expect("v3l_half.safetensors", v3l, "mobilenet_v3_large")

    # Views: channels last, transposed and cut out of larger storages.
    views = v1.state_dict()
    for key, value in views.items():
        if value.ndim == 4:
            views[key] = value.to(memory_format=torch.channels_last)
        elif value.ndim == 2:
            views[key] = value.t().contiguous().t()
        elif value.ndim == 1:
            views[key] = torch.cat([value + 1, value, value - 1])[len(value):2 * len(value)]
    write("v1_views.pth", saved(views))
    expect("v1_views.pth", v1, "mobilenet_v1")

    # Files that must be refused.
    tiny = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
    write("module.pth", saved(tiny))
    write("module_legacy.pth", saved(tiny, _use_new_zipfile_serialization=False))
    stream = io.BytesIO()
    torch.jit.save(torch.jit.script(tiny), stream)
    write("torchscript.pt", stream.getvalue())
    write("resnet.pth", saved(OrderedDict(
        (k, torch.zeros(v.shape[:1] + (1,) * (v.ndim - 1)).expand(v.shape) if v.ndim > 1 else v)
        for k, v in torchvision.models.resnet18(num_classes=2).state_dict().items() if "layer" not in k)))

    (HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
