package io.inkwash.cli;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.ReadingOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.NamedSet;
import io.inkwash.format.Quote;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.request.RealImages;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, fetches and shows images. */
@Command(
    name = "data",
    description = "Lists, fetches and shows sets of images.",
    mixinStandardHelpOptions = true)
final class DataCommand implements Runnable {
  private static final int CAPTIONS = 5;
  private static final int CLASSES = 20;
  private static final int SCALE = 4; // room for captions

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: list, fetch or show");
  }

  @Command(description = "Lists the sets that have names.", mixinStandardHelpOptions = true)
  int list() {
    for (NamedSet set : DataSets.named()) {
      out().printf(Locale.ROOT, "%-22s %s%n%-22s %s%n", set.name(), set.about(), "", set.terms());
    }
    out().flush();
    return 0;
  }

  @Command(
      description = "Makes sure that a set is on this machine.",
      mixinStandardHelpOptions = true)
  int fetch(@Parameters(paramLabel = "SET", description = "A set's name.") String set) {
    for (Split split : Split.values()) {
      describe(RealImages.named(set, spec.commandLine().getErr()::println).open(split), split);
    }
    return 0;
  }

  @Command(
      description = "Shows what a set holds, and draws its first images.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "SET", description = "A set's name, or a path.") String set,
      @Option(
              names = "--split",
              paramLabel = "WORD",
              defaultValue = "train",
              description = "train or test. Default: train.")
          Split split,
      @Option(
              names = "--size",
              paramLabel = "N",
              description = "Resize and center-crop the images to NxN. Default: as they are.")
          @Nullable Integer size,
      @Mixin ReadingOptions reading,
      @Option(
              names = "--count",
              paramLabel = "N",
              defaultValue = "64",
              description = "Images to draw. Default: 64.")
          int count,
      @Option(names = "--out", paramLabel = "PNG", description = "Write them as one grid.")
          @Nullable Path png) {
    Usage.requireAtLeast(spec, "--count", count, 1);
    if (size != null) {
      Usage.requireAtLeast(spec, "--size", size, 1);
    }
    if (png != null) {
      Places.requireFile(png);
    }
    reading.check(spec);
    PrintWriter err = spec.commandLine().getErr();
    ImageSource source =
        RealImages.named(set, err::println)
            .read(reading.reading())
            .square(size == null ? 0 : size)
            .open(split);
    describe(source, split);
    if (png != null) {
      int shown = Math.min(count, source.count());
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < shown; i++) {
        pictures.add(picture(source, i));
      }
      int columns = (int) Math.ceil(Math.sqrt(shown));
      ImageIo.writePng(
          png,
          source.captioned()
              ? ImageIo.grid(large(pictures), captions(source, shown), columns, 4)
              : ImageIo.grid(pictures, columns, 2));
      out().println(png);
      out().flush();
    }
    return 0;
  }

  private static String classes(List<String> names) {
    int more = names.size() - CLASSES;
    return String.join(" ", names.subList(0, Math.min(CLASSES, names.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static List<Picture> large(List<Picture> pictures) {
    return pictures.stream().map(picture -> ImageIo.enlarge(picture, SCALE)).toList();
  }

  private static List<String> captions(ImageSource source, int count) {
    return IntStream.range(0, count).mapToObj(source::caption).toList();
  }

  private static Picture picture(ImageSource source, int index) {
    ImageShape shape = source.shape();
    byte[] pixels = new byte[shape.size()];
    source.read(index, pixels, 0);
    return new Picture(shape.channels(), shape.height(), shape.width(), pixels);
  }

  private void describe(ImageSource source, Split split) {
    ImageShape shape = source.shape();
    out()
        .printf(
            Locale.ROOT,
            "%s %s: %,d images of %dx%d, %s, %s, sha256 %.16s%n",
            source.name(),
            split.word(),
            source.count(),
            shape.width(),
            shape.height(),
            shape.channels() == 1 ? "gray" : "RGB",
            source.classes() == 0
                ? "no classes"
                : "classes " + Quote.line(classes(source.classNames())),
            source.contentHash());
    for (int i = 0; source.captioned() && i < Math.min(CAPTIONS, source.count()); i++) {
      out().println("  " + Quote.line(source.caption(i)));
    }
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
