package io.inkwash.data.decode;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The picture formats that are read. A file's format is decided by its first bytes, not by its
 * name.
 */
public enum ImageFormat {
  PNG("PNG", "png", "89504e47"),
  JPEG("JPEG", "jpg jpeg jfif", "ffd8ff"),
  WEBP("WebP", "webp", "52494646.{8}57454250"),
  TIFF("TIFF", "tif tiff", "(49492a00|4d4d002a)");

  /** The names of the formats, for messages. */
  public static final String NAMES = "PNG, JPEG, WebP or TIFF";

  /** The endings of file names, in lower case and without the dot, that promise such a picture. */
  public static final Set<String> ENDINGS =
      Stream.of(values())
          .flatMap(format -> Stream.of(format.endings.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  /** As many bytes as the longest signature. */
  private static final int SIGNATURE = 12;

  private final String label;
  private final String endings;
  private final String signature;

  /**
   * A format.
   *
   * @param label its name as people write it
   * @param endings of file names, separated by spaces
   * @param signature a pattern of a file's first bytes as hexadecimal digits
   */
  ImageFormat(String label, String endings, String signature) {
    this.label = label;
    this.endings = endings;
    this.signature = signature;
  }

  /** The format that a file's first bytes name. */
  static Optional<ImageFormat> of(byte[] file) {
    String first = HexFormat.of().formatHex(file, 0, Math.min(SIGNATURE, file.length));
    return Stream.of(values()).filter(format -> first.matches(format.signature + ".*")).findFirst();
  }

  /**
   * A new decoder. Java's own decoders of JPEG and TIFF stop at faulty color profiles and at files
   * with several pages or unusual compressions; these do not.
   */
  ImageReader reader() throws IOException {
    return switch (this) {
      case PNG -> ImageIO.getImageReadersByFormatName("png").next();
      case JPEG -> provider(JPEGImageReaderSpi.class, JPEGImageReaderSpi::new);
      case WEBP -> provider(WebPImageReaderSpi.class, WebPImageReaderSpi::new);
      case TIFF -> provider(TIFFImageReaderSpi.class, TIFFImageReaderSpi::new);
    };
  }

  /** A decoder by its class: which one a format's name finds depends on the class path's order. */
  private static <P extends ImageReaderSpi> ImageReader provider(Class<P> type, Supplier<P> maker)
      throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    P provider = registry.getServiceProviderByClass(type);
    if (provider == null) {
      provider = maker.get();
      registry.registerServiceProvider(provider, ImageReaderSpi.class);
    }
    return provider.createReaderInstance();
  }

  /** The name of the format as people write it. */
  @Override
  public String toString() {
    return label;
  }
}
