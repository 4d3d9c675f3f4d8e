package io.inkwash.data.archive;

import io.inkwash.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder and of the folders within it. Links are followed; one that leads back to a
 * folder above it, or nowhere, is passed over with a note.
 */
public final class FolderFiles implements FileTree {

  private final Path root;
  private final TreeMap<String, Path> files = new TreeMap<>();
  private final List<String> emptyFolders = new ArrayList<>();
  private final List<String> loops = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  private FolderFiles(Path root) {
    this.root = root;
  }

  /**
   * All files below a folder.
   *
   * @throws DataException if a folder within it cannot be read
   */
  public static FolderFiles below(Path root) throws IOException {
    return walked(root, root, Integer.MAX_VALUE);
  }

  /** The files that lie in the same folder as this one. */
  public static FolderFiles beside(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    return walked(file, parent == null ? file : parent, 1);
  }

  private static FolderFiles walked(Path root, Path folder, int depth) throws IOException {
    FolderFiles tree = new FolderFiles(root);
    Set<FileVisitOption> follow = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
    Files.walkFileTree(folder, follow, depth, tree.new TreeListing());
    return tree;
  }

  /** Collects what is found. */
  private final class TreeListing extends SimpleFileVisitor<Path> {
    /** For each open folder its name and how much had been found when it was entered. */
    private final List<Entered> open = new ArrayList<>();

    private int found;

    private record Entered(String name, int before) {}

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean top = open.isEmpty();
      found++;
      open.add(new Entered(top ? "" : within(FileNames.of(folder)), found));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Entered entered = open.remove(open.size() - 1);
      if (found == entered.before && !open.isEmpty()) {
        emptyFolders.add(entered.name);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      found++;
      if (attributes.isSymbolicLink()) {
        broken.add(within(FileNames.of(file)));
      } else if (attributes.isRegularFile()) {
        String name = within(FileNames.of(file));
        while (files.putIfAbsent(name, file) != null) {
          name += "'"; // two names that differ as bytes and look alike as text
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (failure instanceof FileSystemLoopException) {
        loops.add(within(FileNames.of(file)));
        return FileVisitResult.CONTINUE;
      }
      if (failure instanceof NoSuchFileException) { // removed meanwhile
        return FileVisitResult.CONTINUE;
      }
      throw DataException.in(file, "cannot be read", failure);
    }

    private String within(String name) {
      String parent = open.isEmpty() ? "" : open.get(open.size() - 1).name;
      return parent.isEmpty() ? name : parent + "/" + name;
    }
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public List<String> files() {
    return List.copyOf(files.keySet());
  }

  @Override
  public List<String> emptyFolders() {
    return List.copyOf(emptyFolders);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!loops.isEmpty()) {
      notes.add("passed over, links to a folder that they lie in: " + FileNames.brief(loops));
    }
    if (!broken.isEmpty()) {
      notes.add("passed over, links to files that are not there: " + FileNames.brief(broken));
    }
    return notes;
  }

  @Override
  public long size(String file) throws IOException {
    return Files.size(path(file));
  }

  @Override
  public Optional<Path> plain(String file) {
    return Optional.ofNullable(files.get(file));
  }

  @Override
  public InputStream open(String file) throws IOException {
    return Files.newInputStream(path(file));
  }

  @Override
  public void readEach(List<String> wanted, Visitor visitor) throws IOException {
    try {
      IntStream.range(0, wanted.size())
          .parallel()
          .forEach(i -> visitor.file(i, () -> read(path(wanted.get(i)))));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return FileTree.readWhole(in);
    }
  }

  private Path path(String file) throws NoSuchFileException {
    Path path = files.get(file);
    if (path == null) {
      throw new NoSuchFileException(file);
    }
    return path;
  }

  @Override
  public void close() {}
}
