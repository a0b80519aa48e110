package dev.octet.quantizer.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.schedule.epilogue.Rescale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** docs/arithmetic.md, equation 8: factors as multipliers and shifts. */
class FixedPointTest {
  @Property
  void factorsAreExactToTheLastBit(
      @ForAll @Scale(16) @DoubleRange(min = 1, max = 1.9999999999) double mantissa,
      @ForAll @IntRange(min = -41, max = 18) int exponent) {
    isNearest(Math.scalb(mantissa, exponent));
  }

  @Property
  void powersOfTwoAndTheirNeighbours(@ForAll @IntRange(min = -41, max = 19) int exponent) {
    double power = Math.scalb(1.0, exponent);
    isNearest(power);
    isNearest(Math.nextUp(power));
    isNearest(Math.nextDown(power));
    assertEquals(power, value(FixedPoint.rescale(power, 1)));
  }

  private static void isNearest(double factor) {
    Rescale rescale = FixedPoint.rescale(new double[] {factor});
    assertTrue(rescale.multiplier[0] >= 1 << 21 && rescale.multiplier[0] < 1 << 22);
    assertTrue(rescale.shift[0] >= 1 && rescale.shift[0] <= Rescale.MAX_SHIFT);
    assertTrue(Math.abs(value(rescale) / factor - 1) <= 0x1p-22, factor + " is " + value(rescale));
  }

  private static double value(Rescale rescale) {
    return Math.scalb((double) rescale.multiplier[0], -rescale.shift[0]);
  }

  @Property
  void tinyFactorsKeepTheLargestShift(
      @ForAll @Scale(16) @DoubleRange(min = 1, max = 1.99) double mantissa,
      @ForAll @IntRange(min = -1074, max = -42) int exponent) {
    double factor = Math.scalb(mantissa, exponent);
    Rescale rescale = FixedPoint.rescale(new double[] {factor});
    assertTrue(rescale.shift[0] >= 1 && rescale.shift[0] <= Rescale.MAX_SHIFT);
    assertEquals(factor, value(rescale), 0x1p-63);
  }

  @Example
  void zeroIsZero() {
    Rescale rescale = FixedPoint.rescale(0, 3);
    assertEquals(3, rescale.multiplier.length);
    assertEquals(0, rescale.multiplier[2]);
    assertTrue(rescale.shift[2] >= 1);
  }

  @Example
  void factorsThatCannotBeAreRefused() {
    for (double bad : new double[] {-1e-9, Double.NaN, 0x1p20, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> FixedPoint.rescale(bad, 1));
    }
  }

  @Property
  void residualsShareTheShift(
      @ForAll @Scale(16) @DoubleRange(min = 1e-14, max = 100) double factor,
      @ForAll @Scale(16) @DoubleRange(min = 1e-3, max = 32) double other) {
    Rescale rescale = FixedPoint.rescaleBesideResidual(new double[] {factor}, new double[] {1});
    assertTrue(rescale.shift[0] <= 40);
    assertEquals(factor, value(rescale), Math.max(factor * 0x1p-22, 0x1p-41));
    long aligned = FixedPoint.aligned(new double[] {other}, rescale)[0];
    double unit = Math.scalb(1.0, -rescale.shift[0]);
    assertEquals(other, aligned * unit, unit / 2);
    assertTrue(aligned >= 0 && aligned <= 1L << 46);
  }
}
