package dev.octet.report.compare;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.InputPass;
import dev.octet.calibration.input.SkippedInput;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.report.input.InputElements;
import dev.octet.report.input.ModelInput;
import dev.octet.report.layer.LayerComparer;
import dev.octet.report.layer.Signal;
import dev.octet.report.statistics.ImageFidelity;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs a float model and what was made of it side by side. */
public final class Comparer {
  private final FloatExecutor executor;
  private final List<Candidate> candidates;
  private final Parallel parallel;

  /**
   * Prepares a float model and one int8 model.
   *
   * @param threads at least 1; the figures do not depend on it
   * @throws OctetException (UNSUPPORTED) if their inputs or outputs differ in shape
   */
  public Comparer(FloatGraph graph, OctetModel model, int threads) {
    this(graph, List.of(new Candidate.Int8(model.name(), model)), threads);
  }

  /**
   * Prepares a float model and what it is compared with.
   *
   * @param candidates at least one; int8 models prepare pictures in the same way
   * @param threads at least 1; the figures do not depend on it
   * @throws OctetException (UNSUPPORTED) if inputs or outputs differ in shape
   */
  public Comparer(FloatGraph graph, List<? extends Candidate> candidates, int threads) {
    for (Candidate candidate : candidates) {
      if (candidate instanceof Candidate.Int8 int8) {
        check(graph, int8.model());
      }
    }
    this.executor = new FloatExecutor(graph);
    this.candidates = List.copyOf(candidates);
    this.parallel = new Parallel(threads);
  }

  private static void check(FloatGraph graph, OctetModel model) {
    TensorSpec input = model.input();
    String floating =
        graph.inputShape()
            + " -> "
            + String.join(
                ", ", graph.heads().stream().map(graph::shape).map(Comparer::text).toList());
    String int8 =
        input.height()
            + "x"
            + input.width()
            + "x"
            + input.channels()
            + " -> "
            + Arrays.stream(model.schedule().heads)
                .mapToObj(head -> model.schedule().tensors[head])
                .map(t -> text(new Shape(t.height(), t.width(), t.channels())))
                .collect(Collectors.joining(", "));
    if (!floating.equals(int8)) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "the float model is " + floating + ", the int8 model " + int8,
          model.name(),
          "give the float model that the int8 model was made of");
    }
  }

  private static String text(Shape shape) {
    return shape.pixels() == 1 ? Integer.toString(shape.channels()) : shape.toString();
  }

  private record Result(float[] reference, float[][] answers) {}

  /** What one thread needs. */
  private final class Worker {
    private final FloatSession floatSession = executor.newSession();
    private final List<Session> sessions = new ArrayList<>();
    private final List<InputElements> elements = new ArrayList<>();

    Worker() {
      for (Candidate candidate : candidates) {
        OctetModel model = candidate instanceof Candidate.Int8 int8 ? int8.model() : null;
        sessions.add(model == null ? null : model.newSession());
        elements.add(model == null ? null : new InputElements(model.schedule()));
      }
    }

    Result answer(ModelInput.Raw raw) {
      float[][] answers = new float[candidates.size()][];
      float[] reference = floatSession.run(raw.values());
      for (int c = 0; c < answers.length; c++) {
        if (sessions.get(c) != null) {
          sessions.get(c).run(raw.input(elements.get(c)).elements(), 0);
          answers[c] = new float[reference.length];
          sessions.get(c).logits(answers[c]);
        }
      }
      return new Result(reference, answers);
    }
  }

  /**
   * Compares on all inputs of a source.
   *
   * @param layerImages on how many of them every layer is compared, too
   * @return the figures of the first candidate
   * @throws OctetException (INPUT) if there is no input, or too many cannot be read
   */
  public Comparison compare(
      TensorSource source, int layerImages, LogitsListener listener, Progress progress) {
    return compareAll(source, CompareOptions.of(layerImages, 0), listener, progress).get(0);
  }

  /**
   * Compares on all inputs of a source.
   *
   * @param listener notified of the inputs that a checkpoint does not have
   * @return the figures of each candidate
   * @throws OctetException (INPUT) if there is no input, too many cannot be read, or another tool's
   *     logits are not of this data
   */
  public List<Comparison> compareAll(
      TensorSource source, CompareOptions options, LogitsListener listener, Progress progress) {
    Answers answers = new Answers(candidates.size(), executor.graph().outputs().size());
    if (options.resume()) {
      answers = options.checkpoint().flatMap(Checkpoint::load).orElse(answers);
    }
    if (answers.seen() > 0) {
      progress.message("going on after " + answers.seen() + " of " + source.size() + " inputs");
      listener.resumed(answers.readable());
    }
    answer(source, answers, options, listener, progress);
    int[] readable = answers.readableIndices();
    List<Comparison> comparisons = new ArrayList<>();
    for (int c = 0; c < candidates.size(); c++) {
      LayerComparer.Result layers =
          candidates.get(c) instanceof Candidate.Int8 int8
              ? new LayerComparer(executor, int8.model(), parallel)
                  .compare(
                      source, readable, options.layerImages(), options.answerImages(), progress)
              : LayerComparer.Result.NONE;
      comparisons.add(
          new Comparison(
              candidates.get(c),
              answers.fidelity(c),
              outputs(answers.outputs(c)),
              answers.of(c),
              layers.layers(),
              layers.images(),
              layers.answerImages(),
              answers.skipped().stream().map(SkippedInput::text).toList()));
    }
    return comparisons;
  }

  private void answer(
      TensorSource source,
      Answers answers,
      CompareOptions options,
      LogitsListener listener,
      Progress progress) {
    int begin = answers.seen();
    try (OtherLogits others =
        OtherLogits.open(candidates, source.size(), executor.graph().answerElements())) {
      others.skip(begin, answers.readable());
      InputPass.over(source, parallel)
          .resumed(begin, answers.skipped())
          .showing("comparing", progress)
          .run(
              index -> ModelInput.raw(source, index),
              Worker::new,
              (worker, index, raw) -> worker.answer(raw),
              new InputPass.Results<Result>() {
                @Override
                public void accept(int index, Result result) {
                  others.fill(result.answers);
                  for (int c = 0; c < result.answers.length; c++) {
                    answers
                        .of(c)
                        .add(
                            new ImageResult(
                                index,
                                fidelity(
                                    result.reference,
                                    result.answers[c],
                                    source.label(index),
                                    answers.outputs(c))));
                  }
                  listener.accept(index, result.reference, result.answers);
                  keep(answers, options);
                }

                @Override
                public void skip(SkippedInput input) {
                  others.unreadable();
                  answers.skipped().add(input);
                  keep(answers, options);
                }
              });
      others.end();
    }
  }

  private List<OutputFidelity> outputs(List<Signal> signals) {
    List<GraphOutput> outputs = executor.graph().outputs();
    return IntStream.range(0, outputs.size())
        .mapToObj(i -> new OutputFidelity(outputs.get(i), signals.get(i)))
        .toList();
  }

  /** Adds an input to the outputs' sums and says how close it came. */
  private ImageFidelity fidelity(
      float[] reference, float[] answer, int label, List<Signal> outputs) {
    FloatGraph graph = executor.graph();
    Signal worst = new Signal();
    for (int i = 0; i < outputs.size(); i++) {
      Signal signal = new Signal();
      signal.addAll(graph.output(i, reference), graph.output(i, answer));
      outputs.get(i).add(signal);
      worst = i == 0 || signal.relativeNoise() > worst.relativeNoise() ? signal : worst;
    }
    return graph.givesOneRow()
        ? ImageFidelity.of(reference, answer, label)
        : ImageFidelity.ofOutput(worst.power(), worst.noise());
  }

  private static void keep(Answers answers, CompareOptions options) {
    options.checkpoint().filter(Checkpoint::due).ifPresent(checkpoint -> checkpoint.save(answers));
  }
}
