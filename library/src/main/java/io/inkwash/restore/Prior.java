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
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained model as restoration sees it: what images look like, before anything is known of one.
 *
 * @param denoiser the model: unconditional, or for what is requested of all images
 * @param sampler the caller's solver and grid
 * @param data the form of its images: of latents, where it works in those
 * @param pictures the form of its pictures
 * @param codec between pictures and images
 * @param holes makes the denoiser of images with a hole, where the network itself reads what is
 *     known of them; empty for the others
 */
public record Prior(
    Denoiser denoiser,
    SamplingLoop sampler,
    ImageSpec data,
    ImageSpec pictures,
    Codec codec,
    Optional<Holes> holes) {

  /** Makes denoisers of images with a hole. */
  @FunctionalInterface
  public interface Holes {
    /**
     * The denoiser of some images.
     *
     * @param missing [1,1,h,w] 1 in the hole, 0 where the image is known
     * @param known [N,C,h,w] the image of a picture whose hole is gray
     */
    Denoiser of(Tensor missing, Tensor known);
  }

  /** What restoring takes of Java's memory, in bytes, for each number of an image. */
  private static final long BYTES = 64;

  /** Of a model that works in pixels. */
  public Prior(Denoiser denoiser, SamplingLoop sampler, ImageSpec data) {
    this(denoiser, sampler, data, data, Codec.PIXELS, Optional.empty());
  }

  /** Of a model whose network reads no holes. */
  public Prior(
      Denoiser denoiser, SamplingLoop sampler, ImageSpec data, ImageSpec pictures, Codec codec) {
    this(denoiser, sampler, data, pictures, codec, Optional.empty());
  }

  /** The process. */
  public GaussianPath path() {
    return sampler.path();
  }

  /** How many of the pictures' numbers there are to one where black is -1 and white is 1. */
  public double unit() {
    return (pictures.range().high() - pictures.range().low()) / 2;
  }

  /** Whether the model works in pixels, and not in latents. */
  public boolean ofPixels() {
    return codec.equals(Codec.PIXELS);
  }

  /** Pixels that one number of the model stands for, in each direction: 1 for those of pixels. */
  public int factor() {
    return pictures.height() / data.height();
  }

  /** This prior with another denoiser. */
  Prior with(Denoiser other) {
    return new Prior(other, sampler, data, pictures, codec, holes);
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
        data.withSize(height, width));
  }

  /**
   * Refuses a model that works in latents.
   *
   * @param task what needs pixels, such as {@code restore}
   * @throws SpecException if it does
   */
  public void requirePixels(String task) {
    if (!ofPixels()) {
      throw new SpecException(
          task
              + " needs a model that works in pixels, and this one works in latents; allowed: inpaint,"
              + " complete, edit, interpolate and invert");
    }
  }

  /**
   * Refuses a model that does nothing but fill holes.
   *
   * @param task what is no hole, such as {@code edit}
   * @throws SpecException if it does
   */
  public void requireWhole(String task) {
    if (holes.isPresent()) {
      throw new SpecException(
          task + " of a model that fills holes in pictures; allowed: inpaint and complete");
    }
  }

  /** Pictures as the model sees them: [N,C,H,W], float64. */
  public Tensor tensor(List<Picture> pictures) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(codec.encode(pixels(pictures)).to(ScalarType.Double));
    }
  }

  /** Pictures as numbers in their range: [N,C,H,W], float64. */
  public Tensor pixels(List<Picture> some) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(
          Pictures.tensor(some)
              .to(ScalarType.Double)
              .mul_(new Scalar(2 * unit()))
              .add_(new Scalar(pictures.range().low())));
    }
  }

  /** The pixels of what the model sees, in the range of pictures. */
  public Tensor pixels(Tensor images) {
    return codec.decode(images);
  }

  /** What the model sees as pictures. */
  public List<Picture> pictures(Tensor images) {
    return shown(pixels(images));
  }

  /** Numbers in the range of pictures as pictures. */
  public List<Picture> shown(Tensor pixels) {
    return Pictures.of(pixels, pictures.range());
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
