/**
 * How far one distribution is from another: what adversarial networks and variational autoencoders
 * make small. Plain doubles, in nats.
 *
 * <table>
 * <caption>What there is</caption>
 * <tr><th>class</th><th>distributions</th><th>answers</th></tr>
 * <tr><td>{@link io.inkwash.divergence.Gaussian}</td><td>normal, of any dimension: scalar, diagonal,
 *     full covariance</td><td>density, KL in closed form, JS of one dimension by quadrature</td></tr>
 * <tr><td>{@link io.inkwash.divergence.Histogram}</td><td>finitely many outcomes</td>
 *     <td>entropy, KL, JS, the gradient of JS</td></tr>
 * <tr><td>{@link io.inkwash.divergence.MonteCarlo}</td><td>any with a density and samples</td>
 *     <td>KL and JS with a standard error</td></tr>
 * <tr><td>{@link io.inkwash.divergence.OptimalDiscriminator}</td><td>any with a density</td>
 *     <td>the best discriminator, and the value of the adversarial game</td></tr>
 * </table>
 *
 * <h2>KL and JS</h2>
 *
 * <p>{@code KL(p || q) = E_p[log p - log q]}: nonnegative, zero only where both agree, infinite
 * where p has mass that q has not, and not symmetric. {@code JS(p, q) = KL(p || m)/2 + KL(q ||
 * m)/2} with m the mean of both: symmetric, and never above log 2.
 *
 * <p>Between two normal distributions of one dimension,
 *
 * <pre>{@code
 * KL(N(mu1, s1^2) || N(mu2, s2^2)) = log(s2 / s1) + (s1^2 + (mu1 - mu2)^2) / (2 s2^2) - 1/2
 * }</pre>
 *
 * <p>Texts in circulation begin this with {@code log(s1^2 / s2^2)}. That is upside down, and twice
 * too much: with equal means and s2 = 2 s1 it gives -1.76, and no KL is negative. The formula above
 * gives 0.318, which sampling confirms.
 *
 * <h2>The adversarial game</h2>
 *
 * <p>{@code V(D) = E_p[log D] + E_q[log(1 - D)]} (Goodfellow et al. 2014, equation 1), p being the
 * data and q the generator. At each point {@code a log D + b log(1 - D)} has its <em>maximum</em>
 * at {@code D = a / (a + b)}, so the best discriminator is {@code p / (p + q)} (proposition 1), and
 *
 * <pre>{@code
 * max V = -log 4 + 2 JS(p, q)                                        (theorem 1)
 * }</pre>
 *
 * <p>-log 4 is reached at q = p alone. Where p and q do not overlap JS is log 2 whatever their
 * distance: the gradient by the generator is zero (Arjovsky and Bottou 2017, theorem 2.1). The term
 * {@code log(1 - D(G(z)))} goes to 0 there, not to infinity, which is why the generator is trained
 * on {@code -log D(G(z))} instead.
 */
@NullMarked
package io.inkwash.divergence;

import org.jspecify.annotations.NullMarked;
