package io.inkwash.picture;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
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

  /** One image of a source, byte for byte. */
  public static Picture of(ImageSource source, int index) {
    ImageShape shape = source.shape();
    byte[] pixels = new byte[shape.size()];
    source.read(index, pixels, 0);
    return new Picture(shape.channels(), shape.height(), shape.width(), pixels);
  }

  /** Pictures of one size as a batch in a range, [N,C,H,W] float32, on the current device. */
  public static Tensor tensor(List<Picture> pictures, PixelRange range) {
    return tensor(pictures)
        .mul_(new Scalar(range.high() - range.low()))
        .add_(new Scalar(range.low()));
  }

  /**
   * Pictures of one form as a tensor.
   *
   * @return [N,C,H,W] float32 in [0, 1]
   */
  public static Tensor tensor(List<Picture> pictures) {
    Picture first = pictures.get(0);
    int size = first.pixels().length;
    float[] values = new float[pictures.size() * size];
    for (int k = 0; k < pictures.size(); k++) {
      byte[] pixels = pictures.get(k).pixels();
      for (int i = 0; i < size; i++) {
        values[k * size + i] = PixelRange.UNIT.toFloat(pixels[i]);
      }
    }
    return Tensors.of(values, pictures.size(), first.channels(), first.height(), first.width());
  }
}
