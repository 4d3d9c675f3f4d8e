package io.inkwash.exchange.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inkwash.file.DType;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.model.folder.TinyModels;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is broken is refused in one line that names it, and nothing in it is executed. */
class BrokenModelsTest {
  private static final String UNET = "unet/diffusion_pytorch_model.fp16.safetensors";
  private static final String VAE = "vae/diffusion_pytorch_model.fp16.safetensors";

  /** Breaks a model in its folder. */
  private interface Damage {
    void apply(Path folder) throws IOException;
  }

  @TempDir static Path top;

  private static Path whole;
  private Path model;

  @BeforeAll
  static void unpack() throws IOException {
    Torch.init(1);
    whole = TinyModels.unpack("tiny1", top);
    TinyModels.unpack("loras", top);
  }

  @BeforeEach
  void copy(@TempDir Path folder) throws IOException {
    model = folder.resolve("model");
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        Files.copy(file, model.resolve(whole.relativize(file).toString()));
      }
    }
  }

  private static Arguments row(String what, Damage damage, String... said) {
    return Arguments.of(what, damage, List.of(said));
  }

  static List<Arguments> damages() {
    return List.of(
        row("no index", f -> Files.delete(f.resolve("model_index.json")), "lacks model_index.json"),
        row(
            "another pipeline",
            f -> set(f, "model_index.json", "_class_name", "\"StableDiffusionXLPipeline\""),
            "_class_name \"StableDiffusionXLPipeline\"; allowed: StableDiffusionPipeline"),
        row(
            "another network",
            f -> set(f, "model_index.json", "unet", "[\"diffusers\", \"UNet3DConditionModel\"]"),
            "part unet of class \"UNet3DConditionModel\"; allowed: UNet2DConditionModel"),
        row("no part", f -> delete(f.resolve("vae")), "vae", "is missing; copy the model's folder"),
        row("no weights", f -> Files.delete(f.resolve(UNET)), "unet", "holds no weights"),
        row("no settings", f -> Files.delete(f.resolve("unet/config.json")), "no such file"),
        row("settings that are no JSON", f -> write(f, "vae/config.json", "{\"a\""), "is no JSON"),
        row("a cut file", f -> cut(f.resolve(UNET)), UNET, "data"),
        row("an empty file", f -> write(f, VAE, ""), VAE, "is empty"),
        row("a web page", f -> write(f, VAE, "<html>"), VAE, "is a web page"),
        row(
            "a pointer in its place",
            f -> write(f, UNET, "version https://git-lfs.github.com/spec/v1"),
            "is a pointer of Git LFS"),
        row(
            "a missing tensor",
            f -> tensors(f.resolve(UNET), all -> all.remove("conv_in.weight")),
            "lacks conv_in.weight"),
        row(
            "an unknown tensor",
            f ->
                tensors(
                    f.resolve(UNET), all -> all.put("extra", TensorData.ofFloats(new float[1], 1))),
            "has the unknown \"extra\""),
        row(
            "a wrong shape",
            f ->
                tensors(
                    f.resolve(VAE),
                    all -> all.put("quant_conv.bias", TensorData.ofFloats(new float[3], 3))),
            "has quant_conv.bias of shape [3], not [8]"),
        row(
            "weights of 8 bits",
            f ->
                tensors(
                    f.resolve(UNET),
                    all ->
                        all.put(
                            "conv_in.bias",
                            new TensorData(
                                DType.F8_E4M3, new long[] {32}, ByteBuffer.allocate(32)))),
            "conv_in.bias of type F8_E4M3; allowed: F64, F32, F16, BF16"),
        row(
            "a pickle with code in it",
            f -> {
              Files.delete(f.resolve(UNET));
              pickle(f.resolve("unet/diffusion_pytorch_model.bin"));
            },
            "names os.system, which would run code when it is loaded; nothing was loaded"),
        row(
            "an unknown scheduler",
            f ->
                set(
                    f,
                    "scheduler/scheduler_config.json",
                    "_class_name",
                    "\"VQDiffusionScheduler\""),
            "_class_name \"VQDiffusionScheduler\"; allowed: DDIMScheduler, PNDMScheduler"),
        row(
            "bounded latents",
            f -> {
              TinyModels.schedule(f, "ddim");
              set(f, "scheduler/scheduler_config.json", "thresholding", "true");
            },
            "thresholding \"true\"; allowed: false"),
        row(
            "an unknown table",
            f -> set(f, "scheduler/scheduler_config.json", "beta_schedule", "\"jpeg\""),
            "beta_schedule \"jpeg\"; allowed: linear, scaled_linear"),
        row(
            "another prediction",
            f -> set(f, "scheduler/scheduler_config.json", "prediction_type", "\"flow\""),
            "prediction_type \"flow\"; allowed: epsilon, v_prediction or sample"),
        row(
            "an unknown block",
            f -> set(f, "unet/config.json", "mid_block_type", "\"UNetMidBlock2D\""),
            "mid_block_type"),
        row(
            "further embeddings",
            f -> set(f, "unet/config.json", "addition_embed_type", "\"text_time\""),
            "addition_embed_type"),
        row(
            "parts of two models",
            f -> set(f, "unet/config.json", "cross_attention_dim", "48"),
            "parts that do not belong together: its text encoder gives vectors of 32"),
        row(
            "channels of another kind",
            f -> set(f, "unet/config.json", "in_channels", "8"),
            "U-Net of 8 channels in; allowed: 4, or 9 for inpainting"),
        row(
            "an activation",
            f -> set(f, "text_encoder/config.json", "hidden_act", "\"relu\""),
            "hidden_act \"relu\"; allowed: quick_gelu or gelu"),
        row(
            "another tokenizer",
            f -> set(f, "tokenizer/tokenizer_config.json", "tokenizer_class", "\"T5Tokenizer\""),
            "class \"T5Tokenizer\"; allowed: CLIPTokenizer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void isRefusedInALine(String what, Damage damage, List<String> said) throws IOException {
    damage.apply(model);
    assertLine(catchThrowable(() -> StableDiffusion.open(model).close()), said);
  }

  static List<Arguments> changes() {
    return List.of(
        row(
            "of another model",
            f -> tensors(f, all -> rename(all, "lora_unet_mid_block", "lora_unet_mid_block_9")),
            "which the model does not have; it is for another model"),
        row(
            "of another width",
            f -> tensors(f, all -> widen(all, "lora_up")),
            "it is for another model"),
        row(
            "without a half",
            f -> tensors(f, all -> all.keySet().removeIf(name -> name.endsWith("lora_up.weight"))),
            "lacks a half of its change"),
        row(
            "of another kind",
            f -> tensors(f, all -> rename(all, "lora_down", "hada_w1_a")),
            "no LoRA of kohya's names"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void aChangeIsRefusedInALine(String what, Damage damage, List<String> said) throws IOException {
    Path file = model.resolve("change.safetensors");
    Files.copy(top.resolve("loras/kohya.safetensors"), file);
    damage.apply(file);
    List<StableDiffusion.Change> changes = List.of(new StableDiffusion.Change(file, 1));
    assertLine(
        catchThrowable(
            () -> StableDiffusion.open(model, changes, ComputeDevice.CPU, Precision.FP32).close()),
        said);
  }

  private static void assertLine(Throwable thrown, List<String> said) {
    assertThat(thrown).isInstanceOf(RuntimeException.class);
    String message = thrown.getMessage();
    assertThat(message).contains(said).doesNotContain("\n");
    assertThat(message.length()).isLessThan(400);
  }

  private static void set(Path folder, String file, String key, String value) throws IOException {
    Path path = folder.resolve(file);
    ObjectNode json = (ObjectNode) Settings.read(path).json();
    json.set(key, Json.mapper().readTree(value));
    Json.write(path, (JsonNode) json);
  }

  private static void write(Path folder, String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** Changes the tensors of a file. */
  private static void tensors(Path file, Consumer<Map<String, TensorData>> change) {
    Map<String, TensorData> all = new LinkedHashMap<>(Safetensors.read(file).tensors());
    change.accept(all);
    Safetensors.write(file, Map.of(), all);
  }

  private static void rename(Map<String, TensorData> all, String from, String to) {
    Map<String, TensorData> renamed = new LinkedHashMap<>();
    all.forEach((name, data) -> renamed.put(name.replace(from, to), data));
    all.clear();
    all.putAll(renamed);
  }

  private static void widen(Map<String, TensorData> all, String part) {
    all.replaceAll(
        (name, data) ->
            name.contains(part)
                ? TensorData.ofFloats(
                    new float[2 * data.size()], 2 * data.shape()[0], data.shape()[1])
                : data);
  }

  /** A file of torch.save's form whose pickle calls the system's shell. */
  private static void pickle(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(
          "\u0080\u0002cos\nsystem\nX\u0004\0\0\0exit\u0085R."
              .getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
