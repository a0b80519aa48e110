#!/usr/bin/env python3
"""Makes everything in demo/: the images, the labels and the three trained MobileNets.

Nobody needs this to use Octet. It is here so that the demo's models can be made again
and their history can be read.

Install (Debian 12 or later for the data set, Python 3.11):

    apt-get install dataset-fashion-mnist
    python3.11 -m venv venv
    venv/bin/pip install -r demo/train/requirements.txt

Run, from anywhere:

    venv/bin/python demo/train/train.py                    # images, labels, all three models
    venv/bin/python demo/train/train.py --images-only      # images and labels (numpy and pillow are enough)
    venv/bin/python demo/train/train.py --models mobilenet_v2_035
    venv/bin/python demo/train/train.py --export-full DIR  # all 10,000 test images (numpy and pillow are enough)

Two threads of a current server CPU take about half a minute to a minute per epoch.

What is the same in training, in the final evaluation and in Octet (`--size 56 --resize stretch
--normalize imagenet`): the gray image as RGB, Pillow's BILINEAR resize from 28x28 to 56x56,
divided by 255, ImageNet mean and standard deviation.

Every random choice comes from --seed. Each model starts from the seed anew, so training one
alone gives the same weights as training all. Another CPU, thread count or PyTorch release
rounds differently and ends with other weights of about the same accuracy. The weights kept are
those of the last epoch: the test images choose nothing.
"""

import argparse
import gzip
import platform
import time
from pathlib import Path

import numpy as np
from PIL import Image

DEMO = Path(__file__).resolve().parent.parent

# Folder names in Fashion-MNIST's own label order.
FASHION_MNIST_NAMES = ["t-shirt", "trouser", "pullover", "dress", "coat",
                       "sandal", "shirt", "sneaker", "bag", "ankle-boot"]
# The class order of the demo is the alphabetical order of the folders.
CLASSES = sorted(FASHION_MNIST_NAMES)

CALIBRATION_PER_CLASS = 20
TEST_PER_CLASS = 100

INPUT_SIZE = 56
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

BATCH = 128
MAX_SHIFT = 4  # pixels of the 56x56 image
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.05
LABEL_SMOOTHING = 0.05
WARMUP_EPOCHS = 1
EPOCHS = {"mobilenet_v1_025": 14, "mobilenet_v2_035": 14, "mobilenet_v3_small": 12}


# ---------------------------------------------------------------------------------------------
# Data set
# ---------------------------------------------------------------------------------------------

def read_idx(path):
    """Reads one gzipped IDX file of unsigned bytes."""
    with gzip.open(path, "rb") as stream:
        raw = stream.read()
    if raw[:3] != b"\0\0\x08":
        raise SystemExit(f"{path}: not an IDX file of unsigned bytes")
    rank = raw[3]
    shape = np.frombuffer(raw, ">u4", rank, 4).astype(int)
    return np.frombuffer(raw, np.uint8, -1, 4 + 4 * rank).reshape(shape)


def load_split(folder, prefix):
    """Returns images (N,28,28 uint8) and labels (N int64, in the demo's class order)."""
    files = [Path(folder) / f"{prefix}-{kind}-ubyte.gz" for kind in ("images-idx3", "labels-idx1")]
    for file in files:
        if not file.is_file():
            raise SystemExit(f"{file} is missing: apt-get install dataset-fashion-mnist, or name its folder with --data")
    remap = np.array([CLASSES.index(name) for name in FASHION_MNIST_NAMES])
    return read_idx(files[0]), remap[read_idx(files[1])]


def choose(labels, per_class, rng):
    """Draws per_class indices of every class; looks at nothing but the labels."""
    return [np.sort(rng.choice(np.flatnonzero(labels == c), per_class, replace=False))
            for c in range(len(CLASSES))]


def write_pngs(folder, images, indices_by_class):
    """Writes folder/<class>/NNNNN.png, NNNNN being the image's index in Fashion-MNIST's file."""
    for name, indices in zip(CLASSES, indices_by_class):
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        for old in target.glob("*.png"):
            old.unlink()
        for i in indices:
            Image.fromarray(images[i]).save(target / f"{i:05d}.png", optimize=True)


def write_images(out, train, test, seed):
    rng = np.random.default_rng(seed)
    write_pngs(out / "images" / "calibration", train[0], choose(train[1], CALIBRATION_PER_CLASS, rng))
    write_pngs(out / "images" / "test", test[0], choose(test[1], TEST_PER_CLASS, rng))
    (out / "labels.txt").write_text("".join(name + "\n" for name in CLASSES))


def export_full(folder, test):
    images, labels = test
    write_pngs(folder, images, [np.flatnonzero(labels == c) for c in range(len(CLASSES))])


def resize(images):
    """Gray (N,28,28) to gray (N,1,56,56), as Pillow resizes each channel of the RGB image."""
    out = np.empty((len(images), 1, INPUT_SIZE, INPUT_SIZE), np.uint8)
    for i, image in enumerate(images):
        out[i, 0] = Image.fromarray(image).resize((INPUT_SIZE, INPUT_SIZE), Image.Resampling.BILINEAR)
    return out


def read_pngs(folder):
    """Reads folder/<class>/*.png the way a user's photo is read; returns RGB (N,3,56,56) and labels."""
    pixels, labels = [], []
    for c, name in enumerate(CLASSES):
        for file in sorted((folder / name).glob("*.png")):
            with Image.open(file) as image:
                rgb = image.convert("RGB").resize((INPUT_SIZE, INPUT_SIZE), Image.Resampling.BILINEAR)
            pixels.append(np.asarray(rgb).transpose(2, 0, 1))
            labels.append(c)
    return np.stack(pixels), np.array(labels)


# ---------------------------------------------------------------------------------------------
# Training (torch is imported here only: the image options do without it)
# ---------------------------------------------------------------------------------------------

def build(name):
    """The untrained network; V2 and V3-Small are torchvision's own modules."""
    from functools import partial

    from torch import nn
    from torchvision.models import mobilenet_v2, mobilenet_v3_small
    from torchvision.ops import Conv2dNormActivation

    class MobileNetV1(nn.Module):
        """MobileNetV1 in torchvision's style: conv without bias, BN (eps 1e-5), ReLU6."""

        def __init__(self, width_mult, num_classes):
            super().__init__()
            layer = partial(Conv2dNormActivation, activation_layer=nn.ReLU6)
            stem, *blocks = [(32, 2), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
                             (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)]
            channels = int(stem[0] * width_mult)
            features = [layer(3, channels, 3, stem[1])]
            for wide, stride in blocks:
                out = int(wide * width_mult)
                features.append(nn.Sequential(layer(channels, channels, 3, stride, groups=channels),
                                              layer(channels, out, 1)))
                channels = out
            self.features = nn.Sequential(*features)
            self.avgpool = nn.AdaptiveAvgPool2d(1)
            self.classifier = nn.Sequential(nn.Dropout(0.1), nn.Linear(channels, num_classes))
            for module in self.modules():
                if isinstance(module, nn.Conv2d):
                    nn.init.kaiming_normal_(module.weight, mode="fan_out")
                elif isinstance(module, nn.Linear):
                    nn.init.normal_(module.weight, 0, 0.01)
                    nn.init.zeros_(module.bias)

        def forward(self, x):
            return self.classifier(self.avgpool(self.features(x)).flatten(1))

    if name == "mobilenet_v1_025":
        return MobileNetV1(0.25, len(CLASSES))
    if name == "mobilenet_v2_035":
        return mobilenet_v2(width_mult=0.35, num_classes=len(CLASSES))
    return mobilenet_v3_small(num_classes=len(CLASSES))


def normalize(pixels):
    """uint8 tensor (N,1 or 3,56,56) to float32 (N,3,56,56)."""
    import torch

    mean = torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1)
    std = torch.tensor(IMAGENET_STD).view(1, 3, 1, 1)
    return (pixels.float() / 255 - mean) / std


def augment(pixels, generator):
    """Flips half of the images left to right and shifts each by up to MAX_SHIFT pixels, mirroring the edge."""
    import torch

    count = len(pixels)
    columns = torch.arange(INPUT_SIZE).expand(count, -1)
    flip = torch.rand(count, 1, generator=generator) < 0.5
    columns = torch.where(flip, INPUT_SIZE - 1 - columns, columns)

    def shifted(positions):
        moved = positions + torch.randint(-MAX_SHIFT, MAX_SHIFT + 1, (count, 1), generator=generator)
        last = INPUT_SIZE - 1
        return last - (last - moved.abs()).abs()

    rows = shifted(torch.arange(INPUT_SIZE).expand(count, -1))
    columns = shifted(columns)
    return pixels[torch.arange(count)[:, None, None], 0, rows[:, :, None], columns[:, None, :]].unsqueeze(1)


def top1(model, pixels, labels):
    """Share of images classified rightly, in percent, in float32."""
    import torch

    model.eval()
    right = 0
    with torch.inference_mode():
        for i in range(0, len(pixels), 500):
            answers = model(normalize(pixels[i:i + 500])).argmax(1)
            right += int((answers == labels[i:i + 500]).sum())
    return 100.0 * right / len(pixels)


def train_model(name, epochs, train, test, out, seed, log):
    import torch
    from safetensors.torch import load_file, save_file
    from torch import nn

    torch.manual_seed(seed)  # initial weights and dropout
    generator = torch.Generator().manual_seed(seed)  # order of the images and augmentation
    model = build(name).to(memory_format=torch.channels_last)
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]  # biases and BN: no weight decay
    optimizer = torch.optim.AdamW([{"params": kernels, "weight_decay": WEIGHT_DECAY},
                                   {"params": others, "weight_decay": 0.0}], lr=LEARNING_RATE)
    steps = len(train[0]) // BATCH
    schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, [
        torch.optim.lr_scheduler.LinearLR(optimizer, 0.01, 1.0, WARMUP_EPOCHS * steps),
        torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, (epochs - WARMUP_EPOCHS) * steps),
    ], [WARMUP_EPOCHS * steps])
    loss_of = nn.CrossEntropyLoss(label_smoothing=LABEL_SMOOTHING)

    log(f"\n{name}: {sum(p.numel() for p in model.parameters()):,} parameters, {epochs} epochs, seed {seed}")
    started = time.monotonic()
    for epoch in range(1, epochs + 1):
        epoch_started = time.monotonic()
        model.train()
        total = right = 0.0
        order = torch.randperm(len(train[0]), generator=generator)
        for step in range(steps):
            chosen = order[step * BATCH:(step + 1) * BATCH]
            batch = normalize(augment(train[0][chosen], generator))
            labels = train[1][chosen]
            logits = model(batch.contiguous(memory_format=torch.channels_last))
            loss = loss_of(logits, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            right += int((logits.argmax(1) == labels).sum())
        log(f"epoch {epoch:2d}/{epochs}  train loss {total / steps:.4f}  train top-1 {100 * right / (steps * BATCH):.2f} %  "
            f"test top-1 {top1(model, *test):.2f} %  {time.monotonic() - epoch_started:.0f} s")

    # BN's step counters are of no use to anyone but a resumed training: they stay out of the file.
    file = out / "models" / f"{name}.safetensors"
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({key: value.detach().contiguous() for key, value in model.state_dict().items()
               if not key.endswith("num_batches_tracked")}, file, metadata={"format": "pt"})

    # What is reported is measured on the file, in a fresh network.
    exported = build(name)
    exported.load_state_dict(load_file(file))
    pngs = read_pngs(out / "images" / "test")
    log(f"final {name}: float top-1 {top1(exported, *test):.2f} % on all {len(test[0]):,} test images, "
        f"{top1(exported, *map(torch.from_numpy, pngs)):.2f} % on the {len(pngs[0]):,} of demo/images/test; "
        f"{file.stat().st_size:,} bytes; trained in {time.monotonic() - started:.0f} s")


def train_all(names, epochs, threads, out, train, test, seed):
    import safetensors
    import torch
    import torchvision

    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)
    log_file = out / "train" / "train.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with log_file.open("a") as stream:
        def log(line):
            print(line, flush=True)
            print(line, file=stream, flush=True)

        log(f"{time.strftime('%Y-%m-%d')}: Python {platform.python_version()}, torch {torch.__version__}, "
            f"torchvision {torchvision.__version__}, safetensors {safetensors.__version__}, "
            f"numpy {np.__version__}, pillow {Image.__version__}, {platform.machine()}, "
            f"{torch.backends.cpu.get_cpu_capability()}, {threads} threads")
        log(f"AdamW, batch {BATCH}, learning rate {LEARNING_RATE} (cosine, {WARMUP_EPOCHS} epoch of warm-up), weight decay "
            f"{WEIGHT_DECAY}, label smoothing {LABEL_SMOOTHING}, flip, shift by up to {MAX_SHIFT} pixels")
        started = time.monotonic()
        train, test = [(torch.from_numpy(resize(images)), torch.from_numpy(labels)) for images, labels in (train, test)]
        log(f"{len(train[0]):,} training and {len(test[0]):,} test images resized in {time.monotonic() - started:.0f} s")
        for name in names:
            train_model(name, epochs or EPOCHS[name], train, test, out, seed, log)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="DIR", default="/usr/share/datasets/fashion-mnist",
                        help="folder with Fashion-MNIST's four .gz files (default: %(default)s)")
    parser.add_argument("--out", metavar="DIR", type=Path, default=DEMO, help="where to write (default: demo/)")
    parser.add_argument("--models", nargs="+", choices=list(EPOCHS), default=list(EPOCHS), help="which to train (default: all)")
    parser.add_argument("--epochs", type=int, help="instead of each model's own count")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--images-only", action="store_true", help="write images and labels, train nothing")
    parser.add_argument("--export-full", metavar="DIR", type=Path,
                        help="write all 10,000 test images as PNG to DIR/<class>/ and do nothing else")
    args = parser.parse_args()
    if args.epochs is not None and args.epochs <= WARMUP_EPOCHS:
        parser.error(f"--epochs must be more than the {WARMUP_EPOCHS} of warm-up")

    test = load_split(args.data, "t10k")
    if args.export_full:
        export_full(args.export_full, test)
        return
    train = load_split(args.data, "train")
    write_images(args.out, train, test, args.seed)
    if not args.images_only:
        train_all(args.models, args.epochs, args.threads, args.out, train, test, args.seed)


if __name__ == "__main__":
    main()
