package io.inkwash.studio.playground;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What a model shows itself on: particles and fields become events. Coordinates of events are those
 * of the data where the process has no noise; with noise they are divided by the {@linkplain #zoom
 * spread} of the noisy points relative to the data's, so that all stays in view on any path.
 */
final class Screen {
  /** The most frames of a run: of more steps some are left out. */
  private static final int MOST_FRAMES = 240;

  /** The noise ratio at which a field in training is shown, in deviations of the data. */
  private static final double MIDDLE = 0.5;

  private final PlaygroundSettings settings;
  private final BiConsumer<String, Object> events;
  private float[] last = new float[0];

  /**
   * A screen.
   *
   * @param events receives names and values; may throw to end the run
   */
  Screen(PlaygroundSettings settings, BiConsumer<String, Object> events) {
    this.settings = settings;
    this.events = events;
  }

  /** The particles that were shown last, in the data's coordinates: x and y in turn. */
  float[] last() {
    return last;
  }

  /** The half side of the square that is shown. */
  double extent() {
    return 1.25 * settings.points().reach();
  }

  /** How much wider noisy points lie than the data. */
  double zoom(double t) {
    double sigmaData = settings.points().sigmaData();
    GaussianPath path = settings.path();
    return Math.hypot(path.alpha(t) * sigmaData, path.sigma(t)) / sigmaData;
  }

  /** The time at which a field is shown while it is learned. */
  double middle() {
    GaussianPath path = settings.path();
    return path.snap(path.timeAtNoiseRatio(MIDDLE * settings.points().sigmaData()));
  }

  /** A number by name. */
  void number(String name, double value) {
    events.accept("number", Map.of("name", name, "value", value));
  }

  /**
   * Particles of a model of one pass.
   *
   * @param model from [N, width] normal numbers to [N,2,1,1] points
   */
  void points(UnaryOperator<Tensor> model, long width) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor z = settings.key().stream("sample").normalRows(0, 0, settings.particles(), width);
      last = Tensors.toFloats(model.apply(z));
      events.accept("frame", Map.of("step", 0, "points", PackedNumbers.of(last)));
    }
  }

  /**
   * Particles on their way from noise to data, and the fields that move them.
   *
   * @param denoisers a denoiser for a number of points
   */
  void walk(IntFunction<Denoiser> denoisers) {
    SamplingLoop sampler = settings.sampler();
    int particles = settings.particles();
    int steps = sampler.times().length - 1;
    int every = (steps + MOST_FRAMES - 1) / MOST_FRAMES;
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Rng stream = settings.key().stream("sample");
      Noise noise = Noise.perImage(stream, 0, particles, 2, 1, 1);
      double first = sampler.times()[0];
      Tensor start = start(noise, first);
      frame(0, first, start, denoisers);
      Tensor end =
          sampler.walk(
              start,
              new Interruptible(denoisers.apply(particles)),
              noise,
              (step, t, s, x) -> {
                if (step % every == 0 || step == steps) {
                  frame(step, s, x, denoisers);
                }
              });
      last = Tensors.toFloats(end);
    }
  }

  private Tensor start(Noise noise, double t) {
    Tensor normal = noise.next();
    if (settings.start() == PlaygroundSettings.Start.NOISE) {
      return normal.mul_(new Scalar(settings.path().priorScale()));
    }
    double[] even = settings.key().stream("even").uniforms(2 * settings.particles());
    for (int k = 0; k < even.length; k++) {
      even[k] = extent() * zoom(t) * (2 * even[k] - 1);
    }
    return Tensors.of(even, settings.particles(), 2, 1, 1);
  }

  private void frame(int step, double t, Tensor x, IntFunction<Denoiser> denoisers) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("step", step);
    frame.put("t", t);
    frame.put("alpha", settings.path().alpha(t));
    frame.put("sigma", settings.path().sigma(t));
    double shrink = 1 / zoom(t);
    frame.put("points", PackedNumbers.of(Tensors.toFloats(x.mul(new Scalar(shrink)))));
    frame.putAll(fields(denoisers, Math.max(t, settings.path().start())));
    events.accept("frame", frame);
  }

  /** The fields of a model at one time. */
  void field(IntFunction<Denoiser> denoisers, double t) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Map<String, Object> field = new LinkedHashMap<>();
      field.put("t", t);
      field.putAll(fields(denoisers, t));
      events.accept("field", field);
    }
  }

  /** Score and reversed velocity on the lattice: where particles go as t falls. */
  private Map<String, Object> fields(IntFunction<Denoiser> denoisers, double t) {
    int side = settings.lattice();
    if (side == 0) {
      return Map.of();
    }
    float[] nodes = new float[2 * side * side];
    double reach = extent() * zoom(t);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int k = 2 * (row * side + column);
        nodes[k] = (float) (reach * (2.0 * column + 1 - side) / side);
        nodes[k + 1] = (float) (reach * (2.0 * row + 1 - side) / side);
      }
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(nodes, (long) side * side, 2, 1, 1);
      Estimate estimate = Estimate.of(denoisers.apply(side * side), settings.path(), x, t);
      return Map.of(
          "score", PackedNumbers.of(Tensors.toFloats(estimate.score())),
          "velocity", PackedNumbers.of(Tensors.toFloats(estimate.velocity().neg())));
    }
  }
}
