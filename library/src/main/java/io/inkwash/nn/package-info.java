/**
 * Networks: denoisers, generators, discriminators and autoencoders.
 *
 * <p>Parameter names and shapes are those of the reference Python models, so that their weights
 * load as they are and ours load there.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.SimpleUNet}</td><td>three levels, one block a level, no attention;
 *     small enough for a processor</td></tr>
 * <tr><td>{@link io.inkwash.nn.CompactUNet}</td><td>patches of 2x2 pixels, attention at a quarter of
 *     the resolution, classes; the most quality for little arithmetic</td></tr>
 * <tr><td>{@link io.inkwash.nn.AdmUNet}</td><td>attention, residual blocks, classes; Improved DDPM's,
 *     ADM's and deepinv's DiffUNet by configuration</td></tr>
 * <tr><td>{@link io.inkwash.nn.DcganGenerator}, {@link io.inkwash.nn.DcganDiscriminator}</td>
 *     <td>DCGAN's, from 28 to 64 pixels and beyond; classes by concatenation and by projection;
 *     spectral norm</td></tr>
 * <tr><td>{@link io.inkwash.nn.ConvVae}</td><td>an autoencoder of the same
 *     convolutions</td></tr>
 * <tr><td>{@link io.inkwash.nn.song}</td><td>NCSN++ and DDPM++</td></tr>
 * <tr><td>{@link io.inkwash.nn.linear}</td><td>linear attention at all levels but the
 *     deepest</td></tr>
 * <tr><td>{@link io.inkwash.nn.latent}</td><td>the networks of latent diffusion</td></tr>
 * <tr><td>{@link io.inkwash.nn.text}</td><td>encoders of text</td></tr>
 * </table>
 *
 * <p>Conventions:
 *
 * <ul>
 *   <li>A class is a number from 0. {@link io.inkwash.nn.Conditioning#NULL_CLASS}, -1, means that
 *       the class is unknown; it stands for a zero embedding, so state dicts are the reference's
 *       with or without it, and any class-conditional network can be evaluated without a class.
 *       {@link io.inkwash.nn.Conditioning#dropped} trains for that.
 *   <li>A layer that is registered with {@code Start.ZERO} starts at zero: last convolutions of
 *       residual blocks, of attention, of the network.
 *   <li>Dropout masks are a function of the key given to {@link io.inkwash.nn.Backbone#dropFrom},
 *       so a resumed training repeats them bit for bit. The reference models' tables that are not
 *       weights (deepinv's two buffers of alphas) are not in state dicts.
 * </ul>
 *
 * <p>To add a denoiser's network, extend {@link io.inkwash.nn.Backbone}; the other kinds are {@link
 * io.inkwash.nn.GeneratorNet}, {@link io.inkwash.nn.DiscriminatorNet} and {@link
 * io.inkwash.nn.VariationalNet}. Each has children in typed fields, registered by {@code
 * child(name, module)} under the reference's names, and a config record that checks its sizes. Then
 * register it in {@code io.inkwash.recipe.parts.Networks} or {@code LatentModels}.
 */
@NullMarked
package io.inkwash.nn;

import org.jspecify.annotations.NullMarked;
