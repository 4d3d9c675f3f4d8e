package io.inkwash.exchange.latent;

import io.inkwash.catalog.Spec;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The classes of schedulers that are read, with what each does that its settings do not say. */
enum SchedulerKind {
  /** DDIM. */
  DDIM("DDIMScheduler", "leading", true),
  /** PNDM, and PLMS where it skips Runge and Kutta's steps. */
  PNDM("PNDMScheduler", "leading", true),
  /** Euler's method in sigma. */
  EULER("EulerDiscreteScheduler", "linspace", true),
  /** The same with fresh noise. */
  EULER_ANCESTRAL("EulerAncestralDiscreteScheduler", "linspace", true),
  /** DPM-Solver and DPM-Solver++, multistep. */
  DPM("DPMSolverMultistepScheduler", "linspace", false),
  /** UniPC. */
  UNIPC("UniPCMultistepScheduler", "linspace", false);

  /**
   * DDIM that goes along the noise of the estimate before it was bounded, as diffusers does; CFG++
   * goes along another estimate's noise in the same way.
   */
  private static final String BOUNDED_DDIM = "euler-cfg++";

  private final String className;
  private final String spacing;
  private final boolean visitsLast;

  SchedulerKind(String className, String spacing, boolean visitsLast) {
    this.className = className;
    this.spacing = spacing;
    this.visitsLast = visitsLast;
  }

  static SchedulerKind of(Settings settings) {
    String name = settings.text("_class_name", "none");
    return Arrays.stream(values())
        .filter(kind -> kind.className.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                settings.refused(
                    "_class_name",
                    name,
                    Arrays.stream(values())
                        .map(kind -> kind.className)
                        .collect(Collectors.joining(", "))));
  }

  String className() {
    return className;
  }

  /** The spacing where the file states none. */
  String spacing() {
    return spacing;
  }

  /** Whether the last time of the grid is visited, or left out. */
  boolean visitsLast() {
    return visitsLast;
  }

  /** Whether times between those of the table are visited. */
  String rounding() {
    return this == EULER || this == EULER_ANCESTRAL ? "none" : "nearest";
  }

  /** Whether the first noise has the scale of sigma. */
  boolean scalesStart() {
    return this == EULER || this == EULER_ANCESTRAL;
  }

  /** The largest number of an estimate; DDIM bounds it where its file does not say otherwise. */
  double bound(Settings settings) {
    return bounded(settings) ? settings.number("clip_sample_range", 1) : Double.POSITIVE_INFINITY;
  }

  private boolean bounded(Settings settings) {
    return this == DDIM && settings.flag("clip_sample", true);
  }

  /** Whether sampling ends at the first time of the table, and not at the data. */
  boolean endsAtFirst(Settings settings) {
    return switch (this) {
      case DDIM -> !settings.flag("set_alpha_to_one", true);
      case PNDM -> !settings.flag("set_alpha_to_one", false);
      case EULER_ANCESTRAL -> false;
      case EULER, DPM, UNIPC -> {
        String type = settings.text("final_sigmas_type", "zero");
        yield switch (type) {
          case "zero" -> false;
          case "sigma_min" -> true;
          default -> throw settings.refused("final_sigmas_type", type, "zero or sigma_min");
        };
      }
    };
  }

  Spec solver(Settings settings) {
    return switch (this) {
      case DDIM -> Spec.parse(bounded(settings) ? BOUNDED_DDIM : "ddim");
      case PNDM -> Spec.parse(settings.flag("skip_prk_steps", false) ? "plms" : "pndm");
      case EULER -> Spec.parse("euler");
      case EULER_ANCESTRAL -> Spec.parse("euler-ancestral");
      case DPM -> dpm(settings);
      case UNIPC -> uniPc(settings);
    };
  }

  private static Spec dpm(Settings settings) {
    String type = settings.text("algorithm_type", "dpmsolver++");
    String name =
        switch (type) {
          case "dpmsolver++" -> "dpm++";
          case "dpmsolver" -> "dpm";
          default -> throw settings.refused("algorithm_type", type, "dpmsolver++ or dpmsolver");
        };
    String slope = settings.text("solver_type", "midpoint");
    if (!slope.equals("midpoint")) {
      throw settings.refused("solver_type", slope, "midpoint");
    }
    String last = settings.flag("lower_order_final", true) ? "lower-order-if-short" : "full-order";
    return Spec.parse(name)
        .with("order", order(settings, 3))
        .with("form", "published")
        .with("lastSteps", last);
  }

  private static Spec uniPc(Settings settings) {
    if (settings.json().path("disable_corrector").size() > 0) {
      throw settings.refused(
          "disable_corrector", settings.json().path("disable_corrector").toString(), "[]");
    }
    String variant = settings.text("solver_type", "bh2");
    if (!variant.matches("bh[12]")) {
      throw settings.refused("solver_type", variant, "bh1 or bh2");
    }
    return Spec.parse("unipc")
        .with("order", order(settings, 3))
        .with("variant", variant)
        .with("prediction", settings.flag("predict_x0", true) ? "data" : "noise")
        .with("lastSteps", settings.flag("lower_order_final", true) ? "lower-order" : "full-order");
  }

  private static String order(Settings settings, int most) {
    int order = settings.integer("solver_order", 2);
    if (order < 1 || order > most) {
      throw settings.refused("solver_order", Integer.toString(order), "1 to " + most);
    }
    return Integer.toString(order);
  }
}
