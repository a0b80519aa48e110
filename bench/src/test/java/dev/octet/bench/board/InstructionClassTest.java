package dev.octet.bench.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionClassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sdot|v0.4s, v1.16b, v2.16b|DOT",
        "smmla|v0.4s, v1.16b, v2.16b|MATRIX",
        "smlal2|v0.4s, v1.8h, v2.8h|WIDE_VECTOR",
        "smull|v0.8h, v1.8b, v2.8b|WIDE_VECTOR",
        "sadalp|v0.4s, v1.8h|PAIRWISE",
        "mla|v0.4s, v1.4s, v2.4s|INT_VECTOR",
        "fmla|v0.4s, v1.4s, v2.s[1]|FLOAT_VECTOR",
        "fmadd|s0, s1, s2, s3|FLOAT",
        "madd|x0, x1, x2, x3|LONG",
        "smulh|x0, x1, x2|LONG",
        "smaddl|x0, w1, w2, x3|INT",
        "mul|w0, w1, w2|INT",
        "ldp|q0, q1, [x0]|VECTOR_LOAD",
        "ld1|{ v0.16b }, [x0]|VECTOR_LOAD",
        "str|q0, [x1, #16]|VECTOR_STORE",
        "ldrsb|w0, [x1, #16]|LOAD",
        "ldr|s0, [x1]|LOAD",
        "strb|w0, [x1]|STORE",
        "b.lt|#-288|BRANCH",
        "cbnz|x0, #8|BRANCH",
        "bl|#400|BRANCH",
        "bic|w0, w1, w2|OTHER",
        "scvtf|s0, w1|OTHER_VECTOR",
        "add|v0.4s, v1.4s, v2.4s|OTHER_VECTOR",
        "add|x0, x1, x2|OTHER"
      })
  void classOf(String mnemonic, String operands, InstructionClass expected) {
    assertEquals(expected, InstructionClass.of(mnemonic + "\t" + operands));
  }

  @ParameterizedTest
  @CsvSource({"nop,OTHER", "ret,BRANCH"})
  void withoutOperands(String text, InstructionClass expected) {
    assertEquals(expected, InstructionClass.of(text));
  }
}
