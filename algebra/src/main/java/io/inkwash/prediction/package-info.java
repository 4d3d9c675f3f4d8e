/**
 * What a network predicts, and what it receives.
 *
 * <p>A {@link io.inkwash.prediction.Target} is a row (a, b): the output is {@code y = a x0 + b
 * eps}. A noisy image and an output are two equations in x0 and eps, so a {@link
 * io.inkwash.prediction.Conversion} reads any target from any other. A {@link
 * io.inkwash.prediction.Parameterization} adds how the input is scaled ({@link
 * io.inkwash.prediction.InputScale}) and what number gives the noise level ({@link
 * io.inkwash.prediction.NoiseLevelInput}).
 *
 * <table>
 * <caption>Targets, with n^2 = sigma^2 + alpha^2 sigmaData^2</caption>
 * <tr><th>target</th><th>a</th><th>b</th><th>det = a sigma - b alpha</th></tr>
 * <tr><td>x0</td><td>1</td><td>0</td><td>sigma</td></tr>
 * <tr><td>noise</td><td>0</td><td>1</td><td>-alpha</td></tr>
 * <tr><td>v</td><td>-sigma</td><td>alpha</td><td>-(alpha^2 + sigma^2)</td></tr>
 * <tr><td>velocity</td><td>alpha'</td><td>sigma'</td><td>alpha' sigma - sigma' alpha</td></tr>
 * <tr><td>score</td><td>0</td><td>-1 / sigma</td><td>alpha / sigma</td></tr>
 * <tr><td>posterior mean</td><td colspan="2">the mean of q(x_s | x_t, x0)</td>
 *     <td>sigma times its weight on x0</td></tr>
 * <tr><td>EDM's</td><td>sigma / (sigmaData n)</td><td>-alpha sigmaData / n</td>
 *     <td>n / sigmaData</td></tr>
 * </table>
 *
 * <p>A target whose det is 0 somewhere on the path cannot be sampled from: noise where no signal is
 * left. {@link io.inkwash.prediction.Target#check} refuses it.
 *
 * <p>To add a target, write a record with its row (a, b) and name it in {@link
 * io.inkwash.prediction.Targets}.
 */
@NullMarked
package io.inkwash.prediction;

import org.jspecify.annotations.NullMarked;
