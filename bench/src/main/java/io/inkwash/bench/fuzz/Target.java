package io.inkwash.bench.fuzz;

import io.inkwash.catalog.Spec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.SingleImage;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.picture.Metadata;
import io.inkwash.recipe.DiffusionRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reader of files that is tried. The files themselves lie in memory where the system has that.
 */
enum Target {
  SAFETENSORS(false) {
    @Override
    void read(byte[] bytes) {
      Safetensors.parse("case", ByteBuffer.wrap(bytes)).tensors();
    }
  },
  IDX(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      open(bytes, "case.idx");
    }
  },
  PNG(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      SingleImage.read(file(bytes, "case.png"));
    }
  },
  JPEG(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      SingleImage.read(file(bytes, "case.jpg"));
    }
  },
  WEBP(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      SingleImage.read(file(bytes, "case.webp"));
    }

    /** The decoder leaves about 110 bytes of garbage a pixel, and 100 million pixels are read. */
    @Override
    int mostMib() {
      return 12_000;
    }
  },
  TIFF(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      SingleImage.read(file(bytes, "case.tif"));
    }
  },
  METADATA(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      Metadata.read(file(bytes, "case-text.png"));
    }
  },
  ZIP(false) {
    @Override
    void read(byte[] bytes) throws IOException {
      open(bytes, "case.zip");
    }
  },
  JSON(true) {
    @Override
    void read(byte[] bytes) {
      Json.read(new String(bytes, StandardCharsets.UTF_8), DiffusionRecipe.class);
    }
  },
  SPEC(false) {
    @Override
    void read(byte[] bytes) {
      Spec.parse(new String(bytes, StandardCharsets.UTF_8));
    }
  };

  /** Holds the case that is being tried, and is deleted at the end. */
  private static final Path FOLDER = folder();

  /** Whether an IllegalArgumentException is how its documentation says that it refuses. */
  private final boolean refusesArguments;

  Target(boolean refusesArguments) {
    this.refusesArguments = refusesArguments;
  }

  /** Reads a case. */
  abstract void read(byte[] bytes) throws IOException;

  /** The most that reading a case may allocate, in MiB. */
  int mostMib() {
    return 512;
  }

  /** Whether the reader's documentation names this exception. */
  boolean refusesBy(Throwable e) {
    return refusesArguments && e.getClass() == IllegalArgumentException.class;
  }

  private static void open(byte[] bytes, String name) throws IOException {
    DataOptions options = DataOptions.defaults().withListener(DataListener.QUIET);
    DataSets.open(file(bytes, name).toString(), Split.TRAIN, options).count();
  }

  /** A file that holds the case. */
  private static Path file(byte[] bytes, String name) throws IOException {
    return Files.write(FOLDER.resolve(name), bytes);
  }

  private static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path folder =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "inkwash-fuzz")
              : Files.createTempDirectory("inkwash-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> AtomicFiles.delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
