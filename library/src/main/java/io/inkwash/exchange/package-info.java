/**
 * Weights from other programs, and for them.
 *
 * <p>{@link io.inkwash.exchange.ModelImport} makes a run of a file or folder of weights. A file is
 * PyTorch's ({@link io.inkwash.exchange.pytorch}), safetensors, several of either with an index, or
 * a folder of diffusers. The weights are found inside the wrappers that training programs put
 * around them, freed of prefixes such as {@code module.}, and renamed by a layout.
 *
 * <p>{@link io.inkwash.exchange.ModelExport} writes a run's weights as safetensors, as PyTorch
 * does, or as a folder of diffusers.
 *
 * <table>
 * <caption>Layouts</caption>
 * <tr><td>{@code adm}</td><td>{@code UNetModel} of improved-diffusion and guided-diffusion</td></tr>
 * <tr><td>{@code diffusers}</td><td>{@code UNet2DModel}</td></tr>
 * <tr><td>{@code simple-unet}</td><td>the small U-Net without attention</td></tr>
 * <tr><td>{@code compact-unet}</td><td>the network of the small recipes, as export writes it</td></tr>
 * <tr><td>{@code lucidrains}</td><td>{@code Unet} of denoising_diffusion_pytorch</td></tr>
 * <tr><td>{@code song-unet}</td><td>{@code SongUNet} of EDM</td></tr>
 * <tr><td>{@code score-sde}</td><td>{@code NCSNpp} and {@code DDPM} of score_sde_pytorch</td></tr>
 * </table>
 *
 * <p>To add a layout, implement {@link io.inkwash.exchange.Layout} and register it in {@link
 * io.inkwash.exchange.Layouts}.
 */
@NullMarked
package io.inkwash.exchange;

import org.jspecify.annotations.NullMarked;
