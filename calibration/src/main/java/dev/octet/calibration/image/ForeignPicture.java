package dev.octet.calibration.image;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kinds of pictures that are not read, recognized by their first bytes so that a message can name
 * them.
 */
final class ForeignPicture {
  private static final Map<String, Pattern> KINDS =
      Map.of(
          "GIF", Pattern.compile("GIF8[79]a"),
          "TIFF", Pattern.compile("II\\x2A\\x00|MM\\x00\\x2A"),
          "HEIC or AVIF",
              Pattern.compile("....ftyp(avif|avis|hei[cmsx]|hev[cmsx]|mif1|msf1)", Pattern.DOTALL));

  private ForeignPicture() {}

  /** The kind of picture that begins so, if it is one of those known here. */
  static Optional<String> of(byte[] head) {
    String start = new String(head, StandardCharsets.ISO_8859_1);
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getValue().matcher(start).lookingAt())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
