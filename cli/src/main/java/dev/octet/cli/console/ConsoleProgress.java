package dev.octet.cli.console;

import dev.octet.calibration.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress on standard error: a bar with the time left on a terminal; elsewhere a line for each
 * finished step, and one every half minute while a step goes on.
 */
final class ConsoleProgress implements Progress {
  private static final int WIDTH = 79;
  private static final int UPDATE_MILLIS = 200;
  private static final long LINE_NANOS = 30_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private String step;
  private long total;
  private long done;
  private long began;
  private long lastLine;
  private ProgressBar bar;

  ConsoleProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  boolean onTerminal() {
    return terminal;
  }

  @Override
  public synchronized void start(String newStep, long newTotal) {
    end();
    step = newStep;
    total = newTotal;
    done = 0;
    began = System.nanoTime();
    lastLine = began;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(newStep)
              .setInitialMax(newTotal)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
              .build();
    }
  }

  @Override
  public synchronized void advance(long units) {
    done += units;
    if (bar != null) {
      bar.stepBy(units);
    }
    if (done == total) {
      end();
    } else if (!terminal && System.nanoTime() - lastLine >= LINE_NANOS) {
      lastLine = System.nanoTime();
      err.println(line(step, done, total, (lastLine - began) / 1e9));
      err.flush();
    }
  }

  /** Such as {@code comparing: 1,200 of 50,000, about 12 min left}. */
  static String line(String step, long done, long total, double seconds) {
    if (total <= 0 || done <= 0) {
      return String.format(Locale.ROOT, "%s: %,d", step, done);
    }
    long left = Math.round(seconds / done * (total - done));
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d, about %s left",
        step,
        done,
        total,
        left < 120 ? left + " s" : (left + 30) / 60 + " min");
  }

  @Override
  public synchronized void message(String text) {
    if (bar != null) {
      erase();
    }
    err.println(text);
    err.flush();
  }

  /** Ends the step that goes on, if any. */
  synchronized void end() {
    if (step == null) {
      return;
    }
    if (bar != null) {
      bar.close();
      bar = null;
      erase();
    }
    err.printf(Locale.ROOT, "%s: %d in %.1f s%n", step, done, (System.nanoTime() - began) / 1e9);
    err.flush();
    step = null;
  }

  // Not synchronized: the bar's own thread calls it, and closing the bar waits for that thread.
  private void draw(String line) {
    err.print("\r" + line);
    err.flush();
  }

  private void erase() {
    err.print("\r" + " ".repeat(WIDTH) + "\r");
  }
}
