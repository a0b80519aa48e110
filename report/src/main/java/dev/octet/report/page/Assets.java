package dev.octet.report.page;

import dev.octet.model.file.FileBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;

/** Files that become part of the page. */
final class Assets {
  private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private Assets() {}

  /** A file of this package. */
  static String read(String name) {
    return text(Assets.class.getResourceAsStream(name), name);
  }

  /** Chart.js, from its WebJar, as it may stand in a script element. */
  static String chartLibrary() {
    String path =
        "/META-INF/resources/webjars/chart.js/" + chartVersion() + "/dist/chart.umd.min.js";
    String script = text(Assets.class.getResourceAsStream(path), path);
    if (script.contains("</script")) {
      throw new IllegalStateException("the chart library would end its script element");
    }
    return script.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  /** The version of Chart.js. */
  static String chartVersion() {
    Properties properties = new Properties();
    try (InputStream in = Assets.class.getResourceAsStream(WEBJAR)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String text(InputStream stream, String name) {
    if (stream == null) {
      throw new IllegalStateException("no resource " + name);
    }
    try (InputStream in = stream) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source expression by which a content security policy allows an inline text. */
  static String hash(String text) {
    byte[] digest = FileBytes.newSha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
