package io.inkwash.recipe;

import io.inkwash.catalog.Registry;
import io.inkwash.time.Exponential;
import io.inkwash.time.Karras;
import io.inkwash.time.Sections;
import io.inkwash.time.TimeGrid;
import java.util.Arrays;

/** The registry of sampling times: one call a value. */
final class Grids {
  private Grids() {}

  /** The times that sampling visits. */
  static final Registry<TimeGrid> GRIDS =
      new Registry<TimeGrid>("grid")
          .register("all", TimeGrid.all(), "every step of a discrete path")
          .register("leading", TimeGrid.leading(), "a fixed stride that ends at the first step")
          .register("trailing", TimeGrid.trailing(), "a fixed stride that begins at the last step")
          .register("linspace", TimeGrid.linspace(), "evenly spaced, both ends included")
          .register(
              "quadratic", TimeGrid.quadratic(), "evenly spaced roots, dense near the data (DDIM)")
          .register(
              "karras",
              "rho=7, sigmaMin=0, sigmaMax=Infinity",
              a -> new Karras(a.number("rho"), a.number("sigmaMin"), a.number("sigmaMax")),
              "evenly spaced rho-th roots of sigma/alpha (Karras et al. 2022)")
          .register("edm", TimeGrid.edm(), "Karras's, from 80 to 0.002 as far as the path reaches")
          .register(
              "exponential",
              "power=1",
              a -> new Exponential(a.number("power")),
              "log(sigma/alpha) falls as a power; 1 is log-snr (k-diffusion's polyexponential)")
          .register("log-snr", TimeGrid.logSnr(), "evenly spaced in log-SNR (DPM-Solver)")
          .register(
              "sections",
              "counts=10:10:10:10:10",
              a -> new Sections(Arrays.stream(a.integers("counts")).boxed().toList()),
              "so many steps from each of equal parts of the table (improved-diffusion)")
          .register("strided", TimeGrid.strided(), "one whole stride (improved-diffusion's ddimN)")
          .register(
              "custom",
              "times=1000:750:500:250",
              a -> TimeGrid.custom(a.numbers("times")),
              "a list of times, falling; 0 is added");
}
