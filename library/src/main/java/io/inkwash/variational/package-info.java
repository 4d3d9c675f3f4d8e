/**
 * Variational inference: bounds of the likelihood of a model with latent numbers (Kingma and
 * Welling 2014, arXiv 1312.6114).
 *
 * <pre>{@code
 * log p(x) >= E_q[log p(x|z)] - KL(q(z|x) || p(z)) = ELBO
 * }</pre>
 *
 * <p>The gap is {@code KL(q(z|x) || p(z|x))}: nothing where q is the posterior itself. Texts have
 * the second term as KL(p(z) || q(z|x)), the wrong way round; the mean of {@code log(p(z) /
 * q(z|x))} under q is {@code -KL(q(z|x) || p(z))}.
 *
 * <table>
 * <caption>What there is</caption>
 * <tr><td>{@link io.inkwash.variational.Posterior}</td><td>q(z|x): samples by reparameterization, its
 *     KL, its density</td></tr>
 * <tr><td>{@link io.inkwash.variational.PixelLikelihood}</td><td>p(x|z): {@link
 *     io.inkwash.variational.Bernoulli}, {@link io.inkwash.variational.SharedGaussian}, {@link
 *     io.inkwash.variational.PixelGaussian}</td></tr>
 * <tr><td>{@link io.inkwash.variational.Elbo}</td><td>the loss: beta and free bits</td></tr>
 * <tr><td>{@link io.inkwash.variational.ImportanceBound}</td><td>a tighter bound, of k samples</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.variational;

import org.jspecify.annotations.NullMarked;
