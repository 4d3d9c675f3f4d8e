/**
 * A U-Net whose attention costs time in proportion to the pixels at all levels but the deepest, in
 * the form of lucidrains' {@code denoising_diffusion_pytorch}. Names in the state dict are those of
 * its {@code Unet}.
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><td>{@link io.inkwash.nn.linear.LinearUNet}</td><td>the network</td></tr>
 * <tr><td>{@code LinearBlock}</td><td>a residual block</td></tr>
 * <tr><td>{@code LinearAttention}, {@code FullAttention}</td><td>attention without and with a map of
 *     all positions against all</td></tr>
 * </table>
 *
 * <p>To add another kind of attention, write it as a {@code FeatureLayer} and choose it in {@link
 * io.inkwash.nn.linear.LinearUNet}.
 */
@NullMarked
package io.inkwash.nn.linear;

import org.jspecify.annotations.NullMarked;
