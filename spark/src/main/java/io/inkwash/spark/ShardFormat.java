package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import io.inkwash.file.Json;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What the files of a set of images are. */
public enum ShardFormat {

  /** A PNG file an image, in one folder, as one machine writes them. */
  FOLDER,

  /**
   * A tar file a shard, in the form of WebDataset: of image 17 there are {@code 000000017.png},
   * {@code .json} with the text that is in it, and where a prompt was requested {@code .txt}.
   */
  TAR;

  /** The time of every entry: bytes depend on the images alone. */
  private static final long EPOCH = 0;

  /** The name of an image's file in a folder. */
  static String pngName(long image) {
    return format("%05d.png", image);
  }

  /** The name of a shard's file. */
  static String tarName(Shard shard) {
    return format("images-%09d.tar", shard.first());
  }

  /** A tar file of one shard that is written image by image. */
  static final class Tar implements AutoCloseable {
    private final TarArchiveOutputStream out;

    Tar(OutputStream file) {
      out = new TarArchiveOutputStream(new FilterOutputStream(file), "UTF-8");
    }

    void add(DrawnImage image) throws IOException {
      String key = format("%09d", image.number());
      entry(key + ".png", image.png());
      entry(key + ".json", Json.line(image.text()).getBytes(StandardCharsets.UTF_8));
      String prompt = image.text().get("inkwash:prompts");
      if (prompt != null) {
        String[] inTurn = prompt.split("\n", -1);
        String own = inTurn[(int) (image.number() % inTurn.length)];
        entry(key + ".txt", own.getBytes(StandardCharsets.UTF_8));
      }
    }

    private void entry(String name, byte[] bytes) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(bytes.length);
      entry.setModTime(EPOCH);
      entry.setUserId(0);
      entry.setGroupId(0);
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
