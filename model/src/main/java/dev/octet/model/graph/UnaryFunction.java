package dev.octet.model.graph;

/**
 * A function of one value that no clamp expresses, and how it is computed: in double with {@link
 * StrictMath}, so that the float network and the tables made of it (docs/arithmetic.md, equation
 * 39) are the same on every machine.
 */
public enum UnaryFunction {
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID(0, 1) {
    @Override
    public double apply(double x, double parameter) {
      return sigmoid(x);
    }
  },
  /** Hyperbolic tangent. */
  TANH(-1, 1) {
    @Override
    public double apply(double x, double parameter) {
      return StrictMath.tanh(x);
    }
  },
  /** {@code x * sigmoid(parameter * x)}: 1 in SiLU and Swish, 1.702 in the quick GELU. */
  SILU(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return x * sigmoid(parameter * x);
    }

    @Override
    public double low(double parameter) {
      return -0.27846454276107 / parameter;
    }
  },
  /** {@code x * Phi(x)} with the error function. */
  GELU(-0.16997121, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return 0.5 * x * (1 + erf(x * Math.sqrt(0.5)));
    }
  },
  /** GELU by its approximation with tanh. */
  GELU_TANH(-0.17004075, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
  },
  /** {@code x} where it is at least 0, else {@code parameter * (exp(x) - 1)}. */
  ELU(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return x >= 0 ? x : parameter * StrictMath.expm1(x);
    }

    @Override
    public double low(double parameter) {
      return Math.min(-parameter, 0);
    }
  },
  /** {@code x * tanh(softplus(x))}. */
  MISH(-0.30884017, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return x * StrictMath.tanh(softplus(x));
    }
  },
  /** {@code log(1 + exp(x))}. */
  SOFTPLUS(0, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return softplus(x);
    }
  },
  /** {@code x / (1 + |x|)}. */
  SOFTSIGN(-1, 1) {
    @Override
    public double apply(double x, double parameter) {
      return x / (1 + Math.abs(x));
    }
  },
  /** {@code exp(x)}. */
  EXP(0, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return StrictMath.exp(x);
    }
  },
  /** Natural logarithm; of what is not above 0, that of the smallest normal float. */
  LOG(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return StrictMath.log(Math.max(x, Float.MIN_NORMAL));
    }
  },
  /** Error function. */
  ERF(-1, 1) {
    @Override
    public double apply(double x, double parameter) {
      return erf(x);
    }
  },
  /** {@code x} to the power of the parameter. */
  POWER(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return StrictMath.pow(x, parameter);
    }
  },
  /** Square root; 0 below 0. */
  SQRT(0, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return Math.sqrt(Math.max(x, 0));
    }
  },
  /** {@code x * x}. */
  SQUARE(0, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return x * x;
    }
  },
  /** Magnitude. */
  ABS(0, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return Math.abs(x);
    }
  },
  /** {@code 1 / x}. */
  RECIPROCAL(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) {
    @Override
    public double apply(double x, double parameter) {
      return 1 / x;
    }
  };

  private final double low;
  private final double high;

  UnaryFunction(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /**
   * The function's value.
   *
   * @param x the argument
   * @param parameter alpha of ELU, beta of SiLU, the exponent of POWER; ignored by the others
   */
  public abstract double apply(double x, double parameter);

  /** A lower bound of its values, perhaps -infinity. */
  public double low(double parameter) {
    return low;
  }

  /** An upper bound of its values, perhaps infinity. */
  public double high() {
    return high;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** Error function to 1e-13: its series up to 3, a continued fraction beyond. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a > 6) {
      return Math.signum(x);
    }
    if (a <= 3) {
      double term = x;
      double sum = x;
      for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = 0;
    for (int n = 40; n >= 1; n--) {
      fraction = n / 2.0 / (a + fraction);
    }
    double tail = StrictMath.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction);
    return Math.signum(x) * (1 - tail);
  }
}
