package io.inkwash.studio;

import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A studio that runs while the tests of a class do, with a folder of runs of its own. */
public final class Running implements BeforeAllCallback, AfterAllCallback {
  private final Optional<Path> models;
  private Path runs;
  private Studio studio;
  private Client client;

  /** Without stored models. */
  public Running() {
    models = Optional.empty();
  }

  /** With the stored models of a folder, which is there before the tests of the class. */
  public Running(Path models) {
    this.models = Optional.of(models);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Torch.init(1);
    runs = Files.createTempDirectory("runs");
    StudioOptions options = StudioOptions.of(runs).withPort(0).withDevice(ComputeDevice.CPU);
    studio = Studio.open(models.map(options::withModels).orElse(options));
    client = new Client(studio);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    studio.close();
    try (var files = Files.walk(runs)) {
      files
          .sorted(java.util.Comparator.reverseOrder())
          .map(Path::toFile)
          .forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The studio. */
  public Studio studio() {
    return studio;
  }

  /** A client of it. */
  public Client client() {
    return client;
  }

  /** Its folder of runs. */
  public Path runs() {
    return runs;
  }
}
