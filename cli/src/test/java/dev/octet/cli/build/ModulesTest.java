package dev.octet.cli.build;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which module may use which: each one those before it in the list, never one after it. */
class ModulesTest {
  /** Packages under {@code dev.octet}, each allowed to use those before it. */
  private static final List<String> ORDER =
      List.of("runtime", "model", "calibration", "quantizer", "report", "deploy", "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.octet");

  @Test
  void everyModuleIsSeenAndHasItsPlace() {
    Set<String> found =
        CLASSES.stream().map(ModulesTest::module).collect(Collectors.toCollection(TreeSet::new));
    assertTrue(new TreeSet<>(ORDER).equals(found), "modules with classes: " + found);
  }

  @Test
  void nothingPointsBackwards() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(module -> "dev.octet." + module + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("dev.octet." + ORDER.get(i) + "..")
          .should()
          .dependOnClassesThat(resideInAnyPackage(later))
          .check(CLASSES);
    }
  }

  @Test
  void theRuntimeNeedsNothingButJava() {
    classes()
        .that(
            resideInAPackage("dev.octet.runtime..")
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "dev.octet.runtime.vector..", "dev.octet.runtime.imageio.."))))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage("dev.octet.runtime..", "java.."))
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
                    DescribedPredicate.not(
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
    onlyIn("dev.octet.deploy..", "org.apache.sshd..");
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage("dev.octet.calibration..", "dev.octet.runtime.imageio..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("javax.imageio..", "java.awt.."))
        .check(CLASSES);
  }

  private static void onlyIn(String home, String... library) {
    noClasses()
        .that(resideInAPackage("dev.octet..").and(DescribedPredicate.not(resideInAPackage(home))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(library))
        .check(CLASSES);
  }

  private static String module(JavaClass type) {
    String rest = type.getPackageName().substring("dev.octet.".length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
