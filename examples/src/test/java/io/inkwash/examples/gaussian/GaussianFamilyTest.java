package io.inkwash.examples.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.examples.TrainModel;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trained distribution beside the one of maximum likelihood, whose mean and standard deviation
 * are those of the images, each byte spread uniformly over its bin.
 */
class GaussianFamilyTest {
  private static final int SIDE = 12;
  private static final int SIZE = SIDE * SIDE;
  private static final double BIN = 2.0 / 255;

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  @Test
  void trainingEndsAtTheMeanAndDeviationOfTheImages() {
    Path run = folder.resolve("run");
    TrainModel.train("gaussian", Map.of(), run, SIDE, 400);
    double[][] images = images();
    double[] mean = mean(images);
    double[] deviation = deviation(images, mean);
    try (DrawingModel model = Model.open(run);
        TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      GaussianNet network = GaussianFamily.network((GaussianRecipe) model.recipe());
      model.weights().into(network);
      double[] learnedMean = Tensors.toDoubles(network.mean());
      double[] learned = Tensors.toDoubles(network.deviations());
      double nats = 0; // by which the learned distribution is from the best: Kullback and Leibler's
      for (int i = 0; i < SIZE; i++) {
        double ratio = deviation[i] / learned[i];
        double distance = (mean[i] - learnedMean[i]) / learned[i];
        nats += 0.5 * (ratio * ratio + distance * distance - 1) - Math.log(ratio);
      }
      assertThat(nats / SIZE / Math.log(2)).as("excess in bits/dim").isBetween(0.0, 0.02);
      double best = 0;
      for (double s : deviation) {
        best += 0.5 * Math.log(2 * Math.PI * Math.E * s * s);
      }
      double bits = (best / SIZE - Math.log(BIN)) / Math.log(2);
      // The bins' own noise, drawn once an image, moves the measured bits by less than 0.01.
      assertThat(measured(network, images)).isCloseTo(bits, within(0.03));
    }
  }

  @Test
  void aDeviationOfZeroIsRefused() {
    assertThatThrownBy(
            () ->
                new GaussianRecipe(
                    "flat",
                    "",
                    GaussianRecipe.standard().data(),
                    0,
                    GaussianRecipe.standard().training(),
                    GaussianRecipe.standard().learning()))
        .isInstanceOf(SpecException.class)
        .hasMessage("deviation is 0.0; allowed: above 0, such as 1");
  }

  private static double measured(GaussianNet network, double[][] images) {
    float[] pixels = new float[images.length * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) images[i / SIZE][i % SIZE];
    }
    Tensor batch = Tensors.of(pixels, images.length, 1, SIDE, SIDE);
    GaussianBits bits = new GaussianBits(new ImageSpec(1, SIDE, SIDE, PixelRange.SYMMETRIC));
    return bits.of(network, batch, Rng.seed(1), 0).bitsPerDim();
  }

  /** The images of {@link TrainModel}, as numbers from -1 to 1. */
  private static double[][] images() {
    ImageSource digits =
        DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withSize(SIDE).withLimit(500));
    double[][] images = new double[digits.count()][SIZE];
    byte[] bytes = new byte[SIZE];
    for (int k = 0; k < images.length; k++) {
      digits.read(k, bytes, 0);
      for (int i = 0; i < SIZE; i++) {
        images[k][i] = PixelRange.SYMMETRIC.toFloat(bytes[i]);
      }
    }
    return images;
  }

  private static double[] mean(double[][] images) {
    double[] mean = new double[SIZE];
    for (double[] image : images) {
      for (int i = 0; i < SIZE; i++) {
        mean[i] += image[i] / images.length;
      }
    }
    return mean;
  }

  private static double[] deviation(double[][] images, double[] mean) {
    double[] deviation = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double variance = BIN * BIN / 12; // of a byte within its bin
      for (double[] image : images) {
        variance += (image[i] - mean[i]) * (image[i] - mean[i]) / images.length;
      }
      deviation[i] = Math.sqrt(variance);
    }
    return deviation;
  }
}
