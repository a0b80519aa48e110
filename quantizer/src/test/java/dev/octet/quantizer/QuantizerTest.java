package dev.octet.quantizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.schedule.ArenaFigures;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.testing.RandomInputs;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole way from a float graph to a file, on the MobileNet family with random weights. */
class QuantizerTest {
  static Stream<Arguments> family() {
    return Stream.of(
        Arguments.of(MobileNets.v1(32, 0.25, 10, 1), 20),
        Arguments.of(MobileNets.v2(32, 0.35, 10, 2), 20),
        Arguments.of(MobileNets.v3Small(32, 10, 3), 20),
        Arguments.of(MobileNets.v3Large(32, 10, 4), 15));
  }

  @ParameterizedTest
  @MethodSource("family")
  void theFamilyBecomesFilesThatAnswerLikeFloat(FloatGraph graph, int leastSqnrDb) {
    Schedule schedule =
        QuantizationTrial.of(graph).isSound(leastSqnrDb).isTheSameInOnnxRuntime().read();
    assertEquals(ElementType.INT8, schedule.tensors[schedule.input].type());
    assertEquals(ElementType.INT16, schedule.tensors[schedule.output].type());
    for (TensorSpec tensor : schedule.tensors) {
      boolean small = tensor.height() * tensor.width() == 1;
      assertTrue(tensor.type().bits() <= 12 || small, tensor.name() + " has 16 bits");
    }
  }

  @ParameterizedTest
  @MethodSource("family")
  void bitsBeyondEightAreFree(FloatGraph graph, int leastSqnrDb) {
    Schedule schedule = QuantizationTrial.of(graph).read();
    int roomy = 0;
    for (Operation operation : schedule.operations) {
      ElementType type = schedule.tensors[operation.input(0)].type();
      if (operation instanceof Convolution convolution && type.wide() && type.bits() <= 12) {
        roomy++;
        for (int c = 0; c < convolution.bias.length; c++) {
          // One product is exact as a float.
          assertTrue(AccumulatorBounds.convolution(convolution, c, type) < 1 << 24);
        }
      }
    }
    Schedule strict =
        QuantizationTrial.of(graph, QuantizationTrial.SETTINGS.withPrecision(Precision.STRICT8, 40))
            .read();
    // V1 has no narrow tensors, and its first convolution's output would take too much memory.
    assertTrue(roomy > 0 || graph.name().equals("mobilenet_v1"), graph.name());
    assertTrue(
        ArenaFigures.bytes(schedule) <= 1.6 * ArenaFigures.bytes(strict),
        ArenaFigures.bytes(schedule) + " and " + ArenaFigures.bytes(strict));
    for (TensorSpec tensor : strict.tensors) {
      boolean small = tensor.height() * tensor.width() == 1;
      assertTrue(tensor.type() == ElementType.INT8 || small, tensor.name());
    }
  }

  @Test
  @Timeout(60)
  void theNumberOfThreadsDoesNotChangeAByte() {
    FloatGraph graph = MobileNets.v3Small(32, 7, 5);
    byte[] one = OctetWriter.toBytes(QuantizationTrial.quantize(graph, settings(1)).schedule());
    assertArrayEquals(
        one, OctetWriter.toBytes(QuantizationTrial.quantize(graph, settings(2)).schedule()));
    assertArrayEquals(
        one, OctetWriter.toBytes(QuantizationTrial.quantize(graph, settings(5)).schedule()));
  }

  private static QuantizerSettings settings(int threads) {
    return QuantizationTrial.SETTINGS.withThreads(threads);
  }

  @Test
  @Timeout(60)
  void figuresDescribeTheTuningInputs() {
    FloatGraph graph = small(3);
    Quantization result = QuantizationTrial.quantize(graph, QuantizationTrial.SETTINGS);
    assertEquals(24, result.images());
    assertEquals(0, result.skipped().size());
    assertTrue(result.tuningSqnrDb() > 25, result.tuningSqnrDb() + " dB");
    assertTrue(result.tuningAgreement() >= 0 && result.tuningAgreement() <= 1);
    long parameters = (3 * 9 * 8 + 8) + (8 * 5 + 5);
    assertEquals(4 * parameters, result.floatBytes());
  }

  @Test
  @Timeout(60)
  void unreadableInputsAreSkipped() {
    FloatGraph graph = small(3);
    RandomInputs inputs = new RandomInputs(graph, 20, 1, Set.of(0, 7, 13, 19));
    Quantization result = quantize(graph, inputs, Optional.empty());
    assertEquals(16, result.images());
    assertEquals(4, result.skipped().size());
    assertEquals("input0: not a picture", result.skipped().get(0));
  }

  @Test
  @Timeout(60)
  void moreThanAFifthUnreadableIsRefused() {
    FloatGraph graph = small(3);
    RandomInputs inputs = new RandomInputs(graph, 20, 1, Set.of(0, 1, 2, 3, 4));
    OctetException e =
        assertThrows(OctetException.class, () -> quantize(graph, inputs, Optional.empty()));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("5 of 20"), e.what());
  }

  @Test
  @Timeout(60)
  void noInputsAreRefused() {
    FloatGraph graph = small(3);
    RandomInputs inputs = new RandomInputs(graph, 0, 1);
    OctetException e =
        assertThrows(OctetException.class, () -> quantize(graph, inputs, Optional.empty()));
    assertEquals(Failure.INPUT, e.failure());
  }

  @Test
  @Timeout(60)
  void photosPassWithoutLossWhereOnlyConvolutionsReadThem() {
    Preprocessing photos = imagenet();
    FloatGraph graph = small(3);
    Schedule schedule =
        quantize(graph, new RandomInputs(graph, 8, 1), Optional.of(photos)).schedule();
    TensorSpec input = schedule.tensors[schedule.input];
    for (int c = 0; c < 3; c++) {
      assertEquals(1 / (255 * photos.std[c]), input.scale(c), 1e-12);
      for (int pixel = 0; pixel < 256; pixel++) {
        assertEquals(pixel - 128, schedule.preprocessing.table[c * 256 + pixel]);
      }
    }
  }

  @Test
  @Timeout(60)
  void photosHaveOneScaleWhereOtherStepsReadThem() {
    RandomNetwork net = new RandomNetwork(5, new Shape(8, 8, 3));
    String sum =
        net.add("add", new Op.Add(), net.conv("c", net.input(), 3, 3, 1, 1, true), "input");
    String pool = net.add("pool", new Op.GlobalAveragePool(), sum);
    FloatGraph graph = net.build("skip", net.conv("fc", pool, 4, 1, 1, 1, true));
    Quantization result = quantize(graph, new RandomInputs(graph, 8, 1), Optional.of(imagenet()));
    Schedule schedule = result.schedule();
    TensorSpec input = schedule.tensors[schedule.input];
    assertEquals(1, input.quantizationCount());
    assertEquals(Math.rint(input.zeroPoint(0)), input.zeroPoint(0));
    double real = (200 / 255.0 - 0.456) / 0.224;
    double decoded = input.real(schedule.preprocessing.table[256 + 200], 0);
    assertEquals(real, decoded, input.scale(0) / 2 + 1e-9);
    assertTrue(OctetWriter.toBytes(schedule).length > 0);
  }

  @Test
  @Timeout(60)
  void tensorsWithoutPreprocessingTakeTheirRangeFromTheData() {
    Schedule schedule = QuantizationTrial.quantize(small(3), QuantizationTrial.SETTINGS).schedule();
    assertEquals(null, schedule.preprocessing);
    TensorSpec input = schedule.tensors[schedule.input];
    for (int c = 0; c < 3; c++) {
      double low = input.real(-128, c);
      double high = input.real(127, c);
      assertTrue(low < -2.5 && high > 2.5, "normal data, but [" + low + ", " + high + "]");
    }
  }

  @Test
  @Timeout(60)
  void notFiniteAnswersAreRefused() {
    RandomNetwork net = new RandomNetwork(5, new Shape(4, 4, 2));
    String wide = net.conv("huge", net.input(), 4, 3, 1, 1, true);
    Op.Conv sane =
        new Op.Conv(
            Window.pointwise(),
            1,
            3,
            new float[] {1e38f, 1e38f, 1e38f, 1e38f, 1, 1, 1, 1, 1, 1, 1, 1},
            new float[3]);
    String y = net.add("infinite", sane, wide);
    FloatGraph graph = net.build("infinite", net.add("pool", new Op.GlobalAveragePool(), y));
    OctetException e = refusal(graph, new ScaledInputs(graph, 1e3f));
    assertTrue((e.what() + e.where()).contains("infinite"), e.getMessage());
  }

  @Test
  @Timeout(60)
  void scalesTooFarApartAreRefused() {
    RandomNetwork net = new RandomNetwork(5, new Shape(4, 4, 2));
    String y = net.add("relu", new Op.Clip(0, 6), net.conv("conv", net.input(), 4, 3, 1, 1, true));
    FloatGraph graph = net.build("far", net.add("pool", new Op.GlobalAveragePool(), y));
    OctetException e = refusal(graph, new ScaledInputs(graph, 1e20f));
    assertTrue(e.where().contains("conv"), e.getMessage());
  }

  @Test
  @Timeout(60)
  void notFiniteSumsBehindAClipAreRefused() {
    RandomNetwork net = new RandomNetwork(5, new Shape(4, 4, 2));
    Op.Conv conv = new Op.Conv(Window.pointwise(), 1, 1, new float[] {Float.NaN, 1}, new float[1]);
    String y = net.add("relu", new Op.Clip(0, 6), net.add("broken", conv, net.input()));
    FloatGraph graph = net.build("nan", net.add("pool", new Op.GlobalAveragePool(), y));
    refusal(graph, new RandomInputs(graph, 4, 1));
  }

  /** The failure, INPUT, to quantize with some inputs. */
  private static OctetException refusal(FloatGraph graph, TensorSource inputs) {
    OctetException e =
        assertThrows(OctetException.class, () -> quantize(graph, inputs, Optional.empty()));
    assertEquals(Failure.INPUT, e.failure());
    return e;
  }

  private record ScaledInputs(FloatGraph graph, float factor) implements TensorSource {
    @Override
    public int size() {
      return 4;
    }

    @Override
    public String name(int index) {
      return "input" + index;
    }

    @Override
    public float[] read(int index) {
      float[] input = MobileNets.input(graph, index);
      for (int i = 0; i < input.length; i++) {
        input[i] *= factor;
      }
      return input;
    }
  }

  private static Quantization quantize(
      FloatGraph graph, TensorSource inputs, Optional<Preprocessing> preprocessing) {
    int[] samples = IntStream.range(0, inputs.size()).toArray();
    return Quantizer.quantize(
        QuantizationTrial.model(graph),
        inputs,
        samples,
        preprocessing,
        new String[0],
        QuantizationTrial.SETTINGS,
        Progress.SILENT);
  }

  private static Preprocessing imagenet() {
    return new Preprocessing(
        Preprocessing.Resize.SHORT_SIDE,
        0.875,
        new double[] {0.485, 0.456, 0.406},
        new double[] {0.229, 0.224, 0.225},
        null);
  }

  /** Convolution, ReLU6, pool, fully connected. */
  private static FloatGraph small(int channels) {
    RandomNetwork net = new RandomNetwork(5, new Shape(12, 12, channels));
    String x = net.add("act", new Op.Clip(0, 6), net.conv("conv", net.input(), 8, 3, 2, 1, true));
    x = net.add("pool", new Op.GlobalAveragePool(), x);
    return net.build("small", net.conv("fc", x, 5, 1, 1, 1, true));
  }
}
