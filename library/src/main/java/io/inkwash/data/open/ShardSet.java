package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import io.inkwash.data.Sha256;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.StreamedBytes;
import io.inkwash.data.archive.EntryTable;
import io.inkwash.data.archive.FileNames;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.format.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pictures in numbered archives, {@code images-000.tar}, {@code images-001.tar}, ..., which stay
 * there: memory holds where each lies, its class and its caption. Files of one name up to the
 * ending belong together, as WebDataset has it: a picture, {@code .cls} with its class, {@code
 * .txt} with its caption. Without {@code .cls}, a picture's folder in the archive is its class.
 */
final class ShardSet implements FoundSet {
  private static final Pattern SHARD = Pattern.compile(".*\\d\\.(tar|zip)");

  /** Of how many pictures it is looked whether they have color. */
  private static final int PROBES = 16;

  /** How many bad pictures are named. */
  private static final int NAMED = 3;

  private final String name;
  private final Path root;
  private final List<Path> shards;
  private final DataOptions options;

  private ShardSet(String name, Path root, List<Path> shards, DataOptions options) {
    this.name = name;
    this.root = root;
    this.shards = shards;
    this.options = options;
  }

  /**
   * The set that a folder holds; empty unless its archives are numbered and no picture is there.
   */
  static Optional<FoundSet> in(String name, FileTree tree, DataOptions options) {
    List<Path> shards = new ArrayList<>();
    for (String file : tree.files()) {
      if (FileNames.isHidden(file)) {
        continue;
      }
      if (FileNames.isPicture(file)) {
        return Optional.empty();
      }
      if (SHARD.matcher(file).matches()) {
        tree.plain(file).ifPresent(shards::add);
      }
    }
    return shards.isEmpty()
        ? Optional.empty()
        : Optional.of(new ShardSet(name, tree.root(), shards, options));
  }

  @Override
  public boolean hasTest() {
    return false;
  }

  @Override
  public StoredImages read(Split half, Choice choice) {
    Index index = new Index(new EntryTable(shards), options.reading().labels());
    for (int shard = 0; shard < shards.size(); shard++) {
      index.add(shard);
    }
    if (index.table.count() == 0) {
      throw new DataException(root + ": its archives hold no pictures");
    }
    ShardFacts facts = new ShardFacts(index.table, options.cacheFolder());
    int[] bad = options.reading().bad() == Reading.BadImages.SKIP ? facts.bad() : new int[0];
    int[] chosen = choice.of(index.table.count());
    int[] good =
        IntStream.of(chosen).filter(entry -> Arrays.binarySearch(bad, entry) < 0).toArray();
    if (good.length == 0) {
      throw new DataException(root + ": " + cannotUse(index.table, facts, bad));
    }
    Shards pictures =
        new Shards(index.table, facts, shape(index.table, good), options.height() > 0);
    StoredImages source =
        index
            .described(StoredImages.unlabeled(name, pictures.shape(), StreamedBytes.of(pictures)))
            .choose(good);
    return (bad.length == 0
            ? source
            : source.withNote("left out: " + cannotUse(index.table, facts, bad)))
        .withNote(
            format(
                "%d images in %d archives are read whenever they are wanted, and not kept in memory",
                index.table.count(), shards.size()));
  }

  private static String cannotUse(EntryTable table, ShardFacts facts, int[] bad) {
    return format(
        "%d of %d images cannot be used: %s%s",
        bad.length,
        table.count(),
        IntStream.of(bad)
            .limit(NAMED)
            .mapToObj(entry -> String.valueOf(facts.fault(entry)))
            .collect(Collectors.joining("; ")),
        bad.length > NAMED ? "; and " + (bad.length - NAMED) + " more" : "");
  }

  /** The shape of all, by the first and by whether some are in color. */
  private ImageShape shape(EntryTable table, int[] entries) {
    ImageShape first = decoded(table, entries[0]).shape();
    int channels = first.channels();
    int probes = Math.min(PROBES, entries.length);
    for (int i = 1; i < probes && options.channels() == 0; i++) {
      int entry = entries[(int) ((long) i * (entries.length - 1) / (probes - 1))];
      channels = Math.max(channels, decoded(table, entry).shape().channels());
    }
    return options.wanted(new ImageShape(channels, first.height(), first.width()));
  }

  private static Picture decoded(EntryTable table, int entry) {
    return ImageDecoder.decode(table.where(entry), table.read(entry));
  }

  /** What the entries of the archives say. */
  private static final class Index {
    private final EntryTable table;
    private final List<String> classes = new ArrayList<>();
    private final List<String> captions = new ArrayList<>();
    private final Map<String, String> words = new HashMap<>(); // one object a class
    private final Reading.Labels labels;
    private boolean labeled = true;
    private boolean captioned;

    Index(EntryTable table, Reading.Labels labels) {
      this.table = table;
      this.labels = labels;
    }

    void add(int shard) {
      List<Map.Entry<String, EntryTable.Position>> pictures = new ArrayList<>();
      Map<String, EntryTable.Position> beside = new HashMap<>();
      table.scan(
          shard,
          (file, position) -> {
            if (FileNames.isHidden(file)) {
              return;
            }
            if (FileNames.isPicture(file)) {
              pictures.add(Map.entry(file, position));
            } else if (file.endsWith(".cls") || file.endsWith(".txt")) {
              beside.put(file, position);
            }
          });
      for (Map.Entry<String, EntryTable.Position> picture : pictures) {
        table.keep(picture.getValue());
        describe(picture.getKey(), beside);
      }
    }

    private void describe(String file, Map<String, EntryTable.Position> beside) {
      String key = file.substring(0, file.length() - Names.ending(file).length());
      EntryTable.Position label = beside.get(key + "cls");
      String word = label != null ? table.text(label) : inName(file);
      labeled &= !word.isEmpty();
      classes.add(words.computeIfAbsent(word, same -> same));
      EntryTable.Position caption = beside.get(key + "txt");
      captioned |= caption != null;
      captions.add(caption == null ? "" : table.text(caption));
    }

    /** The class that a picture's name says; empty for none. */
    private String inName(String file) {
      String last = FileNames.last(file);
      if (labels == Reading.Labels.FILE_NAMES) {
        return last.substring(0, Math.max(0, last.indexOf('_')));
      }
      String folder = FileNames.folder(file);
      return folder.isEmpty() ? "" : FileNames.last(folder.substring(0, folder.length() - 1));
    }

    StoredImages described(StoredImages source) {
      StoredImages described = source;
      if (labeled) {
        List<String> names = names();
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(word -> numbers.put(word, numbers.size()));
        described = described.withLabels(classes.stream().mapToInt(numbers::get).toArray(), names);
      }
      return captioned ? described.withCaptions(captions) : described;
    }

    /** The names of the classes: in the order of numbers where all are, else of letters. */
    private List<String> names() {
      TreeSet<String> names = new TreeSet<>(words.keySet());
      boolean numbers = names.stream().allMatch(word -> word.matches("\\d{1,9}"));
      return names.stream()
          .sorted(numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder())
          .toList();
    }
  }

  /** The pictures where they lie. */
  private record Shards(EntryTable table, ShardFacts facts, ImageShape shape, boolean scaled)
      implements StreamedBytes.Pictures {
    @Override
    public int count() {
      return table.count();
    }

    @Override
    public Picture read(int index) {
      return ImageDecoder.decode(
          table.where(index), table.read(index), decoded -> fitted(index, decoded.picture()));
    }

    private Picture fitted(int index, Picture picture) {
      if (!scaled && !picture.shape().isSizeOf(shape)) {
        throw new DataException(
                format(
                    "%s: is %s, others are %s; give one size",
                    table.where(index), picture.shape(), shape))
            .withRemedy(DataException.Remedy.SIZE);
      }
      return picture.fitted(shape.height(), shape.width()).inChannels(shape.channels());
    }

    @Override
    public void identify(int index, Sha256 into) {
      into.line(table.size(index) + " " + facts.checksum(index));
    }
  }
}
