package io.inkwash.exchange.latent;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.catalog.Spec;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Catalog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * How images are drawn: what diffusers calls a scheduler, which is four things here.
 *
 * @param path the forward process, a table of betas
 * @param target what the network predicts
 * @param solver the rule of a step
 * @param grid the times of the steps
 * @param last the time at which sampling ends: 0, or 1 where the file sets no final alpha of one
 * @param start the factor of the first noise
 * @param bound the largest number of an estimated image; infinite for none
 */
public record SchedulerSettings(
    GaussianPath path,
    Target target,
    Spec solver,
    Spec grid,
    int last,
    StartScale start,
    double bound) {

  /** The factor of the first noise. */
  public enum StartScale {
    /** One. */
    ONE,
    /** Sigma at the first time, as diffusers' Euler has it on grids that include the last time. */
    SIGMA
  }

  private static final Map<String, String> REFUSED =
      UNetSettings.table(
          """
          euler_at_final false
          flow_shift 1|null
          interpolation_type linear
          lambda_min_clipped -Infinity|-inf|null
          sigma_max null
          sigma_min null
          thresholding false
          time_shift_type exponential|null
          timestep_type discrete
          use_beta_sigmas false|null
          use_dynamic_shifting false|null
          use_exponential_sigmas false|null
          use_flow_sigmas false|null
          use_lu_lambdas false|null
          variance_type null
          """);

  /** Stable Diffusion 1's: PNDM on a scaled linear table, for a file without settings. */
  static SchedulerSettings first() {
    return known("PNDMScheduler", "epsilon", "skip_prk_steps");
  }

  /** Stable Diffusion 2's: DDIM and the prediction of v, for a file without settings. */
  static SchedulerSettings second() {
    return known("DDIMScheduler", "v_prediction", "set_alpha_to_one_is_not_set");
  }

  private static SchedulerSettings known(String name, String prediction, String flag) {
    Map<String, Object> values =
        Map.of(
            "_class_name",
            name,
            "beta_schedule",
            "scaled_linear",
            "beta_start",
            0.00085,
            "beta_end",
            0.012,
            "prediction_type",
            prediction,
            "clip_sample",
            false,
            "set_alpha_to_one",
            false,
            "steps_offset",
            1,
            flag,
            true);
    JsonNode json = Json.mapper().valueToTree(values);
    return read(new Settings(Path.of("scheduler_config.json"), json));
  }

  /**
   * Reads the file of a scheduler.
   *
   * @throws FileException if a setting has no meaning here, with its name
   */
  static SchedulerSettings read(Settings settings) {
    settings.fixed(REFUSED);
    SchedulerKind kind = SchedulerKind.of(settings);
    boolean visited = kind.visitsLast();
    String spacing = settings.text("timestep_spacing", kind.spacing());
    boolean karras = settings.flag("use_karras_sigmas", false);
    if (karras && visited) {
      throw settings.refused("use_karras_sigmas", "true", "false with " + kind.className());
    }
    String ending = visited ? "visited" : "omitted";
    String grid =
        switch (spacing) {
          case "leading" ->
              "leading(offset=" + settings.integer("steps_offset", 0) + ", last=" + ending + ")";
          case "linspace" -> "linspace(last=" + ending + ", rounding=" + kind.rounding() + ")";
          case "trailing" -> "trailing";
          default ->
              throw settings.refused("timestep_spacing", spacing, "leading, linspace or trailing");
        };
    return new SchedulerSettings(
        DiscretePath.of(betas(settings)),
        target(settings),
        kind.solver(settings),
        Spec.parse(karras ? "karras(rounding=none)" : grid),
        kind.endsAtFirst(settings) ? 1 : 0,
        kind.scalesStart() && !spacing.equals("leading") ? StartScale.SIGMA : StartScale.ONE,
        kind.bound(settings));
  }

  /** The same where the network predicts something else. */
  public SchedulerSettings predicting(Target other) {
    return new SchedulerSettings(path, other, solver, grid, last, start, bound);
  }

  /** The times of so many steps, falling. */
  public double[] times(int steps) {
    double[] times = Catalog.GRIDS.make(grid).times(path, steps);
    if (last == 0) {
      return times;
    }
    int end = times.length - 1;
    if (times[end - 1] <= last) {
      return Arrays.copyOf(times, end); // it ends there already
    }
    times[end] = last;
    return times;
  }

  /** The factor of the first noise, where sampling starts at that time. */
  public double startScale(double first) {
    return start == StartScale.SIGMA ? path.sigma(first) : path.priorScale();
  }

  private static Betas betas(Settings settings) {
    Betas table = table(settings);
    return settings.flag("rescale_betas_zero_snr", false) ? table.rescaleZeroTerminalSnr() : table;
  }

  private static Betas table(Settings settings) {
    int timesteps = settings.integer("num_train_timesteps", 1000);
    double from = settings.number("beta_start", 0.0001);
    double to = settings.number("beta_end", 0.02);
    String schedule = settings.text("beta_schedule", "linear");
    try {
      if (settings.has("trained_betas")) {
        JsonNode trained = settings.json().path("trained_betas");
        double[] betas = new double[trained.size()];
        for (int i = 0; i < betas.length; i++) {
          betas[i] = trained.path(i).asDouble(Double.NaN);
        }
        return Betas.of(betas);
      }
      return switch (schedule) {
        case "linear" -> Betas.linear(timesteps, from, to);
        case "scaled_linear" -> Betas.scaledLinear(timesteps, from, to);
        case "squaredcos_cap_v2" -> Betas.cosine(timesteps);
        default ->
            throw settings.refused(
                "beta_schedule", schedule, "linear, scaled_linear or squaredcos_cap_v2");
      };
    } catch (IllegalArgumentException e) {
      throw new FileException(settings.file(), "has no table of betas: " + e.getMessage(), e);
    }
  }

  private static Target target(Settings settings) {
    String type = settings.text("prediction_type", "epsilon");
    return switch (type) {
      case "epsilon" -> Targets.noise();
      case "v_prediction" -> Targets.v();
      case "sample" -> Targets.x0();
      default -> throw settings.refused("prediction_type", type, "epsilon, v_prediction or sample");
    };
  }
}
