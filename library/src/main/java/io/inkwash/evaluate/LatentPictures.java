package io.inkwash.evaluate;

import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.model.ImageEncoder;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures of what the latents of a model hold.
 *
 * @param model maps images to latents and back
 */
public record LatentPictures(ImageEncoder model) {
  private static final double REACH = 3; // standard deviations of the prior

  /**
   * Images and what is left of them, in turn: original, reconstruction, original, ...
   *
   * @param images of the model's form
   * @param count the first so many, 1 to all
   */
  public List<Picture> reconstructions(ImageSource images, int count) {
    PixelRange range = model.data().range();
    List<Picture> pairs = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      Picture original = Pictures.of(images, k);
      try (TensorScope scope = TensorScope.open();
          ComputeDevice.Use use = model.device().enter()) {
        Tensor x = Pictures.tensor(List.of(original), range);
        pairs.add(original);
        pairs.addAll(Pictures.of(model.decode(model.encode(x)), range));
      }
    }
    return pairs;
  }

  /**
   * A row for each of the first latent numbers, which runs from -3 to 3 while the others stay those
   * of image 0 of the seed.
   *
   * @param rows numbers to vary, 1 to all
   * @param columns pictures a row, 2 or more
   */
  public List<Picture> traversal(long seed, int rows, int columns) {
    int size = size();
    if (rows < 1 || rows > size || columns < 2) {
      throw new IllegalArgumentException(
          "traversal of "
              + rows
              + " numbers in "
              + columns
              + " pictures; allowed: 1 to "
              + size
              + ", 2 or more");
    }
    List<Picture> pictures = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      try (TensorScope scope = TensorScope.open();
          ComputeDevice.Use use = model.device().enter()) {
        Tensor z = Rng.seed(seed).stream("sample").normalRows(0, 0, 1, size).repeat(columns, 1);
        float[] steps = new float[columns];
        for (int k = 0; k < columns; k++) {
          steps[k] = (float) (REACH * (2.0 * k / (columns - 1) - 1));
        }
        z.select(1, row).copy_(Tensors.of(steps, columns));
        long[] shape = model.latentShape();
        long[] batch = new long[shape.length + 1];
        batch[0] = columns;
        System.arraycopy(shape, 0, batch, 1, shape.length);
        pictures.addAll(Pictures.of(model.decode(z.view(batch)), model.data().range()));
      }
    }
    return pictures;
  }

  /** The latent numbers of an image. */
  public int size() {
    return Math.toIntExact(Tensors.count(model.latentShape()));
  }
}
