package io.inkwash.model.transfer;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.model.Capability;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.Guidance;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Students of few evaluations, made of a trained diffusion model: what each kind changes in the
 * recipe of its teacher, by name.
 *
 * <p>A student is a run as any other. It begins with a checkpoint of step 0 that holds the averaged
 * weights of its teacher, or of another student, so that training, resuming, drawing and measuring
 * need to know nothing of where it came from.
 */
public final class Distillations {

  /** What is to be changed in the recipe of a teacher. */
  @FunctionalInterface
  public interface Changes {
    /** Settings as {@code key=value}. */
    Map<String, String> of(DiffusionRecipe teacher);
  }

  /** The kinds: a line each. */
  public static final Registry<Changes> KINDS =
      new Registry<Changes>("distillation")
          .register(
              "ect",
              "q=2, stageSteps=1000, rate=1e-4",
              a -> teacher -> consistency(a),
              "consistency tuning: one or two evaluations, no teacher network (Geng et al. 2024)")
          .register(
              "progressive",
              "teacherSteps=16, studentSteps=1, rate=2e-4, grid=trailing",
              a -> teacher -> progressive(a),
              "the steps of DDIM are halved again and again, the student becomes the teacher"
                  + " (Salimans and Ho 2022)")
          .register(
              "distribution-matching",
              "studentSteps=1, fakeSteps=5, divergence=kl, rate=1e-4, grid=trailing, simulate=true,"
                  + " guidance=1, guidanceSigmaTo=Infinity, adversary=0",
              a -> teacher -> matching(a, teacher),
              "the student's images are moved to where the teacher finds them likelier than a model"
                  + " of them does, or with divergence=fisher to where both agree, and with"
                  + " adversary=0.003 to where a discriminator takes them for data; guidance is the"
                  + " weight of the teacher's classifier-free guidance; best from the weights of a"
                  + " progressive student (Yin et al. 2024; Zhou et al. 2024)");

  private Distillations() {}

  /** Levels, optimizer and average of the published training; sampled in two steps. */
  private static Map<String, String> consistency(Arguments a) {
    Map<String, String> changes = new LinkedHashMap<>();
    objective(changes, a.passedTo("consistency-tuning", "q", "stageSteps"));
    changes.put("loss.times", "log-normal-sigma(mean=-1.1,sd=2)");
    changes.put("learning.optimizer", "radam");
    changes.put("learning.learningRate.rate", Double.toString(a.number("rate")));
    changes.put("learning.learningRate.warmup", "0");
    changes.put("learning.ema", "0.9993");
    drawn(changes, "lcm", "trailing", 2);
    return changes;
  }

  /** The rate falls to zero at the end of the last halving. */
  private static Map<String, String> progressive(Arguments a) {
    Map<String, String> changes = new LinkedHashMap<>();
    objective(
        changes, a.passedTo("progressive-distillation", "teacherSteps", "studentSteps", "grid"));
    fallingRate(changes, a.number("rate"));
    changes.put("learning.ema", "0.999");
    drawn(changes, "ddim", a.text("grid"), a.integer("studentSteps"));
    return changes;
  }

  /** The rate falls to zero at the end. Drawn in its own steps, with fresh noise at each. */
  private static Map<String, String> matching(Arguments a, DiffusionRecipe teacher) {
    Map<String, String> changes = new LinkedHashMap<>();
    Spec objective =
        a.passedTo(
            "distribution-matching",
            "studentSteps",
            "fakeSteps",
            "divergence",
            "grid",
            "simulate",
            "guidance",
            "guidanceSigmaTo",
            "adversary");
    objective(changes, objective);
    fallingRate(changes, a.number("rate"));
    changes.put("learning.ema", "0.995");
    drawn(changes, "lcm", a.text("grid"), a.integer("studentSteps"));
    if (a.number("guidance") != 1) {
      if (teacher.condition().isNone()) {
        throw Guidance.ofUnconditionalModel();
      }
      changes.put("sampling.guidance", "none"); // the student learns the guided model
    }
    return changes;
  }

  private static void objective(Map<String, String> changes, Spec objective) {
    Catalog.OBJECTIVES.make(objective); // so that a bad number is refused without the other changes
    changes.put("loss.objective", objective.toString());
  }

  private static void drawn(Map<String, String> changes, String solver, String grid, int steps) {
    changes.put("sampling.solver", solver);
    changes.put("sampling.grid", grid);
    changes.put("sampling.steps", Integer.toString(steps));
  }

  private static void fallingRate(Map<String, String> changes, double rate) {
    changes.put("learning.learningRate.rate", Double.toString(rate));
    changes.put("learning.learningRate.warmup", "0");
    changes.put("learning.learningRate.decay", "cosine");
    changes.put("learning.learningRate.decaySteps", "0");
  }

  /**
   * The recipe of a student.
   *
   * @param kind the distillation
   * @param settings further changes, as {@code key=value}
   * @throws SpecException if the teacher is no diffusion model, or cannot be distilled so
   */
  public static DiffusionRecipe recipe(Run teacher, Spec kind, Map<String, String> settings) {
    teacher.require(Capability.DENOISES, "distill");
    DiffusionRecipe of = (DiffusionRecipe) teacher.recipe();
    Map<String, String> changes = new LinkedHashMap<>(KINDS.make(kind).of(of));
    if (limited(of)) {
      changes.put("loss.objective.clamp", "true"); // the teacher is no model without limits
    }
    changes.putAll(settings);
    Spec whole = KINDS.complete(kind);
    return Settings.apply(of, changes)
        .named(of.name() + "-" + kind.name(), "Distilled by " + whole + " from: " + of.about());
  }

  /** Begins the run of a student at its teacher's weights, as the other {@link #begin}. */
  public static Run begin(
      Run teacher, Path folder, DiffusionRecipe recipe, ImageSource source, Provenance provenance) {
    return begin(teacher, teacher, folder, recipe, source, provenance);
  }

  /**
   * Begins the run of a student.
   *
   * @param first whose averaged weights the student begins with: its teacher, or another student
   * @param folder of the new run
   * @param recipe the student's
   * @param source the images to train on
   * @param provenance how the student comes to be
   * @throws io.inkwash.file.FileException if the folder holds a run, or one of both has no weights
   * @throws SpecException if the first weights are not of a model as the student is
   */
  public static Run begin(
      Run teacher,
      Run first,
      Path folder,
      DiffusionRecipe recipe,
      ImageSource source,
      Provenance provenance) {
    requireAlike(first, recipe);
    return StartingWeights.begin(first, teacher, folder, recipe, source, provenance).run();
  }

  private static boolean limited(DiffusionRecipe recipe) {
    return DiffusionMethod.of(recipe).objective().limitsEstimates();
  }

  /** Refuses weights of a model that sees the process in another way, or other classes. */
  private static void requireAlike(Run first, DiffusionRecipe student) {
    String name = first.word();
    if (!(first.recipe() instanceof DiffusionRecipe of)
        || !of.model().equals(student.model())
        || !of.condition().equals(student.condition())) {
      throw new SpecException(
          name
              + " is another model than "
              + student.name()
              + "; allowed: a student of the same teacher, or none");
    }
    if (limited(of) && !limited(student)) {
      throw new SpecException(
          name
              + ", whose weights are to be the first, was trained with objective.clamp=true and is no"
              + " model without; set it of the student too, and threshold=clamp");
    }
  }
}
