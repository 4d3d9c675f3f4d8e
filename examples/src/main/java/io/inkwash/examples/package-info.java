/**
 * How to use the library, and how to add to it from outside. The Java of README and CONTRIBUTING
 * stands here, compiled and tested.
 *
 * <table>
 * <caption>What is shown</caption>
 * <tr><td>{@link io.inkwash.examples.DrawImages}</td><td>drawing from a trained model</td></tr>
 * <tr><td>{@link io.inkwash.examples.TrainModel}</td><td>training one</td></tr>
 * <tr><td>{@link io.inkwash.examples.DrawOnSpark}</td><td>drawing on Spark</td></tr>
 * <tr><td>{@link io.inkwash.examples.ExamplesExtension}</td><td>registering values of one's own</td></tr>
 * <tr><td>{@link io.inkwash.examples.Ralston}</td><td>a solver</td></tr>
 * <tr><td>{@link io.inkwash.examples.TrigFlow}</td><td>a schedule</td></tr>
 * <tr><td>{@link io.inkwash.examples.ResidualCnn}</td><td>a network</td></tr>
 * <tr><td>{@link io.inkwash.examples.SigmoidWeighting}</td><td>a loss weight</td></tr>
 * <tr><td>{@link io.inkwash.examples.AdagradRule}</td><td>an optimizer</td></tr>
 * <tr><td>{@link io.inkwash.examples.Checkerboard}</td><td>a degradation</td></tr>
 * <tr><td>{@link io.inkwash.examples.Sharpness}</td><td>a metric</td></tr>
 * <tr><td>{@link io.inkwash.examples.gaussian}</td><td>a family of models</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.examples;

import org.jspecify.annotations.NullMarked;
