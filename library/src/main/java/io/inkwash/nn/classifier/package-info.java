/**
 * Classifiers of images that are still noisy: the gradient of their log-probability guides a
 * diffusion model toward a class (Dhariwal and Nichol 2021, arXiv 2105.05233, section 4).
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.classifier.NoisyImageNet}</td><td>four convolutions that receive the
 *     noise level; for images from 8 by 8 pixels</td></tr>
 * <tr><td>{@link io.inkwash.nn.classifier.EncoderUNet}</td><td>ADM's, whose weights are
 *     published</td></tr>
 * </table>
 *
 * <p>To add one, extend {@link io.inkwash.torch.Net} with a method from [N,C,H,W] noisy images and
 * [N] noise levels to [N,K] logits, and read it as an {@code io.inkwash.denoise.Classifier}.
 */
@NullMarked
package io.inkwash.nn.classifier;

import org.jspecify.annotations.NullMarked;
