package dev.octet.runtime;

import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.reference.ReferenceKernels;

/**
 * Chooses the kernel set of a model, once, at load. The vector set is an artifact of its own for
 * newer JVMs, so it is looked up by name; where it is missing or does not start, the scalar set
 * does the work and the reason is kept.
 */
public final class KernelSets {
  /**
   * System property that names the set to use: {@code reference}, {@code scalar}, {@code vector}.
   */
  public static final String PROPERTY = "octet.kernels";

  private static final String VECTOR = "dev.octet.runtime.vector.VectorKernels";
  private static final String SCALAR = "dev.octet.runtime.kernel.scalar.ScalarKernels";

  private final KernelSet set;
  private final String reason;

  private KernelSets(KernelSet set, String reason) {
    this.set = set;
    this.reason = reason;
  }

  /** The chosen set. */
  public KernelSet set() {
    return set;
  }

  /** Why this set and no faster one, for {@code inspect}; empty when it is the fastest. */
  public String reason() {
    return reason;
  }

  /** A set that is not among the named ones, for tests and experiments. */
  public static KernelSets of(KernelSet set) {
    return new KernelSets(set, "given by the program");
  }

  /** The set that {@link #PROPERTY} names, else the fastest that this JVM can run. */
  public static KernelSets choose() {
    return choose(System.getProperty(PROPERTY));
  }

  /**
   * A set by name.
   *
   * @param name {@code reference}, {@code scalar} or {@code vector}; null for the fastest
   * @throws OctetException USAGE when there is no such set, or this JVM cannot run it
   */
  public static KernelSets choose(String name) {
    if (name == null) {
      return fastest();
    }
    if (name.equals("reference")) {
      return new KernelSets(new ReferenceKernels(), "asked for by name");
    }
    if (!name.equals("vector") && !name.equals("scalar")) {
      throw unavailable(name, "there is no such kernel set", null);
    }
    try {
      return new KernelSets(instance(name.equals("vector") ? VECTOR : SCALAR), "asked for by name");
    } catch (ReflectiveOperationException | LinkageError e) {
      throw unavailable(name, "this JVM cannot run it: " + explain(e), e);
    }
  }

  private static KernelSets fastest() {
    String reason;
    try {
      return new KernelSets(instance(VECTOR), "");
    } catch (ReflectiveOperationException | LinkageError e) {
      reason = "no vector kernels: " + explain(e);
    }
    try {
      return new KernelSets(instance(SCALAR), reason);
    } catch (ReflectiveOperationException | LinkageError e) {
      return new KernelSets(new ReferenceKernels(), reason + "; no scalar kernels: " + explain(e));
    }
  }

  private static KernelSet instance(String className) throws ReflectiveOperationException {
    return Class.forName(className).asSubclass(KernelSet.class).getConstructor().newInstance();
  }

  private static String explain(Throwable failure) {
    if (failure instanceof ClassNotFoundException) {
      return "they are not on the class path";
    }
    if (failure instanceof UnsupportedClassVersionError) {
      return "they need a newer JVM than " + System.getProperty("java.version");
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.toString();
  }

  private static OctetException unavailable(String name, String what, Throwable cause) {
    return new OctetException(
        Failure.USAGE,
        what,
        "kernel set '" + name + "'",
        "use reference, scalar or vector, or leave the choice to the runtime",
        cause);
  }
}
