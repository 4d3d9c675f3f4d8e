package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.codec.Codec;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained model as restoration sees it: what images look like, before anything is known of one.
 *
 * @param denoiser the model, unconditional
 * @param sampler the caller's solver and grid
 * @param data the form of its images: of latents, where it works in those
 * @param pictures the form of its pictures
 * @param codec between pictures and images
 */
public record Prior(
    Denoiser denoiser, SamplingLoop sampler, ImageSpec data, ImageSpec pictures, Codec codec) {

  /** What restoring takes of Java's memory, in bytes, for each number of an image. */
  private static final long BYTES = 64;

  /** Of a model that works in pixels. */
  public Prior(Denoiser denoiser, SamplingLoop sampler, ImageSpec data) {
    this(denoiser, sampler, data, data, Codec.PIXELS);
  }

  /** The process. */
  public GaussianPath path() {
    return sampler.path();
  }

  /** How many of the model's numbers there are to one where black is -1 and white is 1. */
  public double unit() {
    return (data.range().high() - data.range().low()) / 2;
  }

  /** This prior with another denoiser. */
  Prior with(Denoiser other) {
    return new Prior(other, sampler, data, pictures, codec);
  }

  /**
   * That of larger images, made of tiles of the model's own size; see {@link Tiled}.
   *
   * @param atOnce the most tiles at once
   * @throws SpecException if the images are smaller than the model's, or too large for memory
   */
  public Prior on(int height, int width, int atOnce) {
    if (height == pictures.height() && width == pictures.width()) {
      return this;
    }
    requirePixels("work in tiles");
    if (height < data.height() || width < data.width()) {
      throw new SpecException(
          format(
              "an image of %dx%d in tiles of the model's %dx%d; allowed: that size or larger",
              width, height, data.width(), data.height()));
    }
    long needed = BYTES * data.channels() * height * width;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new SpecException(
          format(
              "an image of %dx%d needs about %d MiB, Java may use %d MiB; scale it down or give Java more",
              width, height, needed >> 20, heap >> 20));
    }
    return new Prior(
        new Tiled(denoiser, data.height(), data.width(), atOnce),
        sampler,
        new ImageSpec(
            data.channels(), height, width, data.range(), data.classNames(), data.vocabulary()));
  }

  /**
   * Refuses a model that works in latents.
   *
   * @param task what needs pixels, such as {@code restore}
   * @throws SpecException if it does
   */
  public void requirePixels(String task) {
    if (!codec.equals(Codec.PIXELS)) {
      throw new SpecException(
          task
              + " needs a model that works in pixels, and this one works in latents; allowed: edit,"
              + " interpolate and invert");
    }
  }

  /** Pictures as the model sees them: [N,C,H,W], float64. */
  public Tensor tensor(List<Picture> pictures) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor pixels =
          Pictures.tensor(pictures)
              .to(ScalarType.Double)
              .mul_(new Scalar(2 * unit()))
              .add_(new Scalar(data.range().low()));
      return scope.keep(codec.encode(pixels).to(ScalarType.Double));
    }
  }

  /** The pixels of what the model sees, in the range of pictures. */
  public Tensor pixels(Tensor images) {
    return codec.decode(images);
  }

  /** What the model sees as pictures. */
  public List<Picture> pictures(Tensor images) {
    return Pictures.of(pixels(images), pictures.range());
  }

  /** The mean of a set as the model sees it: [1,C,H,W], float64. */
  public Tensor mean(ImageSource source) {
    int size = source.shape().size();
    double[] sum = new double[size];
    byte[] pixels = new byte[size];
    for (int k = 0; k < source.count(); k++) {
      source.read(k, pixels, 0);
      for (int i = 0; i < size; i++) {
        sum[i] += data.range().toFloat(pixels[i]);
      }
    }
    for (int i = 0; i < size; i++) {
      sum[i] /= source.count();
    }
    return Tensors.of(
        sum, 1, source.shape().channels(), source.shape().height(), source.shape().width());
  }
}
