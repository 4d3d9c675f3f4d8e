package io.inkwash.generate;

import io.inkwash.catalog.Spec;
import io.inkwash.condition.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How images are to be drawn where that is not as the model's recipe has it. A model refuses what
 * its family does not have: a GAN has no solver.
 *
 * @param solver the rule of a step
 * @param grid the times at which the solver stops
 * @param steps the number of steps
 * @param threshold how estimates are kept in the pixel range
 * @param guidance how the model is guided
 * @param request what the images are to be, in turn
 * @param negative what the guidance leads away from; empty for the unconditional model
 * @param seed of the noise
 * @param weak a worse model, for the guidance that needs one
 */
public record GenerateOptions(
    Optional<Spec> solver,
    Optional<Spec> grid,
    OptionalInt steps,
    Optional<Spec> threshold,
    Optional<Spec> guidance,
    Request request,
    Optional<Request> negative,
    long seed,
    Optional<ImageGenerator> weak) {

  /** As the recipe has it, unconditional, with seed 0. */
  public static GenerateOptions defaults() {
    return new GenerateOptions(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Request.NONE,
        Optional.empty(),
        0,
        Optional.empty());
  }

  /** With a solver. */
  public GenerateOptions withSolver(Spec value) {
    return new GenerateOptions(
        Optional.of(value), grid, steps, threshold, guidance, request, negative, seed, weak);
  }

  /** With a grid. */
  public GenerateOptions withGrid(Spec value) {
    return new GenerateOptions(
        solver, Optional.of(value), steps, threshold, guidance, request, negative, seed, weak);
  }

  /** With a number of steps, 1 or more. */
  public GenerateOptions withSteps(int value) {
    return new GenerateOptions(
        solver, grid, OptionalInt.of(value), threshold, guidance, request, negative, seed, weak);
  }

  /** With a threshold. */
  public GenerateOptions withThreshold(Spec value) {
    return new GenerateOptions(
        solver, grid, steps, Optional.of(value), guidance, request, negative, seed, weak);
  }

  /** With guidance. */
  public GenerateOptions withGuidance(Spec value) {
    return new GenerateOptions(
        solver, grid, steps, threshold, Optional.of(value), request, negative, seed, weak);
  }

  /** With what is requested of the images. */
  public GenerateOptions withRequest(Request value) {
    return new GenerateOptions(
        solver, grid, steps, threshold, guidance, value, negative, seed, weak);
  }

  /** Of these classes in turn. */
  public GenerateOptions withClasses(List<Integer> values) {
    return withRequest(Request.classes(values));
  }

  /** Of these prompts in turn. */
  public GenerateOptions withPrompts(List<String> texts) {
    return withRequest(Request.prompts(texts));
  }

  /** With what the guidance leads away from, in place of the model without a request. */
  public GenerateOptions withNegative(Request value) {
    return new GenerateOptions(
        solver, grid, steps, threshold, guidance, request, Optional.of(value), seed, weak);
  }

  /** From the noise of a seed. */
  public GenerateOptions withSeed(long value) {
    return new GenerateOptions(
        solver, grid, steps, threshold, guidance, request, negative, value, weak);
  }

  /** With a worse model, which the caller closes after drawing. */
  public GenerateOptions withWeak(ImageGenerator model) {
    return new GenerateOptions(
        solver, grid, steps, threshold, guidance, request, negative, seed, Optional.of(model));
  }
}
