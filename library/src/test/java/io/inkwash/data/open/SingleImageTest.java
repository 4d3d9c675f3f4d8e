package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleImageTest {
  @TempDir Path folder;

  private Path write(String name, String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, 0x10000 * (i * 37 % 256) + i * 11 % 256);
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, format, file.toFile());
    return file;
  }

  /** The same bytes as the image has in a set that is fitted to the same size. */
  @Test
  void isReadAndFittedAsImagesOfSetsAre() throws IOException {
    Path file = write("a.b.PNG", "png", 20, 13);
    SingleImage image = SingleImage.read(file);
    assertThat(image.name()).isEqualTo("a.b");
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 13, 20));

    ImageSource set =
        DataSets.open(
            folder.toString(),
            Split.TRAIN,
            DataOptions.defaults().withSize(8).withChannels(1).withDataFolder(null));
    byte[] pixels = new byte[64];
    set.read(0, pixels, 0);
    assertThat(image.square(8).inChannels(1).pixels()).isEqualTo(pixels);
  }

  @Test
  void findsTheImagesOfAFolderByTheirNames() throws IOException {
    write("b.png", "png", 2, 2);
    write("a.JPG", "jpeg", 2, 2);
    write(".hidden.png", "png", 2, 2);
    Files.writeString(folder.resolve("notes.txt"), "a poem");
    Files.createDirectories(folder.resolve("within.png"));
    assertThat(SingleImage.in(folder))
        .containsExactly(folder.resolve("a.JPG"), folder.resolve("b.png"));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> SingleImage.in(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no PNG, JPEG, WebP or TIFF files");
    assertThatThrownBy(() -> SingleImage.read(folder.resolve("a.png")))
        .hasMessageContaining("a.png: no such file");
    Files.writeString(folder.resolve("a.png"), "a poem");
    assertThatThrownBy(() -> SingleImage.read(folder.resolve("a.png")))
        .hasMessageContaining("a.png: is not PNG, JPEG, WebP or TIFF");
  }
}
