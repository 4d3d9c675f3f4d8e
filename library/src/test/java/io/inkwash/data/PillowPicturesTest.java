package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.data.decode.ImageDecoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A picture in each mode of PNG, JPEG, WebP and TIFF has the pixels that Pillow reads; {@code
 * make_pictures.py} beside the pictures wrote both.
 */
class PillowPicturesTest {
  private static final String FOLDER = "pictures/";

  static Stream<Map.Entry<String, Picture>> pictures() throws IOException {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new GZIPInputStream(open("pixels.gz")))) {
      for (int length = in.read(); length > 0; length = in.read()) {
        String name = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        ImageShape shape =
            new ImageShape(in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort());
        pictures.put(name, new Picture(shape, in.readNBytes(shape.size())));
      }
    }
    return pictures.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void hasPillowsPixels(Map.Entry<String, Picture> expected) throws IOException {
    String name = expected.getKey();
    Picture wanted = expected.getValue();
    Picture found;
    try (InputStream in = open(name)) {
      found = ImageDecoder.decode(name, in.readAllBytes());
    }
    if (name.startsWith("lossy")) {
      // The decoder repeats each color sample over 2x2 pixels, where Pillow's blends them: only the
      // gray of the two can be compared, and bright colors are clipped in one and not the other.
      found = found.inChannels(1);
      wanted = wanted.inChannels(1);
    }
    assertThat(found.shape()).isEqualTo(wanted.shape());
    int worst = 0;
    for (int i = 0; i < wanted.pixels().length; i++) {
      worst = Math.max(worst, Math.abs((found.pixels()[i] & 0xff) - (wanted.pixels()[i] & 0xff)));
    }
    assertThat(worst).as("greatest difference").isLessThanOrEqualTo(tolerance(name));
  }

  /**
   * Lossless formats are exact. JPEG decoders may round the inverse cosine transform and the color
   * transform each their own way, and inks multiply two values.
   */
  private static int tolerance(String name) {
    if (name.startsWith("lossy.")) {
      return 8;
    }
    return name.endsWith(".jpg") || name.startsWith("lossy-gray") ? 2 : 0;
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        PillowPicturesTest.class.getResourceAsStream(FOLDER + name), name);
  }
}
