package dev.octet.cli.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetModel;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java examples on the pages compile against the runtime, in the language of Java 8. */
class ExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

  @TempDir private Path folder;

  @Test
  void everyJavaExampleCompiles() throws IOException {
    int examples = 0;
    for (Path page : Pages.all()) {
      Matcher example = EXAMPLE.matcher(Files.readString(page));
      while (example.find()) {
        assertEquals("", compile(example.group(1)), page.toString());
        examples++;
      }
    }
    assertTrue(examples >= 2, "examples: " + examples);
  }

  /** What the compiler says, warnings of old language levels apart; nothing when it compiles. */
  private String compile(String source) throws IOException {
    Matcher name = CLASS.matcher(source);
    assertTrue(name.find(), source);
    Path file = Files.writeString(folder.resolve(name.group(1) + ".java"), source);
    URL runtime = OctetModel.class.getProtectionDomain().getCodeSource().getLocation();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "8",
            "-nowarn",
            "-Xlint:-options",
            "-proc:none",
            "-cp",
            runtime.getPath(),
            "-d",
            folder.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean compiled =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      return compiled ? "" : said.toString();
    }
  }
}
