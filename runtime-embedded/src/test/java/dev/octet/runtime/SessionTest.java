package dev.octet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  private static final int WIDTH = 20;
  private static final int HEIGHT = 14;

  @ParameterizedTest
  @ValueSource(strings = {"reference", "scalar"})
  void theFileOfVersionOneAnswersItsGoldenVectors(String kernels) {
    try (Session session = VersionOne.model(kernels).newSession()) {
      SelfCheck check = SelfCheck.run(session);
      assertTrue(check.passed(), check::difference);
      assertEquals(2, check.vectors());
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    OctetModel model = VersionOne.model(null);
    Random random = new Random(1);
    try (Session one = model.newSession();
        Session two = model.newSession(2);
        Session five = model.newSession(5)) {
      assertEquals(5, five.threads());
      for (int i = 0; i < 200; i++) {
        byte[] input = new byte[model.input().elements()];
        random.nextBytes(input);
        one.run(input, 0);
        two.run(input, 0);
        five.run(input, 0);
        for (int c = 0; c < model.classes(); c++) {
          assertEquals(one.rawLogit(c), two.rawLogit(c));
          assertEquals(one.rawLogit(c), five.rawLogit(c));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "scalar"})
  void nothingIsAllocatedWhileItInfers(String kernels) {
    OctetModel model = VersionOne.model(kernels);
    GoldenVector golden = model.schedule().golden[0];
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    int[] argb = new int[WIDTH * HEIGHT];
    float[] reals = new float[model.input().elements()];
    float[] scores = new float[model.classes()];
    int[] top = new int[3];
    List<Thread> others = workers();
    try (Session session = model.newSession(2)) {
      Output[] outputs = session.outputs();
      Runnable inference =
          () -> {
            session.run(golden.input, 0);
            session.run(reals);
            session.classify(rgb, 0, PixelFormat.RGB, WIDTH, HEIGHT, WIDTH * 3);
            session.classify(argb, 0, WIDTH, HEIGHT, WIDTH);
            session.probabilities(scores);
            session.logits(scores);
            session.top(top);
            outputs[0].values(scores);
            outputs[0].answers(scores);
          };
      com.sun.management.ThreadMXBean threads =
          (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      List<Thread> workers = workers();
      workers.removeAll(others);
      long own = Thread.currentThread().getId();
      long other = workers.get(0).getId();
      long allocated = -1;
      // What the JIT compiler has not optimized yet may allocate; after that, nothing does.
      for (int attempt = 0; attempt < 100 && allocated != 0; attempt++) {
        long before = threads.getThreadAllocatedBytes(other);
        before += threads.getThreadAllocatedBytes(own);
        for (int i = 0; i < 1000; i++) {
          inference.run();
        }
        allocated = threads.getThreadAllocatedBytes(own);
        allocated += threads.getThreadAllocatedBytes(other) - before;
      }
      assertEquals(0, allocated);
    }
  }

  @Test
  void realValuesBecomeTheNearestElements() {
    OctetModel model = VersionOne.model(null);
    TensorSpec input = model.input();
    Random random = new Random(4);
    byte[] elements = new byte[input.elements()];
    float[] reals = new float[elements.length + 1];
    for (int i = 0; i < elements.length; i++) {
      int c = i % input.channels();
      double level = 300 * random.nextDouble() - 150;
      reals[i] = (float) (input.scale(c) * (level - input.zeroPoint(c)));
      double exact = reals[i] / input.scale(c) + input.zeroPoint(c);
      elements[i] = (byte) Math.max(-128, Math.min(127, Math.floor(exact + 0.5)));
    }
    try (Session session = model.newSession()) {
      session.run(elements, 0);
      int[] expected = raw(session);
      session.run(new float[elements.length]);
      session.run(reals);
      assertArrayEquals(expected, raw(session));
    }
  }

  @Test
  void eightThreadsShareAModel() throws InterruptedException {
    OctetModel model = VersionOne.model(null);
    int inputs = 50;
    byte[][] data = new byte[inputs][model.input().elements()];
    int[][] expected = new int[inputs][model.classes()];
    Random random = new Random(2);
    try (Session session = model.newSession()) {
      for (int i = 0; i < inputs; i++) {
        random.nextBytes(data[i]);
        session.run(data[i], 0);
        for (int c = 0; c < model.classes(); c++) {
          expected[i][c] = session.rawLogit(c);
        }
      }
    }
    java.util.concurrent.atomic.AtomicInteger right =
        new java.util.concurrent.atomic.AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int first = t;
      Thread thread =
          new Thread(
              () -> {
                try (Session session = model.newSession()) {
                  for (int i = 0; i < 20 * inputs; i++) {
                    int input = (first + i) % inputs;
                    session.run(data[input], 0);
                    boolean same = true;
                    for (int c = 0; c < model.classes(); c++) {
                      same &= session.rawLogit(c) == expected[input][c];
                    }
                    right.addAndGet(same ? 1 : 0);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(8 * 20 * inputs, right.get());
  }

  @Test
  void aHundredThousandInferencesLeakNothing() {
    OctetModel model = VersionOne.model(null);
    GoldenVector golden = model.schedule().golden[0];
    List<Thread> before = workers();
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long own = Thread.currentThread().getId();
    for (int sessions = 0; sessions < 10; sessions++) {
      try (Session session = model.newSession()) {
        long allocated = threads.getThreadAllocatedBytes(own);
        for (int i = 0; i < 10_000; i++) {
          session.run(golden.input, 0);
        }
        allocated = threads.getThreadAllocatedBytes(own) - allocated;
        // Code that is not compiled yet may allocate a little.
        assertTrue(allocated < 1 << 20, () -> "allocated in 10,000 inferences");
      }
    }
    assertEquals(before, workers());
  }

  private static List<Thread> workers() {
    Thread[] all = new Thread[Thread.activeCount() + 10];
    int count = Thread.enumerate(all);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (all[i].getName().startsWith("octet-worker")) {
        workers.add(all[i]);
      }
    }
    return workers;
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    Session session = VersionOne.model(null).newSession(3);
    List<Thread> before = workers();
    assertTrue(before.size() >= 2, "workers: " + before);
    session.close();
    for (Thread thread : before) {
      thread.join(10_000);
    }
    assertTrue(before.stream().noneMatch(Thread::isAlive), "workers: " + before);
    assertThrows(IllegalStateException.class, () -> session.run(new byte[9 * 8 * 3], 0));
  }

  @Test
  void logitsProbabilitiesAndTopAgree() {
    OctetModel model = VersionOne.model("reference");
    int classes = model.classes();
    try (Session session = model.newSession()) {
      session.run(model.schedule().golden[1].input, 0);
      float[] logits = new float[classes];
      float[] probabilities = new float[classes];
      session.logits(logits);
      session.probabilities(probabilities);
      TensorSpec output = model.output();
      List<Integer> order = new ArrayList<>();
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        int raw = model.schedule().golden[1].output[c];
        assertEquals(output.scale(c) * (raw - output.zeroPoint(c)), session.logit(c));
        assertEquals((float) session.logit(c), logits[c]);
        sum += probabilities[c];
        order.add(c);
      }
      assertEquals(1, sum, 1e-6);
      order.sort(Collections.reverseOrder((a, b) -> Double.compare(logits[a], logits[b])));
      int[] top = new int[classes + 2];
      assertEquals(classes, session.top(top));
      assertEquals(order, Arrays.stream(top).limit(classes).boxed().toList());
      int[] best = new int[2];
      assertEquals(2, session.top(best));
      assertArrayEquals(Arrays.copyOf(top, 2), best);
      assertEquals(0, session.top(new int[0]));
    }
  }

  @Test
  void picturesGiveTheSameAnswerInEveryFormat() {
    OctetModel model = VersionOne.model(null);
    Random random = new Random(3);
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    random.nextBytes(rgb);
    int stride = WIDTH + 5;
    int[] argb = new int[stride * HEIGHT];
    byte[] bgra = new byte[stride * HEIGHT * 4 + 7];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int from = 3 * (y * WIDTH + x);
        int to = y * stride + x;
        argb[to] = (rgb[from] & 0xff) << 16 | (rgb[from + 1] & 0xff) << 8 | (rgb[from + 2] & 0xff);
        for (int c = 0; c < 3; c++) {
          bgra[7 + 4 * to + 2 - c] = rgb[from + c];
        }
      }
    }
    try (Session session = model.newSession()) {
      session.classify(rgb, 0, PixelFormat.RGB, WIDTH, HEIGHT, WIDTH * 3);
      int[] expected = raw(session);
      session.classify(argb, 0, WIDTH, HEIGHT, stride);
      assertArrayEquals(expected, raw(session));
      session.classify(bgra, 7, PixelFormat.BGRA, WIDTH, HEIGHT, stride * 4);
      assertArrayEquals(expected, raw(session));
    }
  }

  private static int[] raw(Session session) {
    int[] raw = new int[session.model().classes()];
    Arrays.setAll(raw, session::rawLogit);
    return raw;
  }

  @Test
  void listenersSeeEachStepsOutput() {
    OctetModel model = VersionOne.model(null);
    Schedule schedule = model.schedule();
    List<Integer> steps = new ArrayList<>();
    int[] last = new int[model.classes()];
    try (Session session = model.newSession()) {
      session.run(
          schedule.golden[0].input,
          0,
          (step, running) -> {
            steps.add(step);
            for (int c = 0; c < last.length; c++) {
              last[c] = running.element(schedule.operations[step].output(), c);
            }
          });
      assertEquals(schedule.operations.length, steps.size());
      assertArrayEquals(raw(session), last);
    }
  }

  @Test
  void wrongUseIsRefused() {
    OctetModel model = VersionOne.model(null);
    assertUsage(() -> model.newSession(0));
    assertUsage(() -> model.newSession(65));
    Schedule s = model.schedule();
    Schedule tensorsOnly = s.toBuilder().preprocessing(null).build();
    try (Session session = model.newSession();
        Session blind = OctetModel.of(tensorsOnly, model.kernelSets()).newSession()) {
      assertUsage(() -> session.run(new byte[3], 0));
      float[] values = new float[model.input().elements()];
      assertUsage(() -> session.run(Arrays.copyOf(values, values.length - 1)));
      values[values.length - 1] = Float.NaN;
      OctetException notFinite = assertThrows(OctetException.class, () -> session.run(values));
      assertEquals(Failure.INPUT, notFinite.failure());
      assertUsage(() -> session.run(s.golden[0].input, 1));
      assertUsage(() -> session.run(s.golden[0].input, -1));
      assertUsage(() -> session.classify(new byte[3], 0, PixelFormat.RGB, 2, 2, 6));
      assertUsage(() -> blind.classify(new int[4], 0, 2, 2, 2));
    }
  }

  private static void assertUsage(Runnable wrong) {
    OctetException e = assertThrows(OctetException.class, wrong::run);
    assertEquals(Failure.USAGE, e.failure());
  }

  @Test
  void kernelSetsAreChosenByName() {
    assertEquals("reference", KernelSets.choose("reference").set().name());
    assertEquals("scalar", KernelSets.choose("scalar").set().name());
    // The vector set is an artifact of its own, not on this class path.
    KernelSets fastest = KernelSets.choose(null);
    assertEquals("scalar", fastest.set().name());
    assertTrue(fastest.reason().contains("not on the class path"), fastest.reason());
    assertUsage(() -> KernelSets.choose("vector"));
    assertUsage(() -> KernelSets.choose("quantum"));
  }

  @Test
  void aModelDoesNotFollowTheArraysThatItHandsOut() {
    OctetModel model = VersionOne.model("scalar");
    Schedule schedule = model.schedule();
    TensorSpec input = model.input();
    TensorSpec output = model.output();
    try (Session session = model.newSession()) {
      session.run(schedule.golden[1].input, 0);
      int[] expected = raw(session);
      schedule.labels[2] = "another";
      schedule.tensors[schedule.output] = schedule.tensors[schedule.input];
      schedule.tensors[schedule.input] = output;
      assertEquals("class 2 \u00e9", model.label(2));
      assertEquals(input, model.input());
      assertEquals(output, model.output());
      session.run(schedule.golden[1].input, 0);
      assertArrayEquals(expected, raw(session));
    }
  }

  @Test
  void aModelDescribesItself() {
    OctetModel model = VersionOne.model(null);
    assertEquals("sample", model.name());
    assertEquals(9 * 8 * 3, model.input().elements());
    assertEquals(4, model.classes());
    assertEquals("class 2 \u00e9", model.label(2));
    assertEquals(model.schedule().arena8 + 2L * model.schedule().arena16, model.arenaBytes());
    assertTrue(model.weightBytes() > 0 && model.macs() > model.weightBytes(), "weights, macs");
  }
}
