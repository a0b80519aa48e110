package dev.octet.deploy.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of boards. */
class TargetTest {
  @Test
  void partsThatAreLeftOutComeFromElsewhere() {
    assertEquals(new Target("pi", "raspberrypi", 0), Target.parse("pi@raspberrypi"));
    assertEquals(new Target("pi", "10.0.0.7", 2222), Target.parse("pi@10.0.0.7:2222"));
    assertEquals(new Target(null, "kitchen", 0), Target.parse("kitchen"));
    assertEquals(new Target("pi", "fe80::1%eth0", 22), Target.parse("pi@[fe80::1%eth0]:22"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pi@raspberrypi", "pi@[fe80::1]:22", "kitchen:2222"})
  void isPrintedAsItIsRead(String text) {
    assertEquals(text, Target.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pi@",
        "@host",
        "pi@host:",
        "pi@host:0",
        "pi@host:65536",
        "pi@fe80::1",
        "a b@c",
        "-oProxyCommand=x",
        "pi@-host",
        "pi@host:22x"
      })
  void anythingElseIsWrongUsage(String text) {
    OctetException e = assertThrows(OctetException.class, () -> Target.parse(text));
    assertEquals(Failure.USAGE, e.failure());
  }
}
