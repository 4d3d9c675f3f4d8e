/**
 * How much an error at each noise level counts.
 *
 * <p>A {@link io.inkwash.weighting.Weighting} is a weight on the squared x0 error. What a network
 * predicts does not enter: the weight on its own squared error follows from the target, by {@code
 * (sigma / det)^2}.
 *
 * <table>
 * <caption>Weightings, on the squared x0 error</caption>
 * <tr><th>value</th><th>weight</th></tr>
 * <tr><td>simple</td><td>SNR</td></tr>
 * <tr><td>unit(target)</td><td>(det / sigma)^2</td></tr>
 * <tr><td>vlb, likelihood</td><td>-SNR' / 2</td></tr>
 * <tr><td>vlb(stride)</td><td>(SNR_s - SNR_t) / 2</td></tr>
 * <tr><td>min-SNR</td><td>min(SNR, gamma)</td></tr>
 * <tr><td>soft-min-SNR</td><td>SNR gamma / (SNR + gamma)</td></tr>
 * <tr><td>truncated SNR</td><td>max(SNR, 1)</td></tr>
 * <tr><td>P2</td><td>SNR / (k + SNR)^gamma</td></tr>
 * <tr><td>cos-map, inverse variance</td><td>on the squared velocity error: 2 / (pi (alpha^2 +
 *     sigma^2)), 1 / sigma^2</td></tr>
 * <tr><td>debiased</td><td>sqrt(SNR)</td></tr>
 * <tr><td>EDM</td><td>SNR + 1 / sigmaData^2</td></tr>
 * </table>
 *
 * <p>To add a weighting, write a record with its logarithm and name it in {@link
 * io.inkwash.weighting.Weightings}.
 */
@NullMarked
package io.inkwash.weighting;

import org.jspecify.annotations.NullMarked;
