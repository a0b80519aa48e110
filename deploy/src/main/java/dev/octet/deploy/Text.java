package dev.octet.deploy;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** Small things about texts. */
final class Text {
  private Text() {}

  /** Text from elsewhere without the characters that could steer a terminal. */
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
