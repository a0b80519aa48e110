package dev.octet.deploy.board;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** Small things about texts. */
public final class Text {
  private Text() {}

  /** Text from elsewhere without the characters that could steer a terminal. */
  public static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
