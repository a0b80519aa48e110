"""One inference of another runtime between marks that the counting plugin sees, in the board's root folder.

    python3 peer_run.py onnxruntime|ncnn|litert FOLDER
"""

import os
import sys


def onnxruntime(folder):
    import numpy as np
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(folder + "/onnxruntime.onnx", options, providers=["CPUExecutionProvider"])
    first = session.get_inputs()[0]
    inputs = {first.name: np.random.default_rng(1).standard_normal([d if isinstance(d, int) else 1 for d in first.shape]).astype("f4")}
    return ort.__version__, lambda: session.run(None, inputs)


def ncnn(folder):
    import ncnn as n
    import numpy as np

    net = n.Net()
    net.opt.num_threads = 1
    if net.load_param(folder + "/ncnn.param") or net.load_model(folder + "/ncnn.bin"):
        raise SystemExit("ncnn cannot load the network")
    lines = [line.split() for line in open(folder + "/ncnn.param")]
    name, width, height, channels = lines[2][4], *(int(v.split("=")[1]) for v in lines[2][5:8])
    data = np.random.default_rng(1).standard_normal([channels, height, width]).astype("f4")
    # The last layer's last blob: its inputs, then its outputs, stand behind four words.
    last = lines[-1][4 + int(lines[-1][2])]

    def run():
        extractor = net.create_extractor()
        extractor.input(name, n.Mat(data))
        failed, out = extractor.extract(last)
        if failed:
            raise SystemExit("ncnn cannot run the network")
        return out

    return n.__version__, run


def litert(folder):
    import importlib.metadata

    import numpy as np
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(folder + "/litert.tflite", num_threads=1)
    interpreter.allocate_tensors()
    first = interpreter.get_input_details()[0]
    interpreter.set_tensor(first["index"], np.random.default_rng(1).integers(-128, 128, first["shape"], dtype="i1"))
    return importlib.metadata.version("ai-edge-litert"), interpreter.invoke


def main(peer, folder):
    version, run = globals()[peer](folder)
    for _ in range(3):
        run()
    for _ in range(2):
        os.path.exists("/octet-count/start")
        run()
        os.path.exists("/octet-count/stop/run")
    print("kernels", peer, version)
    print("machine arm64")
    print("answer unchecked")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
