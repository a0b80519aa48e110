package dev.octet.deploy;

import dev.octet.deploy.Fleet.Outcome;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.ssh.Target;
import dev.octet.runtime.OctetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Does something on a few boards first, and on the others only if the few stay well.
 *
 * @param boards how many come first
 * @param pause how long they are left to themselves before they are looked at
 */
public record Canary(int boards, Duration pause) {
  /** What is done to the first boards. */
  public interface Watch<T> {
    /** Remembers how a board is before anything happens to it. */
    void before(Target target);

    /**
     * Looks at a board again.
     *
     * @throws OctetException when it is not as it should be
     */
    void check(Target target, T done);

    /** Takes back what was done to a board. */
    void back(Target target, T done);
  }

  /**
   * Runs a task on all boards, or on the first ones only.
   *
   * @return the outcomes in the order of the boards; boards that went back or were not touched have
   *     a failure that says so
   */
  public <T> List<Outcome<T>> run(List<Target> targets, Function<Target, T> task, Watch<T> watch) {
    List<Target> first = targets.subList(0, Math.min(boards, targets.size()));
    List<Outcome<T>> outcomes =
        Fleet.run(
            first,
            target -> {
              watch.before(target);
              return task.apply(target);
            });
    if (outcomes.stream().allMatch(Outcome::ok)) {
      await();
      outcomes = checked(outcomes, watch);
    } else {
      outcomes = back(outcomes, outcomes, watch);
    }
    boolean well = outcomes.stream().allMatch(Outcome::ok);
    List<Target> rest = targets.subList(first.size(), targets.size());
    List<Outcome<T>> all = new ArrayList<>(outcomes);
    if (well) {
      all.addAll(Fleet.run(rest, task));
    } else {
      for (Target target : rest) {
        OctetException untouched =
            BoardFailures.board(
                target.toString(),
                "was not touched, for the first boards did not stay well",
                "see what they say, and deploy again");
        all.add(new Outcome<>(target, null, untouched, 0));
      }
    }
    return all;
  }

  /** All of the first boards go back as soon as one of them is not well. */
  private static <T> List<Outcome<T>> checked(List<Outcome<T>> done, Watch<T> watch) {
    List<Target> targets = done.stream().map(Outcome::target).toList();
    List<Outcome<T>> looked =
        Fleet.run(
            targets,
            target -> {
              T value = done.get(targets.indexOf(target)).value();
              watch.check(target, value);
              return value;
            });
    return looked.stream().allMatch(Outcome::ok) ? done : back(done, looked, watch);
  }

  private static <T> List<Outcome<T>> back(
      List<Outcome<T>> done, List<Outcome<T>> looked, Watch<T> watch) {
    List<Outcome<T>> outcomes = new ArrayList<>();
    for (int i = 0; i < done.size(); i++) {
      Outcome<T> outcome = done.get(i);
      if (!outcome.ok()) {
        // A deployment that fails leaves what ran before.
        outcomes.add(outcome);
        continue;
      }
      OctetException reason = looked.get(i).failure();
      try {
        watch.back(outcome.target(), outcome.value());
        if (reason == null) {
          reason =
              BoardFailures.board(
                  outcome.target().toString(),
                  "went back to what ran before, for another of the first boards is not well",
                  "see what that one says, and deploy again");
        }
      } catch (OctetException e) {
        reason = e;
      }
      outcomes.add(new Outcome<>(outcome.target(), null, reason, outcome.seconds()));
    }
    return outcomes;
  }

  private void await() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
