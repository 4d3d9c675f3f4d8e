package io.inkwash.recipe.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {

  private static ImageSpec images(int channels, int height, int width) {
    return new ImageSpec(channels, height, width, PixelRange.SYMMETRIC);
  }

  private static NetworkFactory architecture(String words) {
    return Catalog.NETWORKS.make(Spec.parse(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simple-unet(width=8) | 1 | 3",
        "simple-unet(width=8) | 2 | 6",
        "compact-unet(width=32, blocks=2) | 1 | 3",
        "compact-unet(width=32, middle=1, attention=true) | 2 | 6",
        "adm-unet(width=32, multipliers=1:2, blocks=1, attention=0) | 1 | 3",
        "adm-unet(width=32, multipliers=1:2, blocks=1, attention=2) | 2 | 6",
        "adm-unet(width=64, multipliers=0.5:1, blocks=1, attention=1:2, heads=0, headWidth=16,"
            + " order=new, modulation=add, resampling=residual, sizes=padded) | 1 | 3",
        "song-unet(width=8, multipliers=1:2, blocks=1) | 1 | 3",
        "song-unet(width=8, multipliers=1:2:1, blocks=2, attention=1:4, embedding=fourier,"
            + " encoder=residual, decoder=skip, filter=smooth) | 2 | 6",
        "song-unet(width=8, multipliers=1:2:1, blocks=1, encoder=skip-cat, decoder=residual,"
            + " resampling=plain, filter=smooth, sums=plain) | 1 | 3",
        "linear-unet(width=8, multipliers=1:2, heads=2, headWidth=4) | 1 | 3",
      })
  void answersWithPicturesOfTheRecipesForm(String words, int parts, long channels) {
    try (TensorScope scope = TensorScope.open()) {
      Backbone network = architecture(words).build(images(3, 8, 12), 3, 0, parts);
      network.dropFrom(Rng.seed(1));
      Tensor x = Rng.seed(2).normal(2, 3, 8, 12);
      Tensor y = network.forward(x, Tensors.of(new float[] {1, 9}, 2), Conditioning.none());
      assertThat(Tensors.shape(y)).containsExactly(2, channels, 8, 12);
    }
  }

  @Test
  void refusesSizesThatDoNotHalve() {
    String words = "adm-unet(width=32, multipliers=1:1:1, attention=4)";
    assertThatThrownBy(
            () -> architecture(words).check("adm-unet", images(1, 30, 32), TextFactory.NONE))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("32x30; allowed: multiples of 4");
    architecture("adm-unet(sizes=padded)").check("adm-unet", images(1, 30, 32), TextFactory.NONE);
    architecture("diffunet").check("diffunet", images(1, 28, 28), TextFactory.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compact-unet(width=40) | width is 40",
        "adm-unet(width=40) | channels in a level is 40",
        "adm-unet(heads=4, headWidth=64) | one of them positive",
        "adm-unet(heads=3) | 256 channels do not split into 3 heads",
        "adm-unet(attention=3) | powers of two up to 8",
        "adm-unet(order=old) | legacy or new",
        "diffunet(blocks=2) | no argument blocks",
        "song-unet(width=6) | channels in a level is 12",
        "song-unet(attention=8) | powers of two up to 4",
        "linear-unet(width=7) | width is 7",
      })
  void refusesWhatCannotBeBuilt(String words, String reason) {
    assertThatThrownBy(() -> architecture(words))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(reason);
  }
}
