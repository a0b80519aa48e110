package dev.octet.cli.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which module may use which: each one those before it in the list, never one after it. {@link
 * RoomsTest} holds the order of the packages inside them.
 */
class ModulesTest {
  /** Packages under {@code dev.octet}, each allowed to use those before it. */
  private static final List<String> ORDER =
      List.of(
          "runtime",
          "runtime.vector",
          "runtime.imageio",
          "model",
          "calibration",
          "quantizer",
          "report",
          "deploy",
          "cli");

  private static final JavaClasses CLASSES = ShippedClasses.ALL;

  @Test
  void everyModuleIsSeenAndHasItsPlace() {
    Set<String> found =
        CLASSES.stream().map(ModulesTest::module).collect(Collectors.toCollection(TreeSet::new));
    assertTrue(new TreeSet<>(ORDER).equals(found), "modules with classes: " + found);
  }

  @Test
  void nothingPointsBackwards() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      List<String> later = ORDER.subList(i + 1, ORDER.size());
      noClasses()
          .that(module(ORDER.get(i)))
          .should()
          .dependOnClassesThat(describe("of a later module", t -> later.contains(module(t))))
          .check(CLASSES);
    }
  }

  @Test
  void theRuntimeNeedsNothingButJava() {
    classes()
        .that(module("runtime"))
        .should()
        .onlyDependOnClassesThat(module("runtime").or(resideInAPackage("java..")))
        .check(CLASSES);
  }

  @Test
  void theKernelsOfTheVectorApiNeedTheRuntimeAndAreFoundByName() {
    needsTheRuntimeAnd("runtime.vector", "jdk.incubator.vector..", "com.sun.management..");
    noClasses()
        .that(not(module("runtime.vector")))
        .should()
        .dependOnClassesThat(module("runtime.vector"))
        .check(CLASSES);
  }

  @Test
  void thePicturesOfBoardsNeedTheRuntimeAndImageIo() {
    needsTheRuntimeAnd("runtime.imageio", "javax.imageio..");
  }

  private static void needsTheRuntimeAnd(String name, String... packages) {
    classes()
        .that(module(name))
        .should()
        .onlyDependOnClassesThat(
            module("runtime")
                .or(module(name))
                .or(resideInAnyPackage("java.."))
                .or(resideInAnyPackage(packages)))
        .check(CLASSES);
  }

  @Test
  void deploymentNeedsOnlyTheRuntime() {
    noClasses()
        .that()
        .resideInAPackage("dev.octet.deploy..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "dev.octet.model..",
                "dev.octet.calibration..",
                "dev.octet.quantizer..",
                "dev.octet.report.."))
        .check(CLASSES);
  }

  @Test
  void theSchedulesOfTheRuntimeKnowNoKernel() {
    noClasses()
        .that()
        .resideInAPackage("dev.octet.runtime.schedule..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.octet.runtime.kernel..", "dev.octet.runtime.preprocess.."))
        .check(CLASSES);
  }

  @Test
  void theRuntimesLibraryKnowsNothingOfItsProgram() {
    noClasses()
        .that(
            resideInAPackage("dev.octet.runtime..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.octet.runtime.app..", "dev.octet.runtime.imageio.."))))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.octet.runtime.app.."))
        .check(CLASSES);
  }

  @Test
  void librariesStayWhereTheyBelong() {
    onlyIn("dev.octet.cli..", "picocli..", "me.tongfei..");
    onlyIn("dev.octet.calibration..", "com.twelvemonkeys..");
    onlyIn("dev.octet.deploy..", "org.apache.sshd..", "org.vafer..");
    noClasses()
        .that(not(resideInAnyPackage("dev.octet.calibration..", "dev.octet.runtime.imageio..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("javax.imageio..", "java.awt.."))
        .check(CLASSES);
  }

  private static void onlyIn(String home, String... library) {
    noClasses()
        .that(resideInAPackage("dev.octet..").and(not(resideInAPackage(home))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(library))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> module(String name) {
    return describe("of module " + name, type -> module(type).equals(name));
  }

  /** The module of a class: the longest of the list that its package begins with. */
  private static String module(JavaClass type) {
    String place = type.getPackageName() + ".";
    return ORDER.stream()
        .filter(module -> place.startsWith("dev.octet." + module + "."))
        .max(Comparator.comparingInt(String::length))
        .orElse(type.getPackageName());
  }
}
