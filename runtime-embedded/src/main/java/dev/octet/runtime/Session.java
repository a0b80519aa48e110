package dev.octet.runtime;

import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.preprocess.Preprocessor;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;

/**
 * Runs a model. Has its own activations; everything is allocated when it is made, nothing while it
 * infers. One thread at a time uses a session; several sessions run side by side. Close a session
 * that has more than one thread, to end the others.
 */
public final class Session implements AutoCloseable {
  /** The most threads of a session. */
  static final int MAX_THREADS = 64;

  /** Inferences after which the warm-up begins: a process that makes one has none. */
  private static final int FIRST = 2;

  private final OctetModel model;
  private final Schedule schedule;
  private final WarmUp warmUp;
  private final int[] steps;
  private final Memory memory;
  private final WorkerPool pool;
  private final TensorSpec input;
  private final TensorSpec output;

  /** Index in the answer of each head's first element. */
  private final int[] headFirst;

  private final Output[] outputs;
  private final Preprocessor preprocessor;
  private int inferences;
  private boolean closed;

  Session(OctetModel model, WarmUp warmUp, Program firstProgram, Program program, int threads) {
    this.model = model;
    this.schedule = model.schedule();
    this.warmUp = warmUp;
    this.steps = program.steps;
    this.memory = new Memory(schedule.arena8, schedule.arena16);
    this.input = model.input();
    this.output = model.output();
    this.headFirst = new int[schedule.heads.length];
    for (int i = 1; i < headFirst.length; i++) {
      headFirst[i] = headFirst[i - 1] + schedule.tensors[schedule.heads[i - 1]].elements();
    }
    this.outputs = new Output[schedule.outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new Output(this, schedule.outputs[i]);
    }
    this.preprocessor =
        schedule.preprocessing == null
            ? null
            : new Preprocessor(
                schedule.preprocessing, input.height(), input.width(), input.channels());
    int floats = 0;
    int ints = 0;
    for (int i = 0; i < program.kernels.length; i++) {
      Kernel a = firstProgram.kernels[i];
      Kernel b = program.kernels[i];
      floats = Math.max(floats, Math.max(a.scratchFloats(), b.scratchFloats()));
      ints = Math.max(ints, Math.max(a.scratchInts(), b.scratchInts()));
    }
    this.pool = new WorkerPool(threads, memory, floats, ints);
  }

  /** The model this session runs. */
  public OctetModel model() {
    return model;
  }

  /** Threads at work, the calling one included. */
  public int threads() {
    return pool.threads();
  }

  /**
   * Runs the model on an int8 tensor.
   *
   * @param elements the input tensor's elements, height x width x channels
   * @param offset first element in the array
   * @throws OctetException USAGE when the array is too short
   */
  public void run(byte[] elements, int offset) {
    run(elements, offset, null);
  }

  /**
   * Runs the model on an int8 tensor and tells a listener after each step.
   *
   * @param elements the input tensor's elements, height x width x channels
   * @param offset first element in the array
   * @param listener the listener, or null
   * @throws OctetException USAGE when the array is too short
   */
  public void run(byte[] elements, int offset, StepListener listener) {
    if (offset < 0 || offset > elements.length - input.elements()) {
      throw tooShort(elements.length - (long) offset);
    }
    System.arraycopy(elements, offset, memory.int8, input.arenaOffset(), input.elements());
    execute(listener);
  }

  /**
   * Runs the model on a tensor of real values, which become the nearest elements of the input
   * tensor (docs/arithmetic.md, equation 1); what is outside of its range saturates. This is the
   * way to run a model that was quantized with ready tensors. Allocates nothing.
   *
   * @param reals at least height x width x channels values, HWC, prepared as the calibration
   *     tensors were
   * @throws OctetException USAGE when the array is too short, INPUT when a value is NaN
   */
  public void run(float[] reals) {
    run(reals, null);
  }

  /**
   * Runs the model on a tensor of real values and tells a listener after each step.
   *
   * @param reals at least height x width x channels values, HWC, prepared as the calibration
   *     tensors were
   * @param listener the listener, or null
   * @throws OctetException USAGE when the array is too short, INPUT when a value is NaN
   */
  public void run(float[] reals, StepListener listener) {
    int count = input.elements();
    if (reals.length < count) {
      throw tooShort(reals.length);
    }
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(reals[i])) {
        throw new OctetException(
            Failure.INPUT, "value " + i + " of the input is not a number", "run", "give numbers");
      }
    }
    input.elements(reals, memory.int8, input.arenaOffset());
    execute(listener);
  }

  private OctetException tooShort(long count) {
    return new OctetException(
        Failure.USAGE,
        "an input of " + count + " elements",
        "run",
        "give all " + input.elements() + " elements of the input tensor");
  }

  /**
   * Runs the model on a picture. Allocates only when the picture's size is another than last time.
   *
   * @param pixels the picture, rows from the top
   * @param offset index of its first byte
   * @param format order of a pixel's bytes
   * @param width columns
   * @param height rows
   * @param stride bytes from the start of one row to the next
   * @throws OctetException USAGE when the array is too short or the model does not know how to
   *     prepare a picture, INPUT when the picture is too large
   */
  public void classify(
      byte[] pixels, int offset, PixelFormat format, int width, int height, int stride) {
    preprocessor()
        .run(pixels, offset, format, width, height, stride, memory.int8, input.arenaOffset());
    execute(null);
  }

  /**
   * Runs the model on a picture of ARGB ints, alpha not used. Allocates only when the picture's
   * size is another than last time.
   *
   * @param argb the picture, rows from the top
   * @param offset index of its first pixel
   * @param width columns
   * @param height rows
   * @param stride ints from the start of one row to the next
   * @throws OctetException as the other method does
   */
  public void classify(int[] argb, int offset, int width, int height, int stride) {
    preprocessor().run(argb, offset, width, height, stride, memory.int8, input.arenaOffset());
    execute(null);
  }

  private Preprocessor preprocessor() {
    if (preprocessor == null) {
      throw new OctetException(
          Failure.USAGE,
          "the model was quantized with ready tensors and does not know how to prepare a picture",
          model.name(),
          "give it an input tensor, or quantize it again with photos");
    }
    return preprocessor;
  }

  private void execute(StepListener listener) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    Kernel[] kernels = warmUp.kernels();
    for (int i = 0; i < kernels.length; i++) {
      pool.run(kernels[i]);
      if (listener != null) {
        listener.stepDone(steps[i], this);
      }
    }
    if (inferences < FIRST && ++inferences == FIRST) {
      warmUp.begin(threads() < Runtime.getRuntime().availableProcessors());
    }
  }

  /**
   * An element of a tensor. Only outputs keep their elements to the end of an inference; others are
   * read by a {@link StepListener}.
   *
   * @param tensor index of the tensor in the schedule
   * @param index index of the element, HWC
   */
  public int element(int tensor, int index) {
    TensorSpec spec = model.tensor(tensor);
    return spec.type() == ElementType.INT8
        ? memory.int8[spec.arenaOffset() + index]
        : memory.int16[spec.arenaOffset() + index];
  }

  /** The network's outputs, in the source file's order; they show the latest inference. */
  public Output[] outputs() {
    return outputs.clone();
  }

  /** The integer of a class's logit, or of an element of the answer ({@link Schedule#heads}). */
  public int rawLogit(int index) {
    int head = head(index);
    return element(schedule.heads[head], index - headFirst[head]);
  }

  /** The head that an element of the answer belongs to. */
  private int head(int index) {
    int head = headFirst.length - 1;
    while (head > 0 && index < headFirst[head]) {
      head--;
    }
    return head;
  }

  /** The real value of a class's logit, or of an element of the answer. */
  public double logit(int index) {
    int head = head(index);
    return real(schedule.heads[head], index - headFirst[head]);
  }

  /** The real value of an element of a tensor. */
  double real(int tensor, int index) {
    TensorSpec spec = model.tensor(tensor);
    return spec.real(element(tensor, index), index % spec.channels());
  }

  /**
   * The real values of all logits; of a network with several heads, of all of them.
   *
   * @param into one place for each class
   */
  public void logits(float[] into) {
    int next = 0;
    for (int head : schedule.heads) {
      int elements = model.tensor(head).elements();
      for (int i = 0; i < elements; i++) {
        into[next++] = (float) real(head, i);
      }
    }
  }

  /**
   * The softmax of the logits (docs/arithmetic.md, equation 14).
   *
   * @param into one place for each class
   */
  public void probabilities(float[] into) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < output.channels(); i++) {
      max = Math.max(max, logit(i));
    }
    double sum = 0;
    for (int i = 0; i < output.channels(); i++) {
      sum += StrictMath.exp(logit(i) - max);
    }
    for (int i = 0; i < output.channels(); i++) {
      into[i] = (float) (StrictMath.exp(logit(i) - max) / sum);
    }
  }

  /**
   * The classes with the largest logits, largest first; of equal ones the lower index is first.
   *
   * @param into as many classes as it has places
   * @return how many there are: the length of {@code into}, or all classes
   */
  public int top(int[] into) {
    int count = 0;
    for (int candidate = 0; candidate < output.channels(); candidate++) {
      double value = logit(candidate);
      int place = count;
      while (place > 0 && value > logit(into[place - 1])) {
        place--;
      }
      if (place < into.length) {
        int end = Math.min(count, into.length - 1);
        System.arraycopy(into, place, into, place + 1, end - place);
        into[place] = candidate;
        count = Math.min(count + 1, into.length);
      }
    }
    return count;
  }

  /** Ends the other threads. */
  @Override
  public void close() {
    closed = true;
    pool.close();
  }
}
