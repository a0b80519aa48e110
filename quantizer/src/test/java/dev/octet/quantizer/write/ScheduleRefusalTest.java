package dev.octet.quantizer.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.quantizer.schedule.ArenaPlanner;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Residual;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Pad;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Schedules with right bytes and wrong contents: each is refused with its reason. */
class ScheduleRefusalTest {
  private static final long SEED = 5;
  private static final int STEM = 0;
  private static final int POINTWISE = 1;

  private static Schedule good() {
    return SampleSchedule.everyKind(SEED);
  }

  private static OctetException refused(Schedule schedule, String reason) {
    OctetException e =
        assertThrows(
            OctetException.class, () -> ScheduleValidator.validate(schedule, "model.octet"));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains(reason), e.getMessage());
    return e;
  }

  private static void refusedAfter(Consumer<Schedule> change, String reason) {
    Schedule schedule = good();
    change.accept(schedule);
    refused(schedule, reason);
  }

  private static void refusedCopy(UnaryOperator<Schedule.Builder> change, String reason) {
    refused(change.apply(good().toBuilder()).build(), reason);
  }

  private static <T extends Operation> int find(Schedule schedule, Class<T> kind) {
    for (int i = 0; i < schedule.operations.length; i++) {
      if (kind.isInstance(schedule.operations[i])) {
        return i;
      }
    }
    throw new AssertionError(kind);
  }

  private static <T extends Operation> T first(Schedule schedule, Class<T> kind) {
    return kind.cast(schedule.operations[find(schedule, kind)]);
  }

  private static Convolution convolution(Schedule schedule, int step) {
    return (Convolution) schedule.operations[step];
  }

  /** Puts another operation in a step's place. */
  private static <T extends Operation> void refusedWith(
      Class<T> kind, UnaryOperator<T> change, String reason) {
    Schedule schedule = good();
    int step = find(schedule, kind);
    schedule.operations[step] = change.apply(kind.cast(schedule.operations[step]));
    refused(schedule, reason);
  }

  private static Convolution with(Convolution c, Window window, int groups, Weights weights) {
    return new Convolution(
        c.name(), c.input(0), c.output(), window, groups, weights, c.bias, c.padValue, c.epilogue);
  }

  private static Convolution with(Convolution c, Epilogue e) {
    return new Convolution(
        c.name(), c.input(0), c.output(), c.window, c.groups, c.weights, c.bias, c.padValue, e);
  }

  @Test
  void theUnchangedScheduleIsValid() {
    ScheduleValidator.validate(good(), "model.octet");
  }

  private static void refusedBands(String reason, int... groups) {
    BandGroup[] bands = new BandGroup[groups.length / 3];
    for (int i = 0; i < bands.length; i++) {
      bands[i] = new BandGroup(groups[3 * i], groups[3 * i + 1], groups[3 * i + 2]);
    }
    refused(SampleSchedule.chain(SEED).withBands(bands), reason);
  }

  @Test
  void bandsAreChainsOfConvolutions() {
    Schedule chain = SampleSchedule.chain(SEED);
    ScheduleValidator.validate(chain.withBands(new BandGroup(0, 1, 1)), "model.octet");
    int block = find(chain, Elementwise.class) - 3;
    int height = chain.tensors[chain.operations[1].output()].height();
    refusedBands("the first step is " + chain.operations.length, chain.operations.length, 1, 1);
    refusedBands("the last step is 0", 0, 0, 1);
    refusedBands("the last step is", 0, chain.operations.length, 1);
    refusedBands("the rows of a band is 0", 0, 1, 0);
    refusedBands("the rows of a band is", 0, 1, height + 1);
    refusedBands("the first step is 1", 0, 1, 1, 1, 2, 1);
    refusedBands("the first step is 0", block, block + 2, 1, 0, 1, 1);
    refusedBands("other readers", block - 1, block, 1);
    refusedBands("is no convolution", block, block + 3, 1);
  }

  @Test
  void bandsDoNotCostMoreThanTheFileJustifies() {
    SampleSchedule sample = new SampleSchedule(SEED);
    int input = sample.tensor(ElementType.INT8, 3000, 1, 1);
    int a = sample.convolution(input, 1, Window.pointwise(), 1, ElementType.INT8, false);
    int b = sample.convolution(a, 1, Window.pointwise(), 1, ElementType.INT8, false);
    Schedule schedule = sample.build(input, sample.classifier(b));
    refused(schedule.withBands(new BandGroup(0, 1, 1)), "the number of parts is 6000");
    ScheduleValidator.validate(
        ArenaPlanner.plan(schedule.withBands(new BandGroup(0, 1, 4))), "model.octet");
    sample = new SampleSchedule(SEED);
    input = sample.tensor(ElementType.INT8, 400, 1, 100);
    a = sample.convolution(input, 100, Window.pointwise(), 1, ElementType.INT8, false);
    b = sample.convolution(a, 100, Window.pointwise(), 1, ElementType.INT8, false);
    schedule = sample.build(input, sample.classifier(b));
    refused(schedule.withBands(new BandGroup(0, 1, 1)), "the weights of all bands is 8000000");
  }

  @Test
  void bandsKeepTheirPlacesApart() {
    boolean met = false;
    for (long seed = SEED; seed < SEED + 20; seed++) {
      Schedule banded =
          ArenaPlanner.plan(SampleSchedule.chain(seed).withBands(new BandGroup(0, 1, 1)));
      ScheduleValidator.validate(banded, "model.octet");
      int inner = banded.operations[0].output();
      int output = banded.operations[1].output();
      if (banded.tensors[inner].type().wide() == banded.tensors[output].type().wide()) {
        banded.tensors[output] = banded.tensors[output].at(banded.tensors[inner].arenaOffset());
        // Either the arena is too small or large for that now, or both lie in one place.
        String refusal = refused(banded, "").what();
        met |= refusal.contains("while both are in use");
      }
      banded.tensors[inner] = banded.tensors[inner].at(1 << 20);
      refused(banded, "the tensor leaves its arena");
    }
    assertTrue(met);
  }

  @Test
  void multipliersAndShiftsAreInRange() {
    refusedAfter(s -> convolution(s, STEM).epilogue.rescale.shift[1] = 0, "shift is 0");
    refusedAfter(s -> convolution(s, STEM).epilogue.rescale.shift[1] = 63, "shift is 63");
    refusedAfter(
        s -> convolution(s, STEM).epilogue.rescale.multiplier[1] = 1 << 22, "multiplier is");
    refusedAfter(s -> convolution(s, STEM).epilogue.rescale.multiplier[1] = -1, "multiplier is -1");
    refusedAfter(s -> convolution(s, STEM).epilogue.hardSwish.output.shift[0] = -1, "shift is -1");
    refusedAfter(s -> first(s, AveragePool.class).byDivisor.shift[0] = 0, "shift is 0");
  }

  @Test
  void clampBoundsAndOffsetsAreInTheType() {
    refusedAfter(s -> convolution(s, POINTWISE).epilogue.low[0] = -129, "lower bound is -129");
    refusedAfter(s -> convolution(s, POINTWISE).epilogue.high[0] = 128, "upper bound is 128");
    refusedAfter(s -> convolution(s, POINTWISE).epilogue.high[0] = -129, "upper bound");
    refusedAfter(s -> convolution(s, POINTWISE).epilogue.offset[0] = 1 << 21, "output offset");
    refusedAfter(s -> first(s, Multiply.class).zeroPoint[0] = 1 << 20, "zero point");
  }

  @Test
  void accumulatorsCannotOverflow() {
    refusedAfter(s -> convolution(s, STEM).bias[0] = Integer.MAX_VALUE, "accumulator of channel 0");
    refusedAfter(s -> convolution(s, STEM).bias[0] = Integer.MIN_VALUE, "accumulator of channel 0");
    Schedule schedule = good();
    Convolution c = convolution(schedule, POINTWISE);
    long sum = 0;
    int each = c.weights.length() / c.bias.length;
    for (int i = 0; i < each; i++) {
      sum += Math.abs(c.weights.at(i));
    }
    int magnitude = -schedule.tensors[c.input(0)].type().min();
    c.bias[0] = Math.toIntExact((1L << 31) - 1 - sum * magnitude);
    ScheduleValidator.validate(schedule, "at the bound");
    if (schedule.tensors[c.input(0)].type() == ElementType.INT8) {
      c.bias[0]++;
      refused(schedule, "accumulator of channel 0");
    }
  }

  @Test
  void residualsAreRightAndCannotOverflow() {
    refusedAfter(s -> residual(s).multiplier[0] = -1, "negative");
    refusedAfter(s -> residual(s).multiplier[0] = 1L << 60, "64 bits");
    refusedAfter(s -> residual(s).multiplier[0] = Long.MAX_VALUE, "64 bits");
    refusedAfter(s -> residual(s).zeroPoint[0] = 40_000, "zero point");
    refusedWith(
        Elementwise.class,
        e ->
            new Elementwise(
                e.name(),
                e.input(0),
                e.output(),
                e.zeroPoint,
                new Epilogue(
                    e.epilogue.rescale,
                    null,
                    new Residual(0, e.epilogue.residual.zeroPoint, e.epilogue.residual.multiplier),
                    e.epilogue.offset,
                    e.epilogue.low,
                    e.epilogue.high)),
        "residual's shape");
  }

  private static Residual residual(Schedule schedule) {
    return first(schedule, Elementwise.class).epilogue.residual;
  }

  @Test
  void hardSwishHasItsPlaceAndRange() {
    UnaryOperator<Convolution> thirteen =
        c -> with(c, withHardSwish(c.epilogue, new HardSwish(13, c.epilogue.hardSwish.output)));
    refusedWith(Convolution.class, thirteen, "fraction bits is 13");
    refusedWith(
        Multiply.class,
        m ->
            new Multiply(
                m.name(),
                m.input(0),
                m.input(1),
                m.output(),
                m.zeroPoint,
                m.gateZeroPoint,
                withHardSwish(m.epilogue, new HardSwish(8, m.epilogue.rescale))),
        "hard-swish where none may be");
  }

  private static Epilogue withHardSwish(Epilogue e, HardSwish h) {
    return new Epilogue(e.rescale, h, e.residual, e.offset, e.low, e.high);
  }

  @Test
  void weightsAndGroupsFitTheShapes() {
    refusedAfter(
        s -> convolution(s, STEM).weights.data()[convolution(s, STEM).weights.offset()] = -128,
        "-128");
    refusedWith(
        Convolution.class,
        c -> with(c, c.window, 1, new Weights(new byte[7], 0, 7)),
        "7 weights instead of");
    refusedWith(Convolution.class, c -> with(c, c.window, 2, c.weights), "2 groups do not divide");
    refusedWith(Convolution.class, c -> with(c, c.window, 0, c.weights), "0 groups do not divide");
    refusedAfter(
        s -> Arrays.fill(convolution(s, STEM).padValue, (short) 128), "padding value is 128");
    refusedAfter(
        s -> Arrays.fill(first(s, Pad.class).value, (short) -129), "padding value is -129");
  }

  @Test
  void windowsFitTheShapes() {
    Window other = Window.square(3, 1, 0);
    refusedWith(Convolution.class, c -> with(c, other, c.groups, c.weights), "makes a map of");
    Window zero = new Window(3, 3, 0, 1, 0, 0, 0, 0, 1, 1);
    refusedWith(Convolution.class, c -> with(c, zero, c.groups, c.weights), "stride is 0");
    Window huge = new Window(3, 3, 1, 1, 1 << 30, 0, 1 << 30, 0, 1, 1);
    refusedWith(Convolution.class, c -> with(c, huge, c.groups, c.weights), "padding above is");
    refusedWith(
        MaxPool.class,
        m ->
            new MaxPool(m.name(), m.input(0), m.output(), new Window(2, 3, 1, 1, 2, 1, 0, 1, 1, 1)),
        "makes a map of");
    // Two rows that are 20 apart: the first window has one above the map and one below it.
    refusedWith(
        MaxPool.class,
        m ->
            new MaxPool(
                m.name(), m.input(0), m.output(), new Window(2, 3, 1, 1, 1, 1, 19, 1, 20, 1)),
        "wholly in the padding");
  }

  @Test
  void concatenatedChannelsAddUp() {
    refusedWith(
        Concat.class,
        c -> {
          int[] twice = {c.input(0), c.input(1), c.input(1)};
          return new Concat(
              c.name(),
              twice,
              c.output(),
              new int[][] {c.zeroPoint[0], c.zeroPoint[1], c.zeroPoint[1]},
              new Epilogue[] {c.epilogue[0], c.epilogue[1], c.epilogue[1]});
        },
        "sum of the inputs' channels");
  }

  @Test
  void scalesAndZeroPointsAreNumbers() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refusedAfter(s -> s.tensors[1] = tensor(s.tensors[1], "t1", scale, 0), "the scale is");
    }
    refusedAfter(s -> s.tensors[1] = tensor(s.tensors[1], "t1", 1, Double.NaN), "zero point is");
    refusedAfter(s -> s.tensors[1] = tensor(s.tensors[1], "t1", 1, 0.5), "fraction");
    refusedAfter(s -> s.tensors[1] = tensor(s.tensors[1], "t0", 1, 0), "occurs twice");
  }

  private static TensorSpec tensor(TensorSpec t, String name, double scale, double zeroPoint) {
    return new TensorSpec(
        name,
        t.type(),
        t.height(),
        t.width(),
        t.channels(),
        new double[] {scale},
        new double[] {zeroPoint},
        t.arenaOffset());
  }

  @Test
  void tensorsLieInTheArenaAndApart() {
    refusedAfter(s -> s.tensors[1] = s.tensors[1].at(-1), "leaves its arena");
    refusedAfter(s -> s.tensors[1] = s.tensors[1].at(Integer.MAX_VALUE), "leaves its arena");
    refusedAfter(s -> s.tensors[1] = s.tensors[1].at(1 << 20), "leaves its arena");
    Schedule schedule = good();
    int pooled = first(schedule, MaxPool.class).output();
    int input = first(schedule, MaxPool.class).input(0);
    schedule.tensors[pooled] = schedule.tensors[pooled].at(schedule.tensors[input].arenaOffset());
    refused(schedule, "while both are in use");
  }

  @Test
  void arenasAreNoLargerThanTheTensorsNeed() {
    Schedule good = good();
    refusedCopy(c -> c.arenas(good.arena8 + 65, good.arena16), "int8 arena");
    refusedCopy(c -> c.arenas(-1, good.arena16), "int8 arena");
  }

  @Test
  void tensorsAreWrittenOnceBeforeTheyAreRead() {
    refusedAfter(
        s -> {
          Operation first = s.operations[1];
          s.operations[1] = s.operations[2];
          s.operations[2] = first;
        },
        "read before it is written");
    refusedAfter(s -> s.operations[2] = s.operations[1], "written twice");
    Schedule good = good();
    refusedCopy(c -> c.ends(good.input, good.tensors.length), "a part's tensor is");
    refusedCopy(c -> c.ends(good.input, good.input), "no step reads the tensor");
  }

  @Test
  void labelsPreprocessingGoldenVectorsAndProvenanceFit() {
    refusedCopy(c -> c.labels("one"), "labels has 1 entries");
    Preprocessing p = good().preprocessing;
    for (double crop : new double[] {0, -1, 1.5, Double.NaN, 1e-9}) {
      refusedCopy(
          c -> c.preprocessing(new Preprocessing(p.resize, crop, p.mean, p.std, p.table)),
          "crop fraction");
    }
    refusedCopy(
        c -> c.preprocessing(new Preprocessing(p.resize, 1, p.mean, new double[3], p.table)),
        "deviation");
    refusedCopy(c -> c.preprocessing(p.withTable(new byte[255])), "the table has 255");
    GoldenVector g = good().golden[0];
    refusedAfter(x -> x.golden[0] = new GoldenVector(new byte[3], g.output), "an input has 3");
    refusedAfter(x -> x.golden[0] = new GoldenVector(g.input, new short[3]), "an output has 3");
    refusedCopy(c -> c.golden(), "their number is 0");
    refusedCopy(c -> c.provenance("no json"), "no JSON object");
  }
}
