package io.inkwash.data;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder and of all folders within. Links are followed. */
final class FolderFiles implements ImageFiles {

  private final Path root;
  private final List<String> paths;

  FolderFiles(Path root) throws IOException {
    this.root = root;
    try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      String separator = root.getFileSystem().getSeparator();
      this.paths =
          walk.filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString().replace(separator, "/"))
              .sorted()
              .toList();
    }
  }

  @Override
  public String where() {
    return root.toString();
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public byte[] read(String path) throws IOException {
    Path file = root.resolve(path);
    if (Files.size(file) > LARGEST) {
      throw new IOException("over " + (LARGEST >> 20) + " MiB");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public void close() {}
}
