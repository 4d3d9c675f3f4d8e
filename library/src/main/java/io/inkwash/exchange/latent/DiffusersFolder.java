package io.inkwash.exchange.latent;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.format.Quote;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.nn.latent.ConditionalUNetConfig;
import io.inkwash.text.ClipTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A pipeline in the folder that diffusers writes. */
final class DiffusersFolder {
  private static final String INDEX = "model_index.json";

  /** The pipelines whose parts are those of Stable Diffusion 1 and 2. */
  private static final String[] PIPELINES = {
    "StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"
  };

  /** The parts, and the class that each may be of. */
  private static final Map<String, String> PARTS =
      Map.of(
          "unet", "UNet2DConditionModel",
          "vae", "AutoencoderKL",
          "text_encoder", "CLIPTextModel",
          "tokenizer", "CLIPTokenizer|CLIPTokenizerFast");

  private DiffusersFolder() {}

  static StoredPipeline open(Path folder) {
    Path index = folder.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      throw new FileException(
          folder, "lacks " + INDEX + "; allowed: a folder of diffusers, with that file in it");
    }
    requireParts(Settings.read(index).ofClass(PIPELINES));
    ConditionalUNetConfig unet = UNetSettings.read(config(folder, "unet"));
    Settings autoencoder = config(folder, "vae");
    AutoencoderKlConfig latents = AutoencoderSettings.read(autoencoder);
    StoredPipeline.Form form =
        new StoredPipeline.Form(
            unet,
            latents,
            ClipSettings.read(config(folder, "text_encoder")),
            AutoencoderSettings.scale(autoencoder),
            SchedulerSettings.read(
                Settings.read(folder.resolve("scheduler").resolve("scheduler_config.json"))));
    ClipTokenizer tokenizer = ClipTokenizer.open(folder.resolve("tokenizer"));
    PartFiles files = new PartFiles();
    try {
      return new StoredPipeline(
          folder,
          form,
          new StoredPipeline.Parts(
              unet(files, folder.resolve("unet"), unet),
              autoencoder(files, folder.resolve("vae"), latents),
              text(files, folder.resolve("text_encoder"))),
          tokenizer,
          files::close);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static void requireParts(Settings index) {
    PARTS.forEach(
        (part, allowed) -> {
          JsonNode entry = index.json().path(part);
          String name = entry.path(1).asText("");
          if (!List.of(allowed.split("\\|")).contains(name)) {
            throw new FileException(
                index.file(),
                "has the part "
                    + part
                    + " of class "
                    + Quote.of(entry.isMissingNode() ? "none" : name)
                    + "; allowed: "
                    + allowed.replace("|", " or "));
          }
        });
  }

  private static Settings config(Path folder, String part) {
    Path inside = folder.resolve(part);
    if (!Files.isDirectory(inside)) {
      throw new FileException(inside, "is missing; copy the model's folder whole");
    }
    return Settings.read(inside.resolve("config.json"));
  }

  private static StoredNetwork unet(PartFiles files, Path folder, ConditionalUNetConfig config) {
    Path file = PartFiles.in(folder);
    UNetNames names = new UNetNames(config);
    return new StoredNetwork(
        file, files.tensors(file), StoredNetwork.Names.one(names::diffusers), name -> false);
  }

  private static StoredNetwork autoencoder(
      PartFiles files, Path folder, AutoencoderKlConfig config) {
    Path file = PartFiles.in(folder);
    AutoencoderNames names = new AutoencoderNames(config.channels().size());
    return new StoredNetwork(
        file,
        files.tensors(file),
        layer -> {
          String name = names.diffusers(layer);
          return List.of(name, AutoencoderNames.older(name));
        },
        name -> false);
  }

  static StoredNetwork text(PartFiles files, Path folder) {
    Path file = PartFiles.in(folder);
    return new StoredNetwork(
        file,
        withoutPrefix(files.tensors(file)),
        StoredNetwork.Names.one(ClipNames::plain),
        ClipNames::ignored);
  }

  /** transformers 5 writes no prefix, earlier ones do. */
  private static Map<String, StoredTensor> withoutPrefix(Map<String, StoredTensor> tensors) {
    return tensors.entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> ClipNames.plain(e.getKey()),
                Map.Entry::getValue,
                (a, b) -> a,
                LinkedHashMap::new));
  }
}
