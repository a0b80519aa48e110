package dev.octet.model.onnx.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.octet.model.ModelLimits;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads stored tensors of every type that a float network needs. */
public final class TensorReader {
  private final ExternalData external;

  /** Reads tensors, those beside the file too. */
  public TensorReader(ExternalData external) {
    this.external = external;
  }

  Constant read(TensorProto tensor) {
    String name = tensor.getName();
    int[] dims = dims(name, tensor.getDimsList());
    long elements = Constant.elements(dims);
    DataType type = DataType.forNumber(tensor.getDataType());
    ElementReader reader = type == null ? null : ElementReader.of(type);
    if (reader == null) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "elements of type " + (type == null ? tensor.getDataType() : type),
          "tensor '" + name + "'",
          "export the float model (float32, float16, bfloat16 or double weights)");
    }
    if (tensor.hasSegment()) {
      throw OnnxErrors.invalidTensor(name, "is stored in segments");
    }
    boolean isExternal = tensor.getDataLocation() == DataLocation.EXTERNAL;
    if (isExternal || tensor.hasRawData() && !tensor.getRawData().isEmpty()) {
      long bytes = elements * reader.bytes();
      ByteBuffer raw =
          isExternal ? external.read(tensor, bytes) : tensor.getRawData().asReadOnlyByteBuffer();
      if (raw.remaining() != bytes) {
        throw OnnxErrors.invalidTensor(
            name, raw.remaining() + " bytes of data for the shape " + tensor.getDimsList());
      }
      return reader.raw(name, dims, raw.order(ByteOrder.LITTLE_ENDIAN));
    }
    int count = reader.count(tensor);
    if (count != elements) {
      throw OnnxErrors.invalidTensor(
          name, count + " elements of data for the shape " + tensor.getDimsList());
    }
    return reader.listed(name, dims, tensor);
  }

  private static int[] dims(String name, List<Long> list) {
    if (list.size() > ModelLimits.RANK) {
      throw OnnxErrors.invalidTensor(name, list.size() + " axes");
    }
    long product = 1;
    int[] dims = new int[list.size()];
    for (int i = 0; i < dims.length; i++) {
      long dim = list.get(i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw OnnxErrors.invalidTensor(name, "impossible shape " + list);
      }
      dims[i] = (int) dim;
      product = Math.max(product, 1) * dim;
      if (product > ModelLimits.FILE_BYTES) {
        throw OnnxErrors.invalidTensor(name, "the shape " + list + " is too large");
      }
    }
    return dims;
  }
}
