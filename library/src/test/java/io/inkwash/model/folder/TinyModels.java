package io.inkwash.model.folder;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.nn.NamedNumbers;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The models that pipelines.py wrote, and what diffusers makes of them. */
public final class TinyModels {
  private static final String RESOURCES = "/io/inkwash/exchange/latent/";

  private static final Golden NUMBERS = Golden.read(RESOURCES + "pipelines.txt");
  private static final Golden FILLED = Golden.read(RESOURCES + "inpainting.txt");

  private TinyModels() {}

  public static double[] numbers(String name) {
    return NUMBERS.vector(name);
  }

  /** What diffusers makes of a picture with a hole. */
  static double[] filled(String name) {
    return FILLED.vector(name);
  }

  /** Unpacks a model, or what else is packed. */
  public static Path unpack(String name, Path to) throws IOException {
    Path folder = to.resolve(name);
    try (ZipInputStream zip = new ZipInputStream(resource(name + ".zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    return folder;
  }

  /** The first model, whose network reads nine channels, as in inpainting.py. */
  static Path inpainting(Path folder) throws IOException {
    Path model = unpack("tiny1", folder);
    Path weights = model.resolve("unet").resolve("diffusion_pytorch_model.fp16.safetensors");
    Map<String, TensorData> tensors = new LinkedHashMap<>(Safetensors.read(weights).tensors());
    float[] wider = new float[32 * 9 * 9];
    for (int i = 0; i < wider.length; i++) {
      wider[i] = (float) (Math.sin(i) / 9);
    }
    tensors.put("conv_in.weight", TensorData.ofFloats(wider, 32, 9, 3, 3));
    Safetensors.write(weights, Map.of(), tensors);
    Path config = model.resolve("unet").resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"in_channels\": 4", "\"in_channels\": 9"));
    return model;
  }

  /** Gives a model another scheduler, as diffusers writes it. */
  public static void schedule(Path folder, String scheduler) throws IOException {
    try (InputStream all = resource("schedulers.json")) {
      JsonNode settings =
          Json.mapper()
              .reader()
              .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .readTree(all)
              .path(scheduler);
      Json.write(folder.resolve("scheduler").resolve("scheduler_config.json"), settings);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TinyModels.class.getResourceAsStream(RESOURCES + name), name);
  }

  /** Numbers of variance 1 that follow from a name, as in pipelines.py. */
  public static Tensor tensor(String name, long... shape) {
    double[] values = NamedNumbers.uniform(name, Tensors.count(shape));
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (values[i] * Math.sqrt(3));
    }
    return Tensors.of(floats, shape);
  }

  /** The start of every run, times a factor, in float64. */
  static Tensor start(double scale) {
    return tensor("start", 2, 4, 8, 8)
        .to(org.bytedeco.pytorch.global.torch.ScalarType.Double)
        .mul(new Scalar(scale));
  }
}
