package dev.octet.cli.build;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/** The classes of every module that is shipped, without tests; read once, for it takes seconds. */
final class ShippedClasses {
  private static final Set<String> NAMES = names();

  static final JavaClasses ALL =
      new ClassFileImporter().withImportOption(ShippedClasses::holds).importPackages("dev.octet");

  private ShippedClasses() {}

  /** The full name of the class in whose file a class stands. */
  static String topLevel(JavaClass type) {
    return beforeNested(type.getBaseComponentType().getName());
  }

  private static boolean holds(Location location) {
    String path = location.asURI().toString();
    int begin = path.lastIndexOf("/dev/octet/") + 1;
    int end = path.lastIndexOf(".class");
    return begin > 0
        && end > begin
        && NAMES.contains(beforeNested(path.substring(begin, end).replace('/', '.')));
  }

  private static String beforeNested(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static Set<String> names() {
    try {
      Set<String> names = new HashSet<>();
      for (SourceTree.Source source : SourceTree.all()) {
        if (!source.test() && !source.module().equals("bench")) {
          names.add(source.folder() + "." + source.name());
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
