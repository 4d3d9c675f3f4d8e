package io.inkwash.picture;

import static io.inkwash.format.Text.format;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An animated GIF, written frame by frame.
 *
 * @param frames at least one, all of one size
 * @param delayMillis how long each frame stands
 * @param loop whether the film begins again at its end
 */
record GifFilm(List<Picture> frames, int delayMillis, boolean loop) {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  /** Viewers take anything quicker for a mistake and slow it down. */
  private static final int SHORTEST_MILLIS = 20;

  private static final int MILLIS_A_TICK = 10;

  GifFilm {
    Picture first = ImageIo.requireOneSize(frames);
    if (first.height() > 0xffff || first.width() > 0xffff) {
      throw new IllegalArgumentException(
          format("GIF frames of %s pixels; height and width are at most 65535", first));
    }
    if (delayMillis < SHORTEST_MILLIS) {
      throw new IllegalArgumentException(
          format("a frame every %d ms; at least %d are needed", delayMillis, SHORTEST_MILLIS));
    }
  }

  void writeTo(FileChannel channel) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    BufferedOutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(channel));
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.size(); i++) {
        BufferedImage image = image(frames.get(i));
        // Not createFromRenderedImage: it forgets the palette and takes Java's own.
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(
                new ImageTypeSpecifier(image), writer.getDefaultWriteParam());
        addTiming(metadata, i == 0 && loop);
        writer.writeToSequence(new IIOImage(image, null, metadata), null);
      }
      writer.endWriteSequence();
      output.flush();
      bytes.flush();
    } finally {
      writer.dispose();
    }
  }

  /** GIF has palettes only. Gray pictures get all 256 grays, others a palette of their own. */
  private static BufferedImage image(Picture picture) {
    if (picture.channels() == 3) {
      return Palette.indexed(picture);
    }
    byte[] grays = new byte[256];
    for (int i = 0; i < grays.length; i++) {
      grays[i] = (byte) i;
    }
    return new BufferedImage(
        new IndexColorModel(8, grays.length, grays, grays, grays),
        Rasters.image(picture).getRaster(),
        false,
        null);
  }

  private void addTiming(IIOMetadata metadata, boolean firstOfLoop) throws IIOInvalidTreeException {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    int ticks = Math.round((float) delayMillis / MILLIS_A_TICK);
    control.setAttribute("delayTime", Integer.toString(ticks));
    control.setAttribute("disposalMethod", "none");
    if (firstOfLoop) {
      IIOMetadataNode forever = new IIOMetadataNode("ApplicationExtension");
      forever.setAttribute("applicationID", "NETSCAPE");
      forever.setAttribute("authenticationCode", "2.0");
      forever.setUserObject(new byte[] {1, 0, 0});
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(forever);
      root.appendChild(extensions);
    }
    metadata.setFromTree(FORMAT, root);
  }
}
