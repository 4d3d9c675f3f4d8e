package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import org.bytedeco.pytorch.Tensor;

/**
 * Classifier-free guidance of the teacher of a distillation, at noise levels up to one: the student
 * learns the guided model, and is drawn without guidance (Ho and Salimans 2022, arXiv 2207.12598,
 * equation 6; of teachers, Meng et al. 2023, arXiv 2210.03142, section 3.1; within an interval,
 * Kynkaanniemi et al. 2024, arXiv 2404.07724):
 *
 * <pre>
 * guided = conditional + (weight - 1) (conditional - unconditional),   sigma / alpha at most sigmaTo
 * </pre>
 *
 * @param weight 1 for none, more to exaggerate what a class or a caption does
 * @param sigmaTo the level above which the teacher is as it is, above 0; infinity for none
 */
public record TeacherGuidance(double weight, double sigmaTo) {
  /** The teacher as it is. */
  public static final TeacherGuidance NONE = new TeacherGuidance(1, Double.POSITIVE_INFINITY);

  /** Checks the numbers. */
  public TeacherGuidance {
    if (!(Double.isFinite(weight) && sigmaTo > 0)) {
      throw new IllegalArgumentException(
          format("guidance of a teacher of weight %s up to level %s;", weight, sigmaTo)
              + " allowed: a finite weight, such as 1.2, and a level above 0");
    }
  }

  /** Whether the teacher needs to have an unconditional model. */
  public boolean any() {
    return weight != 1;
  }

  /**
   * [N,C,H,W] the guided estimate of the clean images, within the model's limits.
   *
   * @param model how the teacher sees the process
   * @param noisy the images
   * @param teacher trained with some of the conditioning dropped
   * @param conditioning what the images are of; a dropped row is not guided
   */
  Tensor estimate(
      DenoisingObjective model, Diffused noisy, Backbone teacher, Conditioning conditioning) {
    Tensor conditional = model.estimate(noisy, teacher, conditioning);
    if (!any()) {
      return conditional;
    }
    if (conditioning.isNone()) {
      throw new IllegalArgumentException(
          "guidance of a teacher without classes or captions; leave it out");
    }
    Tensor unconditional = model.estimate(noisy, teacher, conditioning.dropped());
    Tensor beyond = noisy.column(t -> noisy.path().noiseRatio(t) <= sigmaTo ? weight - 1 : 0);
    return model.limits().estimate(conditional.add(conditional.sub(unconditional).mul(beyond)));
  }
}
