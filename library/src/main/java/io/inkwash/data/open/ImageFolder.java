package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.caption.CaptionFiles;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.data.open.Reading.BadImages;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the pictures of a folder or an archive, arranged as {@link FolderLayout} says. */
final class ImageFolder implements FoundSet {

  /** How many bad pictures are named. */
  private static final int NAMED = 3;

  private final String name;
  private final FileTree files;
  private final FolderLayout layout;
  private final DataOptions options;

  ImageFolder(String name, FileTree files, DataOptions options) {
    this.name = name;
    this.files = files;
    this.layout = FolderLayout.of(files, options.reading().labels());
    this.options = options;
  }

  @Override
  public boolean hasTest() {
    return layout.images().containsKey(Split.TEST);
  }

  @Override
  public StoredImages read(Split half, Choice choice) {
    List<String> all = Objects.requireNonNull(layout.images().get(half));
    List<String> chosen = IntStream.of(choice.of(all.size())).mapToObj(all::get).toList();
    if (chosen.isEmpty()) {
      throw new DataException(files.root() + ": holds no images of the " + half.word() + " half");
    }
    Decoded decoded = new Decoded(chosen);
    try {
      files.readEach(chosen, decoded);
    } catch (IOException e) {
      throw DataException.in(files.root(), "cannot be read, fetch or copy it again", e);
    }
    StoredImages source = decoded.source();
    for (String note : files.notes()) {
      source = source.withNote(note);
    }
    for (String note : layout.notes()) {
      source = source.withNote(note);
    }
    return source;
  }

  /** Pictures as they are decoded, and what is wrong with those that are not. */
  private final class Decoded implements FileTree.Visitor {
    private final List<String> paths;
    private final @Nullable Picture[] pictures;
    private final @Nullable ImageShape[] natural;
    private final @Nullable String[] faults;
    private final AtomicBoolean memoryChecked = new AtomicBoolean();
    private volatile @Nullable DataException tooLarge;
    private final AtomicInteger turned = new AtomicInteger();

    Decoded(List<String> paths) {
      this.paths = paths;
      pictures = new Picture[paths.size()];
      natural = new ImageShape[paths.size()];
      faults = new String[paths.size()];
    }

    @Override
    public void file(int index, FileTree.Content content) {
      if (tooLarge != null) {
        return;
      }
      String path = paths.get(index);
      try {
        ImageDecoder.decode(path, content.read(), decoded -> keep(index, decoded));
      } catch (IOException e) {
        faults[index] = path + ": cannot be read (" + DataException.reason(e) + ")";
      } catch (DataException e) {
        faults[index] = e.getMessage();
      }
    }

    private Picture keep(int index, ImageDecoder.Decoded decoded) {
      Picture picture = decoded.picture();
      ImageShape wanted = options.wanted(picture.shape());
      if (!memoryChecked.getAndSet(true)) {
        try {
          Bytes.requireMemory(files.root().toString(), paths.size(), wanted);
        } catch (DataException e) {
          tooLarge = e;
        }
      }
      if (decoded.turned()) {
        turned.incrementAndGet();
      }
      natural[index] = picture.shape();
      Picture fitted = picture.fitted(wanted.height(), wanted.width());
      pictures[index] = fitted;
      return fitted;
    }

    StoredImages source() {
      if (tooLarge != null) {
        throw tooLarge;
      }
      List<String> bad = Arrays.stream(faults).filter(Objects::nonNull).toList();
      int[] good = IntStream.range(0, paths.size()).filter(i -> faults[i] == null).toArray();
      boolean skip = options.reading().bad() == BadImages.SKIP;
      if (good.length == 0 || (!bad.isEmpty() && !skip)) {
        throw new DataException(files.root() + (bad.size() == 1 ? "/" : ": ") + cannotUse(bad))
            .withRemedy(DataException.Remedy.SKIP_BAD);
      }
      requireOneSize(good);
      List<Picture> all = IntStream.of(good).mapToObj(i -> kept(pictures[i])).toList();
      int channels = options.channels();
      if (channels == 0) {
        channels = all.stream().mapToInt(p -> p.shape().channels()).max().orElse(1);
      }
      ImageShape first = all.get(0).shape();
      int wanted = channels;
      byte[][] bytes = all.stream().map(p -> p.inChannels(wanted).pixels()).toArray(byte[][]::new);
      StoredImages source =
          StoredImages.unlabeled(
              name, new ImageShape(channels, first.height(), first.width()), bytes);
      int[] labels = IntStream.of(good).map(i -> layout.label(paths.get(i))).toArray();
      if (IntStream.of(labels).allMatch(label -> label >= 0)) {
        source = source.withLabels(labels, layout.classNames());
      }
      List<String> used = IntStream.of(good).mapToObj(paths::get).toList();
      source = CaptionFiles.of(files, used).map(source::withCaptions).orElse(source);
      if (turned.get() > 0) {
        source = source.withNote("turned as their EXIF orientation says: " + turned + " images");
      }
      return bad.isEmpty() ? source : source.withNote("left out: " + cannotUse(bad));
    }

    private String cannotUse(List<String> bad) {
      if (bad.size() == 1) {
        return bad.get(0);
      }
      int more = bad.size() - NAMED;
      return format(
          "%s of %s images cannot be used: %s%s",
          bad.size(),
          paths.size(),
          String.join("; ", bad.subList(0, Math.min(NAMED, bad.size()))),
          more > 0 ? "; and " + more + " more" : "");
    }

    private void requireOneSize(int[] good) {
      if (options.height() > 0) {
        return;
      }
      int first = good[0];
      ImageShape size = kept(natural[first]);
      int[] others = IntStream.of(good).filter(i -> !kept(natural[i]).isSizeOf(size)).toArray();
      if (others.length > 0) {
        throw new DataException(
                format(
                    "%s: %s of %s images have another size than the first: %s is %s, %s is %s; give one size",
                    files.root(),
                    others.length,
                    paths.size(),
                    paths.get(others[0]),
                    natural[others[0]],
                    paths.get(first),
                    size))
            .withRemedy(DataException.Remedy.SIZE);
      }
    }

    private static <T> T kept(@Nullable T decoded) {
      return Objects.requireNonNull(decoded);
    }
  }
}
