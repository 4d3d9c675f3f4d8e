package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.matching.MatchingDivergence;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Distillation by the distribution of noisy images (Yin et al. 2024, "One-step Diffusion with
 * Distribution Matching Distillation", arXiv 2311.18828; with several steps of the fake model for
 * one of the student, without the regression term, and with the student's own states in place of
 * noisy data, Yin et al. 2024, "Improved Distribution Matching Distillation", arXiv 2405.14867):
 *
 * <pre>
 * x = G(x_T),   x_t = alpha_t x + sigma_t eps
 * L = 1/2 |x - stop(x - grad)|^2
 * </pre>
 *
 * <p>The gradient is that of a divergence of the student's noisy images from the teacher's: by
 * estimates of the clean image of the teacher, and of a {@link FakeModel} of the student's images.
 * The student follows it where it makes images of all kinds, no longer their mean.
 *
 * @param model how student, teacher and fake model see the process, what their estimates are
 *     limited to, and the times of x_t; its squared error is the fake model's objective
 * @param divergence what is made small
 * @param guidance of the teacher
 * @param student how it makes images
 * @param adversary a discriminator that the student has to deceive as well
 * @param fakeSteps steps of the fake model for each of the student, 1 or more: it has to follow the
 *     student, or the student runs away from it
 */
public record DistributionMatching(
    DenoisingObjective model,
    MatchingDivergence divergence,
    TeacherGuidance guidance,
    FewStepStudent student,
    Optional<Adversary> adversary,
    int fakeSteps)
    implements Objective<Backbone>, FakeModel<Backbone> {

  /** Checks the number of steps, and that the student's grid has its times. */
  public DistributionMatching {
    if (fakeSteps < 1) {
      throw new IllegalArgumentException(
          "fakeSteps of distribution matching is " + fakeSteps + "; allowed: 1 or more");
    }
    student.check(model.path());
  }

  @Override
  public Optional<FakeModel<Backbone>> fake() {
    return Optional.of(this);
  }

  @Override
  public Objective<Backbone> objective() {
    return model;
  }

  @Override
  public int steps() {
    return fakeSteps;
  }

  @Override
  public boolean usesTeacher() {
    return true;
  }

  @Override
  public boolean limitsEstimates() {
    return model.limitsEstimates();
  }

  @Override
  public Tensor images(Backbone network, Tensor real, Conditioning conditioning, Rng key) {
    return student.images(model, network, real, conditioning, key);
  }

  @Override
  public ObjectiveState<Backbone> start() {
    return new State(this, model.times().start(model.path()));
  }

  /** At work. */
  private record State(DistributionMatching matching, TimeSamplerState times)
      implements TimesState {

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      Tensor images = matching.images(network, x0, conditioning, context.key().stream("images"));
      DrawnTimes drawn = DrawnTimes.of(times, Math.toIntExact(x0.size(0)), context.key());
      Diffused noisy;
      Tensor wanted;
      try (Grad off = Grad.off()) {
        noisy = Diffused.draw(matching.model.path(), drawn.own(), images, context.key());
        wanted = images.sub(matching.gradient(noisy, conditioning, context.twins()));
      }
      Tensor perImage = images.sub(wanted).square().mean(1, 2, 3).mul(new Scalar(0.5));
      if (matching.adversary.isPresent()) {
        Adversary adversary = matching.adversary.get();
        Tensor term =
            adversary.undeceived(context.twins().discriminator(), noisy.of(images), conditioning);
        perImage = perImage.add(term.mul(new Scalar(adversary.weight())));
      }
      return noisy.loss(perImage, losses -> times.observe(drawn.all().t(), losses));
    }
  }

  /** Of the divergence, by the student's images. */
  private Tensor gradient(Diffused noisy, Conditioning conditioning, Twins<Backbone> twins) {
    return divergence.gradient(
        noisy.x0(),
        x -> guidance.estimate(model, noisy.of(x), twins.teacher(), conditioning),
        x -> model.estimate(noisy.of(x), twins.fake(), conditioning));
  }
}
