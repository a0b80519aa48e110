package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.Finding.Level;
import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.advice.JvmAdvice;
import dev.octet.deploy.board.Answer;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.runtime.OctetModel;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what a board says. */
class DoctorTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

  private static final String ZERO =
      """
      arch=armv6l
      kernel=Linux 6.1.21+
      bits=32
      board=Raspberry Pi Zero W Rev 1.1
      cores=1
      MemTotal=441000
      MemAvailable=300000
      SwapTotal=102396
      SwapFree=102396
      time=1800000000
      governor=ondemand
      throttled=throttled=0x0
      temperature=41160
      free=9000000
      java=/opt/jre/bin/java
      javaExit=0
      javaSays=java version "1.8.0_33"
      javaSays=Java(TM) SE Embedded Runtime Environment (build 1.8.0_33-b05, profile compact1, headless)
      javaSays=Java HotSpot(TM) Embedded Client VM (build 25.33-b05, mixed mode)
      current=
      """;

  private static List<Finding> look(String said, OctetModel model, long bytes) {
    return Doctor.findings(Facts.of(Answer.parse(said)), null, model, bytes, NOW);
  }

  private static Finding find(String said, String topic) {
    OctetModel model = DeployFixtures.load(DeployFixtures.model("one"));
    return look(said, model, 4 << 20).stream()
        .filter(finding -> finding.topic().equals(topic))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPiZeroWithCompact1IsWell() {
    Facts facts = Facts.of(Answer.parse(ZERO));
    assertEquals(8, facts.javaMajor());
    assertEquals("1.8.0_33", facts.javaVersion());
    assertEquals("compact1", facts.javaProfile());
    look(ZERO, null, 0).forEach(finding -> assertEquals(Level.OK, finding.level(), "" + finding));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JVM|java=/opt/jre/bin/java|java=|PROBLEM|there is no JVM|Zulu",
        "JVM|javaExit=0|javaExit=132|PROBLEM|does not start|ARMv7",
        "JVM|1.8.0_33\"|1.7.0_80\"|PROBLEM|is Java 1.7.0_80|install",
        "JVM|Embedded Client VM|OpenJDK Zero VM|ADVICE|only interprets|Zulu",
        "memory|MemAvailable=300000|MemAvailable=30000|ADVICE|29 MB of 430 MB|swap",
        "memory|MemAvailable=300000|MemAvailable=100|ADVICE|the model needs about|swap",
        "swap|SwapTotal=102396|SwapTotal=0|ADVICE|none|zram",
        "disk|free=9000000|free=900|PROBLEM|0 MB free|--dir",
        "throttling|0x0|0x50005|ADVICE|under-voltage now, throttling now|power supply",
        "throttling|0x0|0x80008|ADVICE|temperature limit now|cool",
        "throttling|0x0|0x40000|ADVICE|throttling since|cool",
        "throttling|temperature=41160|temperature=83000|ADVICE|83 degrees|cool",
        "governor|ondemand|powersave|ADVICE|powersave|scaling_governor",
        "clock|time=1800000000|time=3600|ADVICE|1970-01-01|ntp"
      })
  void whatIsWrongIsSaidWithARemedy(
      String topic, String from, String to, Level level, String what, String remedy) {
    assertTrue(ZERO.contains(from), from);
    Finding finding = find(ZERO.replace(from, to), topic);
    assertEquals(level, finding.level(), finding.toString());
    assertTrue(finding.what().contains(what), finding.toString());
    assertTrue(finding.remedy().contains(remedy), finding.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "aarch64,64,17.0.9,yes,OK,vector,''",
    "x86_64,64,25,yes,OK,vector,''",
    "aarch64,64,17.0.9,no,ADVICE,lacks the module,openjdk-17-jre-headless",
    "aarch64,64,16.0.2,yes,ADVICE,Java 16,17 or newer",
    "aarch64,64,1.8.0_33,no,ADVICE,Java 8,17 or newer",
    "aarch64,32,17.0.9,no,OK,scalar,''",
    "armv7l,32,17.0.9,yes,OK,scalar,''"
  })
  void whatRunsTheModelIsSaid(
      String arch,
      String bits,
      String java,
      String module,
      Level level,
      String found,
      String remedy) {
    String said =
        ZERO.replace("armv6l", arch).replace("bits=32", "bits=" + bits).replace("1.8.0_33", java)
            + "vector="
            + module
            + "\n";
    Finding finding = find(said, "kernels");
    assertEquals(level, finding.level(), finding.toString());
    assertTrue(finding.what().contains(found), finding.toString());
    assertTrue(finding.remedy().contains(remedy), finding.toString());
    assertEquals(found.equals("vector"), Facts.of(Answer.parse(said)).usesVectors());
  }

  @Test
  void loopsThatAreUnrolledFurtherAreNamed() {
    String said = ZERO.replace("armv6l", "aarch64").replace("bits=32", "bits=64") + "unrolls=yes\n";
    String found = find(said, "kernels").what();
    assertTrue(found.contains("-XX:LoopUnrollLimit=500"), found);
    assertTrue(Facts.of(Answer.parse(said)).unrolls());
  }

  @ParameterizedTest
  @CsvSource({
    "armv6l,32,Zulu",
    "armv7l,32,OpenJDK 17 for armhf",
    "aarch64,32,OpenJDK 17 for armhf",
    "aarch64,64,OpenJDK 17 or newer for arm64",
    "riscv64,64,any Java 8 or newer"
  })
  void everyBoardHasItsJvm(String arch, String bits, String jvm) {
    Facts facts =
        Facts.of(Answer.parse(ZERO.replace("armv6l", arch).replace("bits=32", "bits=" + bits)));
    assertTrue(JvmAdvice.of(facts).jvm().contains(jvm), JvmAdvice.of(facts).toString());
  }

  @Test
  void aHostileBoardSteersNoTerminal() {
    Facts facts = Facts.of(Answer.parse(ZERO.replace("armv6l", "arm\u001b[2J")));
    assertEquals("arm?[2J", facts.arch());
  }
}
