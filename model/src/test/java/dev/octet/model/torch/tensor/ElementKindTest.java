package dev.octet.model.torch.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ElementKindTest {
  @Test
  void convertsEveryHalfExactly() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double magnitude =
          exponent == 31
              ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
              : exponent == 0
                  ? Math.scalb((double) fraction, -24)
                  : Math.scalb(1 + fraction / 1024.0, exponent - 15);
      float expected = (float) (bits < 0x8000 ? magnitude : -magnitude);
      assertEquals(expected, ElementKind.halfToFloat((short) bits));
    }
  }

  @Test
  void convertsBrainFloatsAndDoubles() {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(2, (short) 0xc049);
    assertEquals(-3.140625f, ElementKind.BFLOAT16.get(data, 1));
    data.putDouble(8, 0.1);
    assertEquals(0.1f, ElementKind.FLOAT64.get(data, 1));
  }
}
