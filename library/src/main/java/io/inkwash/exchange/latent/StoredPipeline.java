package io.inkwash.exchange.latent;

import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.nn.latent.ConditionalUNet;
import io.inkwash.nn.latent.ConditionalUNetConfig;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.text.ClipTokenizer;
import io.inkwash.torch.Net;
import io.inkwash.torch.Owned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A pipeline of Stable Diffusion 1 or 2 as stored: its settings, and its weights, which stay in
 * their files until a network is built.
 */
public final class StoredPipeline implements AutoCloseable {

  /**
   * The settings.
   *
   * @param unet of the denoiser
   * @param autoencoder of the latents
   * @param text of the text encoder
   * @param latentScale the factor by which latents are multiplied before the denoiser sees them
   * @param scheduler how images are drawn
   */
  public record Form(
      ConditionalUNetConfig unet,
      AutoencoderKlConfig autoencoder,
      ClipTextConfig text,
      double latentScale,
      SchedulerSettings scheduler) {}

  /** Where the weights of the parts are. */
  record Parts(StoredNetwork unet, StoredNetwork autoencoder, StoredNetwork text) {}

  private final Path path;
  private final Form form;
  private final Parts parts;
  private final ClipTokenizer tokenizer;
  private final Runnable closing;

  StoredPipeline(Path path, Form form, Parts parts, ClipTokenizer tokenizer, Runnable closing) {
    this.path = path;
    this.form = form;
    this.parts = parts;
    this.tokenizer = tokenizer;
    this.closing = closing;
    requireMatching();
  }

  /**
   * Opens a folder of diffusers, or one file in CompVis's naming.
   *
   * @throws FileException if a part is missing, damaged or of a kind that does not exist here; the
   *     message is one line
   */
  public static StoredPipeline open(Path path) {
    if (Files.isDirectory(path)) {
      return DiffusersFolder.open(path);
    }
    if (!Files.exists(path)) {
      throw new FileException(
          path, "does not exist; give a folder of diffusers, or one file with all weights");
    }
    return CompVisFile.open(path);
  }

  private void requireMatching() {
    int text = form.text().width();
    int context = form.unet().contextWidth();
    if (text != context) {
      throw mismatch("text encoder gives vectors of " + text, "U-Net reads " + context);
    }
    int latents = form.autoencoder().latentChannels();
    int channels = form.unet().outChannels();
    if (latents != channels) {
      throw mismatch("autoencoder has " + latents + " latent channels", "U-Net " + channels);
    }
    int joined = form.unet().joined();
    if (joined != 0 && joined != latents + 1) {
      throw new FileException(
          path,
          "has a U-Net of "
              + form.unet().inChannels()
              + " channels in; allowed: "
              + latents
              + ", or "
              + (2 * latents + 1)
              + " for inpainting");
    }
    if (tokenizer.vocabularySize() > form.text().vocabulary()) {
      throw mismatch(
          "tokenizer has " + tokenizer.vocabularySize() + " tokens",
          "text encoder " + form.text().vocabulary());
    }
    if (tokenizer.length() > form.text().positions()) {
      throw mismatch(
          "tokenizer makes texts of " + tokenizer.length() + " tokens",
          "text encoder takes " + form.text().positions());
    }
  }

  private FileException mismatch(String one, String other) {
    return new FileException(
        path, "has parts that do not belong together: its " + one + ", its " + other);
  }

  /** The folder or file. */
  public Path path() {
    return path;
  }

  /** The settings. */
  public Form form() {
    return form;
  }

  /** The tokenizer. */
  public ClipTokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * A network with its numbers.
   *
   * @param network closed with it
   * @param numbers memory that the network reads
   */
  public record Filled<N extends Net>(Owned<N> network, List<TensorData> numbers)
      implements AutoCloseable {
    public Filled {
      numbers = List.copyOf(numbers);
    }

    /** The network. */
    public N value() {
      return network.value();
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** The denoiser. */
  public Filled<ConditionalUNet> unet(Lora changes) {
    return filled(() -> new ConditionalUNet(form.unet()), parts.unet(), changes.unet());
  }

  /** The autoencoder. */
  public Filled<AutoencoderKl> autoencoder() {
    return filled(
        () -> new AutoencoderKl(form.autoencoder()), parts.autoencoder(), WeightChange.NONE);
  }

  /** The text encoder. */
  public Filled<ClipTextEncoder> text(Lora changes) {
    return filled(() -> new ClipTextEncoder(form.text()), parts.text(), changes.text());
  }

  static <N extends Net> Filled<N> filled(
      Supplier<N> build, StoredNetwork stored, WeightChange change) {
    List<TensorData> numbers = new ArrayList<>();
    Owned<N> network =
        Owned.of(
            () -> {
              N built = Net.hollow(build);
              numbers.addAll(stored.fill(built, change));
              built.train(false);
              return built;
            });
    return new Filled<>(network, numbers);
  }

  /** Closes the files; networks that were built stay as they are. */
  @Override
  public void close() {
    closing.run();
  }
}
