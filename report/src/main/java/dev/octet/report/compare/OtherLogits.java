package dev.octet.report.compare;

import dev.octet.calibration.npy.NpzRows;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.List;

/** The rows of other tools' logits that go with the inputs, in order. */
final class OtherLogits implements AutoCloseable {
  private final NpzRows[] rows;
  private final int inputs;

  private OtherLogits(NpzRows[] rows, int inputs) {
    this.rows = rows;
    this.inputs = inputs;
  }

  static OtherLogits open(List<Candidate> candidates, int inputs, int classes) {
    OtherLogits others = new OtherLogits(new NpzRows[candidates.size()], inputs);
    for (int c = 0; c < candidates.size(); c++) {
      if (candidates.get(c) instanceof Candidate.Logits logits) {
        NpzRows rows =
            NpzRows.open(logits.file(), List.of("int8", "logits"), List.of("float", "labels"));
        others.rows[c] = rows;
        if (rows.columns() != classes || rows.rows() > inputs) {
          others.close();
          throw new OctetException(
              Failure.INPUT,
              "logits of shape ["
                  + rows.rows()
                  + ", "
                  + rows.columns()
                  + "], but the data has "
                  + inputs
                  + " inputs and the float model "
                  + classes
                  + " classes",
              logits.file().toString(),
              "dump the logits of the same data in the same order");
        }
      }
    }
    return others;
  }

  void skip(int seen, int readable) {
    for (NpzRows matrix : rows) {
      int count = matrix == null ? 0 : everyInput(matrix) ? seen : readable;
      for (int i = 0; i < count; i++) {
        matrix.next();
      }
    }
  }

  /** Octet's own dumps have no row for an input that cannot be read. */
  private boolean everyInput(NpzRows matrix) {
    return matrix.rows() == inputs;
  }

  void unreadable() {
    for (NpzRows matrix : rows) {
      if (matrix != null && everyInput(matrix)) {
        matrix.next();
      }
    }
  }

  void fill(float[][] answers) {
    for (int c = 0; c < rows.length; c++) {
      if (rows[c] != null) {
        answers[c] = rows[c].next();
      }
    }
  }

  void end() {
    for (NpzRows matrix : rows) {
      if (matrix != null) {
        matrix.end();
      }
    }
  }

  @Override
  public void close() {
    for (NpzRows matrix : rows) {
      if (matrix != null) {
        matrix.close();
      }
    }
  }
}
