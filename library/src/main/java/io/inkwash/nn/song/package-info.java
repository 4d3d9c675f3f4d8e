/**
 * The U-Nets of score-based models: NCSN++ and DDPM++ (Song et al. 2021, arXiv 2011.13456, appendix
 * H), as EDM writes both as one network of options (Karras et al. 2022, arXiv 2206.00364, table 7).
 *
 * <table>
 * <caption>The two forms</caption>
 * <tr><th>option</th><th>DDPM++</th><th>NCSN++</th></tr>
 * <tr><td>{@link io.inkwash.nn.song.SongConfig.Embedding}</td><td>positional</td><td>Fourier</td></tr>
 * <tr><td>{@link io.inkwash.nn.song.SongConfig.Encoder}</td><td>standard</td><td>residual</td></tr>
 * <tr><td>{@link io.inkwash.nn.song.Filter}</td><td>box</td><td>smooth</td></tr>
 * </table>
 *
 * <p>Both resample in residual blocks and divide sums by the square root of 2. The names of the
 * other options in score_sde: {@code resblock_type = ddpm} is {@link
 * io.inkwash.nn.Resampling#CONVOLUTION}, without {@code resamp_with_conv} {@code PLAIN}; {@code
 * skip_rescale = False} is {@link io.inkwash.nn.song.Sums#PLAIN}; {@code progressive_combine = cat}
 * is {@code SKIP_CAT}.
 *
 * <p>Names in the state dict are those of EDM's SongUNet, but that a level is {@code level1} where
 * that has the size of pictures there, {@code 16x16}: one network here takes several sizes. To add
 * an option, add it to {@link io.inkwash.nn.song.SongConfig} and to the registration in {@code
 * io.inkwash.recipe.parts}.
 */
@NullMarked
package io.inkwash.nn.song;

import org.jspecify.annotations.NullMarked;
