/**
 * Networks: what looks at a noisy image and a time label and answers with an image.
 *
 * <p>Parameter names and shapes are those of the reference Python models, so that their weights
 * load as they are and ours load there.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><td>{@link io.inkwash.nn.SimpleUNet}</td><td>three levels, one block a level, no attention;
 *     small enough for a processor</td></tr>
 * <tr><td>{@link io.inkwash.nn.AdmUNet}</td><td>attention, residual blocks, classes; Improved DDPM's,
 *     ADM's and deepinv's DiffUNet by configuration</td></tr>
 * <tr><td>{@link io.inkwash.nn.DcganGenerator}, {@link io.inkwash.nn.DcganDiscriminator}</td>
 *     <td>DCGAN's, from 28 to 64 pixels and beyond; classes by concatenation and by projection;
 *     spectral norm</td></tr>
 * <tr><td>{@link io.inkwash.nn.ConvVae}</td><td>their convolutions as an autoencoder's</td></tr>
 * </table>
 *
 * <p>Conventions:
 *
 * <ul>
 *   <li>A class is a number from 0. {@link io.inkwash.nn.Conditioning#NULL_CLASS}, -1, says that
 *       nothing is known; it stands for a zero embedding, so state dicts are the reference's with
 *       or without it, and any class-conditional network can be asked without a class. {@link
 *       io.inkwash.nn.Conditioning#dropped} trains for that.
 *   <li>A layer that is registered with {@code Start.ZERO} starts at zero: last convolutions of
 *       residual blocks, of attention, of the network.
 *   <li>Dropout masks are a function of the place given to {@link io.inkwash.nn.Backbone#dropFrom},
 *       so a resumed training repeats them bit for bit. The reference tables that are no weights
 *       (deepinv's two buffers of alphas) are not in state dicts.
 * </ul>
 *
 * <p>To add one, extend {@link io.inkwash.nn.Backbone}: children in typed fields, registered by
 * {@code child(name, module)} under the reference's names, a config record that checks its sizes.
 * Then one line in the catalog.
 */
@NullMarked
package io.inkwash.nn;

import org.jspecify.annotations.NullMarked;
