package io.inkwash.exchange.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.model.folder.TinyModels;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.NamedNumbers;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.prediction.Targets;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompVisFileTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir Path top;

  private TensorScope scope;

  @BeforeEach
  void open() {
    Torch.init(1);
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static void put(Map<String, TensorData> file, String prefix, Net network) {
    network.stateDict().forEach((name, tensor) -> file.put(prefix + name, Weights.of(tensor)));
  }

  /** The small model of diffusers as one file, with CLIP's whole vocabulary. */
  private Map<String, TensorData> single() throws IOException {
    Map<String, TensorData> file = new LinkedHashMap<>();
    try (StoredPipeline folder = StoredPipeline.open(TinyModels.unpack("tiny1", top));
        var unet = folder.unet(Lora.NONE);
        var autoencoder = folder.autoencoder();
        var text = folder.text(Lora.NONE)) {
      put(file, "model.diffusion_model.", unet.value());
      put(file, "first_stage_model.", autoencoder.value());
      put(file, "cond_stage_model.transformer.", text.value());
    }
    String table = "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight";
    float[] some = file.get(table).toFloats();
    file.put(table, TensorData.ofFloats(Arrays.copyOf(some, 49_408 * 32), 49_408, 32));
    file.put("first_stage_model.loss.logvar", TensorData.ofFloats(new float[1]));
    file.put(
        "cond_stage_model.transformer.text_model.embeddings.position_ids",
        TensorData.ofLongs(new long[77], 1, 77));
    file.put("alphas_cumprod", TensorData.ofFloats(new float[1000], 1000));
    return file;
  }

  private static void assertNear(Tensor actual, String name) {
    assertThat(Tensors.toDoubles(actual))
        .as(name)
        .containsExactly(TinyModels.numbers(name), within(TOLERANCE));
  }

  @Test
  void oneFileHasTheNetworksOfTheFolder() throws IOException {
    Path file = top.resolve("model.safetensors");
    Safetensors.write(file, Map.of(), single());
    try (StoredPipeline stored = StoredPipeline.open(file);
        var unet = stored.unet(Lora.NONE);
        var autoencoder = stored.autoencoder();
        Grad off = Grad.off()) {
      float[] read = floats(TinyModels.numbers("tiny1.text"));
      Conditioning text = Conditioning.none().with(Conditioning.TEXT, Tensors.of(read, 2, 77, 32));
      Tensor levels = Tensors.of(new float[] {3, 741}, 2);
      Tensor x = TinyModels.tensor("x", 2, 4, 8, 8);
      assertNear(unet.value().forward(x, levels, text), "tiny1.unet");
      assertNear(autoencoder.value().decode(TinyModels.tensor("z", 1, 4, 8, 8)), "tiny1.decode");
      assertThat(stored.form().scheduler().solver().name()).isEqualTo("plms");
      assertThat(stored.form().scheduler().times(10))
          .containsExactly(902, 802, 702, 602, 502, 402, 302, 202, 102, 2, 1);
      assertThat(stored.tokenizer().vocabularySize()).isEqualTo(49_408);
    }
  }

  /** No weight of version 2 shows it. */
  @Test
  void theFileBesideStatesWhatVersion2Predicts() throws IOException {
    Path file = top.resolve("v2.safetensors");
    assertThat(CompVisFile.second(file).target()).isEqualTo(Targets.v());
    Path beside = top.resolve("v2.yaml");
    Files.writeString(beside, "model:\n  params:\n    timesteps: 1000\n");
    assertThat(CompVisFile.second(file).target()).isEqualTo(Targets.noise());
    Files.writeString(beside, "model:\n  params:\n    parameterization: \"v\"\n");
    assertThat(CompVisFile.second(file).target()).isEqualTo(Targets.v());
    Files.write(beside, new byte[] {(byte) 0xc3, (byte) 0x28});
    assertThatThrownBy(() -> CompVisFile.second(file))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("v2.yaml: cannot be read as text");
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  void whatIsNoWholeModelIsRefusedInALine() throws IOException {
    Path file = top.resolve("part.safetensors");
    Map<String, TensorData> whole = single();
    Map<String, TensorData> part = new LinkedHashMap<>(whole);
    part.keySet().removeIf(name -> name.startsWith("first_stage_model."));
    Safetensors.write(file, Map.of(), part);
    assertThatThrownBy(() -> StoredPipeline.open(file).close())
        .isInstanceOf(FileException.class)
        .hasMessageContaining("holds no whole model");
    Map<String, TensorData> mute = new LinkedHashMap<>(whole);
    mute.keySet().removeIf(name -> name.startsWith("cond_stage_model."));
    Safetensors.write(file, Map.of(), mute);
    assertThatThrownBy(() -> StoredPipeline.open(file).close())
        .isInstanceOf(FileException.class)
        .hasMessageContaining("holds no text encoder");
  }

  /**
   * OpenCLIP keeps queries, keys and values in one matrix. Version 2 reads 23 layers of 24; a file
   * that diffusers' script converted lacks the last one, and no other is left out in its place.
   */
  @ParameterizedTest
  @CsvSource({"2, 1", "24, 1", "23, 0"})
  void theTextEncoderOfVersion2IsReadUnderItsOwnNames(int layers, int skipped) {
    ClipTextConfig config =
        new ClipTextConfig(99, 7, 64, 80, layers, 1, ClipTextConfig.Activation.GELU, skipped);
    ClipTextEncoder wanted = new ClipTextEncoder(config);
    NamedNumbers.fill(wanted.stateDict());
    Map<String, StoredTensor> theirs = new LinkedHashMap<>();
    wanted
        .stateDict()
        .forEach(
            (name, tensor) ->
                theirs.putAll(openClip(name.substring("text_model.".length()), tensor, wanted)));
    theirs.put(
        "cond_stage_model.model.logit_scale", StoredTensor.of(TensorData.ofFloats(new float[1])));
    CompVisText read = CompVisText.find(Path.of("model.ckpt"), theirs);
    assertThat(read.config()).isEqualTo(config);
    ClipTextEncoder filled = new ClipTextEncoder(read.config());
    new StoredNetwork(
            Path.of("model.ckpt"),
            read.tensors(),
            StoredNetwork.Names.one(ClipNames::plain),
            name -> false)
        .fill(filled, WeightChange.NONE);
    Tensor ids = Tensors.of(new long[] {97, 5, 98}, 1, 3);
    assertThat(Tensors.toDoubles(filled.forward(ids)))
        .containsExactly(Tensors.toDoubles(wanted.forward(ids)), within(1e-6));
  }

  private static Map<String, StoredTensor> openClip(String name, Tensor tensor, Net network) {
    if (name.contains("k_proj") || name.contains("v_proj")) {
      return Map.of();
    }
    Tensor value = tensor;
    if (name.contains("q_proj")) {
      value =
          Tensors.cat(
              0,
              tensor,
              network.stateDict().get("text_model." + name.replace("q_proj", "k_proj")),
              network.stateDict().get("text_model." + name.replace("q_proj", "v_proj")));
    }
    String theirs =
        name.replace("embeddings.token_embedding", "token_embedding")
            .replace("embeddings.position_embedding.weight", "positional_embedding")
            .replace("encoder.layers", "transformer.resblocks")
            .replace("self_attn.q_proj.", "attn.in_proj_")
            .replace("self_attn.out_proj", "attn.out_proj")
            .replace("layer_norm1", "ln_1")
            .replace("layer_norm2", "ln_2")
            .replace("mlp.fc1", "mlp.c_fc")
            .replace("mlp.fc2", "mlp.c_proj")
            .replace("final_layer_norm", "ln_final");
    return Map.of("cond_stage_model.model." + theirs, StoredTensor.of(Weights.of(value)));
  }
}
