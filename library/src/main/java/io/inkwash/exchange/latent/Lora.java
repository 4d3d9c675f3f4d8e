package io.inkwash.exchange.latent;

import static io.inkwash.format.Text.format;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.format.Quote;
import io.inkwash.nn.latent.ConditionalUNet;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.torch.Net;
import io.inkwash.torch.Owned;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Changes of low rank to the weights of a pipeline (Hu et al. 2022, arXiv 2106.09685, equation 3):
 * {@code W + scale alpha / r B A}. The names of kohya's scripts and of diffusers are read.
 *
 * @param unet the changes of the denoiser
 * @param text the changes of the text encoder
 */
public record Lora(WeightChange unet, WeightChange text) {

  /** No change. */
  public static final Lora NONE = new Lora(WeightChange.NONE, WeightChange.NONE);

  private static final Pattern KOHYA =
      Pattern.compile("lora_(unet|te|te1)_(.+)\\.(lora_down\\.weight|lora_up\\.weight|alpha)");

  private static final Pattern PROCESSOR =
      Pattern.compile(
          "(unet|text_encoder)\\.(.+)\\.processor\\.(to_q|to_k|to_v|to_out)_lora\\.(down|up)\\.weight");

  private static final Pattern DIFFUSERS =
      Pattern.compile(
          "(unet|text_encoder)\\.(.+?)\\.(?:lora_(A|B)(?:\\.default)?\\.weight"
              + "|lora(?:_linear_layer)?\\.(down|up)\\.weight|(alpha))");

  /** The halves of one change. */
  private static final class Halves {
    private Optional<StoredTensor> down = Optional.empty();
    private Optional<StoredTensor> up = Optional.empty();
    private Optional<StoredTensor> alpha = Optional.empty();

    void put(String role, StoredTensor tensor) {
      switch (role) {
        case "down" -> down = Optional.of(tensor);
        case "up" -> up = Optional.of(tensor);
        default -> alpha = Optional.of(tensor);
      }
    }
  }

  /** Where a tensor of the file belongs. */
  private record Place(boolean unet, String layer, String role) {}

  /**
   * Reads a file of changes.
   *
   * @param scale of all of them; 1 for what was trained
   * @param pipeline that is changed
   * @throws FileException if the file is damaged, is of a kind that does not exist here, or is for
   *     another model
   */
  public static Lora read(Path file, double scale, StoredPipeline pipeline) {
    try (PartFiles files = new PartFiles()) {
      Map<String, Halves> unet = new LinkedHashMap<>();
      Map<String, Halves> text = new LinkedHashMap<>();
      files
          .tensors(file)
          .forEach(
              (name, tensor) -> {
                Place place = place(file, name);
                (place.unet ? unet : text)
                    .computeIfAbsent(flat(place.layer), layer -> new Halves())
                    .put(place.role, tensor);
              });
      UNetNames names = new UNetNames(pipeline.form().unet());
      return new Lora(
          change(
              file,
              scale,
              unet,
              () -> new ConditionalUNet(pipeline.form().unet()),
              names::diffusers),
          change(
              file,
              scale,
              text,
              () -> new ClipTextEncoder(pipeline.form().text()),
              ClipNames::plain));
    }
  }

  /** These changes, and then others. */
  public Lora then(Lora next) {
    return new Lora(unet.then(next.unet), text.then(next.text));
  }

  private static Place place(Path file, String name) {
    Matcher kohya = KOHYA.matcher(name);
    if (kohya.matches()) {
      String role = kohya.group(3).replaceAll("lora_|\\.weight", "");
      return new Place(kohya.group(1).equals("unet"), kohya.group(2), role);
    }
    Matcher processor = PROCESSOR.matcher(name);
    if (processor.matches()) {
      String part = processor.group(3).replace("to_out", "to_out.0");
      return new Place(
          processor.group(1).equals("unet"), processor.group(2) + "." + part, processor.group(4));
    }
    Matcher diffusers = DIFFUSERS.matcher(name);
    if (diffusers.matches()) {
      String role =
          diffusers.group(3) != null
              ? (diffusers.group(3).equals("A") ? "down" : "up")
              : diffusers.group(4) != null ? diffusers.group(4) : "alpha";
      return new Place(diffusers.group(1).equals("unet"), diffusers.group(2), role);
    }
    throw new FileException(
        file,
        "has "
            + Quote.of(name)
            + ", no LoRA of kohya's names (lora_unet_*.lora_down.weight) or of diffusers'"
            + " (unet.*.lora_A.weight)");
  }

  private static String flat(String layer) {
    return ClipNames.plain(layer).replace("text_model_", "").replace('.', '_');
  }

  private static WeightChange change(
      Path file,
      double scale,
      Map<String, Halves> changes,
      Supplier<Net> network,
      UnaryOperator<String> names) {
    if (changes.isEmpty()) {
      return WeightChange.NONE;
    }
    Map<String, Product> products = new HashMap<>();
    Map<String, Halves> left = new LinkedHashMap<>(changes);
    try (Owned<Net> shapes = Owned.of(network);
        TensorScope scope = TensorScope.open()) {
      shapes
          .value()
          .stateDict()
          .forEach(
              (weight, tensor) -> {
                if (weight.endsWith(".weight") && tensor.dim() > 1) {
                  String layer = weight.substring(0, weight.length() - ".weight".length());
                  Halves halves = left.remove(flat(names.apply(layer)));
                  if (halves == null) {
                    halves = left.remove(flat(layer));
                  }
                  if (halves != null) {
                    products.put(
                        weight, Product.of(file, weight, halves, Tensors.shape(tensor), scale));
                  }
                }
              });
    }
    if (!left.isEmpty()) {
      throw new FileException(
          file,
          "changes "
              + Quote.of(left.keySet().iterator().next())
              + ", which the model does not have; it is for another model");
    }
    return (name, weight) ->
        products.containsKey(name) ? products.get(name).addedTo(weight) : weight;
  }

  /** A change of one weight; its halves are in memory. */
  private record Product(TensorData down, TensorData up, double factor) {

    static Product of(Path file, String weight, Halves halves, long[] wanted, double scale) {
      if (halves.down.isEmpty() || halves.up.isEmpty()) {
        throw new FileException(file, "lacks a half of its change of " + weight);
      }
      long[] down = halves.down.get().shape();
      long[] up = halves.up.get().shape();
      long rank = down.length == 0 ? 0 : down[0];
      boolean fits =
          up.length >= 2
              && down.length >= 2
              && up[1] == rank
              && rank > 0
              && up[0] == wanted[0]
              && Tensors.count(down) / rank == Tensors.count(wanted) / wanted[0];
      if (!fits) {
        throw new FileException(
            file,
            format(
                "changes %s of shape %s by %s and %s; it is for another model",
                weight, Arrays.toString(wanted), Arrays.toString(up), Arrays.toString(down)));
      }
      double alpha = halves.alpha.map(stored -> stored.load().toDoubles()[0]).orElse((double) rank);
      return new Product(halves.down.get().load(), halves.up.get().load(), scale * alpha / rank);
    }

    Tensor addedTo(Tensor weight) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor product =
            Weights.tensor(up).flatten(1, -1).matmul(Weights.tensor(down).flatten(1, -1));
        return scope.keep(weight.add(product.view(weight.sizes()), new Scalar(factor)));
      }
    }
  }
}
