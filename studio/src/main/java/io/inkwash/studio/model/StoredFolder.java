package io.inkwash.studio.model;

import io.inkwash.file.FileException;
import io.inkwash.model.folder.StoredModel;
import io.inkwash.studio.http.RequestException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder of models that other programs stored: folders of diffusers, and single files. A
 * model's id is its path below the folder, with slashes. Settings are read again when a file of a
 * model changes.
 */
public final class StoredFolder {
  /** Folders above each other that are looked into. */
  private static final int DEEPEST = 4;

  /** The parts by which a folder is a model, whole or not. */
  private static final List<String> PARTS = List.of("model_index.json", "unet", "vae");

  private final Path root;
  private final Map<Path, Settings> read = new ConcurrentHashMap<>();
  private volatile Map<String, Path> found = Map.of();

  /**
   * What is known of a model.
   *
   * @param changed when its settings changed last
   * @param reading its settings, or why they cannot be read
   */
  private record Settings(FileTime changed, Reading reading) {}

  /** What reading a model's settings gave. */
  interface Reading {
    /**
     * The settings.
     *
     * @throws RequestException naming the field {@code model}, if they cannot be read
     */
    StoredModel model();
  }

  /**
   * The models of a folder.
   *
   * @throws FileException if there is no such folder
   */
  public StoredFolder(Path root) {
    if (!Files.isDirectory(root)) {
      throw new FileException(root, "is no folder; name the folder that holds models");
    }
    this.root = root;
  }

  /** The ids of all models, those that cannot be read among them. */
  Set<String> ids() {
    Map<String, Path> models = new LinkedHashMap<>();
    collect(root, 0, models);
    found = models;
    return models.keySet();
  }

  /**
   * A model. The folder is gone through where the id is of none that was found there before; else
   * that model's files alone are looked at.
   */
  Optional<Reading> model(String id) {
    if (!Optional.ofNullable(found.get(id)).map(StoredFolder::isModel).orElse(false)) {
      ids();
    }
    return Optional.ofNullable(found.get(id)).map(this::reading);
  }

  private static boolean isModel(Path path) {
    return Files.isDirectory(path) ? isFolderOfModel(path) : Files.exists(path);
  }

  private static boolean isFolderOfModel(Path folder) {
    return PARTS.stream().map(folder::resolve).anyMatch(Files::exists);
  }

  private void collect(Path folder, int depth, Map<String, Path> models) {
    if (isFolderOfModel(folder)) {
      models.put(id(folder), folder);
      return;
    }
    for (Path inside : list(folder)) {
      if (Files.isDirectory(inside)) {
        if (depth < DEEPEST) {
          collect(inside, depth + 1, models);
        }
      } else if (isWeights(inside)) {
        models.put(id(inside), inside);
      }
    }
  }

  private static boolean isWeights(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".safetensors") || name.endsWith(".ckpt");
  }

  private String id(Path model) {
    String below = root.relativize(model).toString().replace('\\', '/');
    return below.isEmpty() ? String.valueOf(root.toAbsolutePath().getFileName()) : below;
  }

  private Reading reading(Path path) {
    FileTime changed = changed(path);
    Settings known = read.get(path);
    if (known == null || !known.changed.equals(changed)) {
      known = new Settings(changed, read(path));
      read.put(path, known);
    }
    return known.reading;
  }

  private Reading read(Path path) {
    try {
      StoredModel model = StoredModel.read(path);
      return () -> model;
    } catch (RuntimeException e) {
      String line = Reasons.line(e).replace(root + File.separator, "");
      return () -> {
        throw RequestException.field("model", line);
      };
    }
  }

  /** When a file, or what is in the folders of a model, changed last. */
  private static FileTime changed(Path path) {
    FileTime newest = time(path);
    if (Files.isDirectory(path)) {
      for (Path part : list(path)) {
        List<Path> files = Files.isDirectory(part) ? list(part) : List.of();
        for (Path each : Stream.concat(Stream.of(part), files.stream()).toList()) {
          FileTime time = time(each);
          newest = time.compareTo(newest) > 0 ? time : newest;
        }
      }
    }
    return newest;
  }

  private static FileTime time(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (IOException e) {
      return List.of(); // what cannot be looked into holds nothing for us
    }
  }
}
