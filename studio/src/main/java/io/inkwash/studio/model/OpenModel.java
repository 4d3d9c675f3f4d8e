package io.inkwash.studio.model;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.Prior;
import io.inkwash.torch.ComputeDevice;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A model with its weights. Used and closed on the thread of its device. */
public interface OpenModel extends AutoCloseable {

  /** Where it computes. */
  ComputeDevice device();

  /** Whether there are no newer weights than those that were read. */
  boolean isNewest();

  /** Images to be drawn. */
  Drawing drawing(GenerateOptions requested, ImageSpec pictures);

  /**
   * The model as editing and restoration use it.
   *
   * @throws io.inkwash.studio.http.RequestException naming the field model, if it does not denoise
   */
  Prior prior(GenerateOptions requested, ImageSpec pictures);

  /** The forward process, where it has one. */
  Optional<GaussianPath> path();

  /** The most pictures of a form in a batch. */
  int largestBatch(ImageSpec pictures);

  /**
   * States on the way to an image as they are shown while it is drawn: where decoding them takes
   * long, fewer of their numbers.
   *
   * @param states [N,C,h,w]
   */
  Tensor thinned(Tensor states);

  /** What it is, as the text of pictures' files has it. */
  Map<String, String> text();

  /** The same with how a picture was drawn. */
  Map<String, String> text(GenerateOptions requested, ImageSpec pictures);

  @Override
  void close();
}
