package io.inkwash.restore;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.ode.DdimInversion;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * From image to noise and back along one grid: {@link DdimInversion}, then {@link Ddim} without
 * fresh noise.
 *
 * @param path the process
 * @param times strictly falling, to 0
 * @param rounds how often each step up is refined: 1 as published
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Inversion(GaussianPath path, double[] times, int rounds) {

  /**
   * The noise behind images.
   *
   * @param images [N,C,H,W], float64
   */
  public Tensor noise(Tensor images, Denoiser denoiser) {
    return new DdimInversion(path, times, rounds)
        .walk(images, denoiser, SamplingLoop.Observer.NONE);
  }

  /** The images that noise becomes. */
  public Tensor images(Tensor noise, Denoiser denoiser) {
    Noise none = noise::clone; // DDIM without fresh noise draws none
    return new SamplingLoop(path, new Ddim(0), times)
        .walk(noise, denoiser, none, SamplingLoop.Observer.NONE);
  }

  /** The mean squared error of a pixel after the way there and back, one number an image. */
  public double[] error(Tensor images, Denoiser denoiser) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor back = images(noise(images, denoiser), denoiser);
      return Tensors.toDoubles(back.sub_(images).square_().flatten(1, -1).mean(1));
    }
  }
}
