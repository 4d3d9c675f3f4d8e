package io.inkwash.recipe;

import io.inkwash.data.PixelRange;
import io.inkwash.io.Picture;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Tensors of images as pictures. */
public final class Pictures {
  private Pictures() {}

  /**
   * One picture an image; values outside the range become black or white.
   *
   * @param images [N,C,H,W]
   * @param range the numbers that pixels are
   */
  public static List<Picture> of(Tensor images, PixelRange range) {
    float[] values = Tensors.toFloats(images);
    int channels = Math.toIntExact(images.size(1));
    int height = Math.toIntExact(images.size(2));
    int width = Math.toIntExact(images.size(3));
    int size = channels * height * width;
    List<Picture> pictures = new ArrayList<>();
    for (int start = 0; start < values.length; start += size) {
      byte[] pixels = new byte[size];
      for (int i = 0; i < size; i++) {
        pixels[i] = range.toByte(values[start + i]);
      }
      pictures.add(new Picture(channels, height, width, pixels));
    }
    return pictures;
  }
}
