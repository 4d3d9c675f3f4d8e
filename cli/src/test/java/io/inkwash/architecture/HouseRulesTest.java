package io.inkwash.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.NullMarked;

/** Rules that hold in every package of the algebra, the library and the command line. */
@AnalyzeClasses(packages = "io.inkwash", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {

  /**
   * Native helpers with a trap in them, each closed by a class of {@code torch}. Tensors, modules,
   * layers and functions are used plainly everywhere.
   */
  private static final String TRAPS =
      "org\\.bytedeco\\.(javacpp\\.(PointerScope|Loader)"
          + "|pytorch\\.(.*Guard|GradMode|AutoGradMode|InferenceMode|.*Optional|TensorVector"
          + "|(Input|Output)Archive|(Optimizer|Adam|AdamW|SGD|RMSprop|Adagrad|LBFGS)(Options)?))";

  /** A package with more classes than this is several ideas. */
  private static final int MOST_CLASSES = 35;

  /** Functions of libtorch that make a tensor on the CPU. */
  private static final String CREATIONS =
      "(torch_)?(zeros|ones|empty|full|arange|range|eye|linspace|logspace|rand|randn|randint"
          + "|randperm|tensor|from_blob|scalar_tensor|hann_window|tril_indices)";

  private static final DescribedPredicate<JavaClass> CONCRETE =
      describe(
          "are concrete and have a name",
          type ->
              !type.isInterface()
                  && !type.isAnonymousClass()
                  && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                  && !type.getModifiers().contains(JavaModifier.SYNTHETIC));

  @ArchTest
  static final ArchRule packagesFollowTheArrows = classes().should(Arrows.followTheTable());

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.inkwash.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule algebraIsPlainJava =
      classes()
          .that()
          .resideInAnyPackage(
              Arrows.ALGEBRA.stream()
                  .map(name -> "io.inkwash." + name + "..")
                  .toArray(String[]::new))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.inkwash..", "java..", "org.jspecify..", "com.google.errorprone.annotations..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule dataIsJavaArrays =
      noClasses()
          .that()
          .resideInAPackage("io.inkwash.data..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..")
          .because("no tensor crosses a thread: loaders hand over arrays")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nativeTrapsStayInTorch =
      noClasses()
          .that(not(resideInAPackage("io.inkwash.torch..")))
          .should()
          .dependOnClassesThat(nameMatching(TRAPS));

  @ArchTest
  static final ArchRule wholeScalarsStayInTorch =
      noClasses()
          .that(not(resideInAPackage("io.inkwash.torch..")))
          .should()
          .callConstructor(Scalar.class, int.class)
          .because("it makes int64 tensors out of constants");

  @ArchTest
  static final ArchRule tensorsAreMadeOnTheDevice =
      noClasses()
          .that(not(resideInAPackage("io.inkwash.torch..")))
          .should()
          .callMethodWhere(
              describe(
                  "makes a tensor",
                  call ->
                      call.getTargetOwner().isEquivalentTo(org.bytedeco.pytorch.global.torch.class)
                          && call.getName().matches(CREATIONS)))
          .because("Tensors makes them on the current device");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses().that(not(resideInAPackage("io.inkwash.cli.."))).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule textIsTheSameInEveryLocale =
      noClasses()
          .should()
          .callMethodWhere(describe("formats by the default locale", Locales::areThoseOfTheHost))
          .orShould()
          .callConstructorWhere(
              describe("formats by the default locale", Locales::areThoseOfTheHost))
          .because("names of files and numbers in files are read back on other computers")
          .as("main code formats text by io.inkwash.format.Text or names a Locale");

  @ArchTest
  static final ArchRule randomNumbersComeFromSeededStreams =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(StrictMath.class, "random");

  @ArchTest
  static final ArchRule concreteClassesAreFinal =
      classes()
          .that(CONCRETE)
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .because("variants are values and wrappers, not subclasses");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveNameMatching("(.*[.$])?(Abstract[A-Z]\\w*|\\w*(Scheduler|Manager|Helper|Utils?))")
          .because("such names mean anything");

  /** A program that imports libtorch's package whole must be able to name ours. */
  @ArchTest
  static void publicNamesAreNotLibtorchs(JavaClasses classes) {
    assertThat(classes)
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filteredOn(JavaClass::isTopLevelClass)
        .extracting(JavaClass::getSimpleName)
        .filteredOn(name -> org.bytedeco.pytorch.Tensor.class.getResource(name + ".class") != null)
        .isEmpty();
  }

  @ArchTest
  static void packagesHoldOneIdea(JavaClasses classes) {
    assertThat(classes.getPackage("io.inkwash").getSubpackagesInTree())
        .allSatisfy(
            any ->
                assertThat(
                        any.getClasses().stream()
                            .filter(type -> type.isTopLevelClass() && !type.isArray()))
                    .as(any.getName() + " wants a sub-package")
                    .hasSizeLessThanOrEqualTo(MOST_CLASSES + 1)); // and its package-info
  }

  @ArchTest
  static void packagesAreNullMarked(JavaClasses classes) {
    assertThat(classes.getPackage("io.inkwash").getSubpackagesInTree())
        .filteredOn(any -> !any.getClasses().isEmpty())
        .isNotEmpty()
        .filteredOn(any -> !isNullMarked(any))
        .extracting(JavaPackage::getName)
        .as("packages without a package-info that says @NullMarked")
        .isEmpty();
  }

  private static boolean isNullMarked(JavaPackage any) {
    return any.tryGetPackageInfo()
        .map(info -> info.isAnnotatedWith(NullMarked.class))
        .orElse(false);
  }
}
