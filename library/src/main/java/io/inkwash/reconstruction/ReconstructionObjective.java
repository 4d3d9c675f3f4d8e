package io.inkwash.reconstruction;

import io.inkwash.adversarial.GeneratorLoss;
import io.inkwash.adversarial.GeneratorObjective;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.DiagonalGaussian;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The autoencoder's part in its training (Esser, Rombach and Ommer 2021, arXiv 2012.09841,
 * equations 5 to 7; {@code LPIPSWithDiscriminator} of latent-diffusion with a fixed scale of the
 * pixels' error):
 *
 * <pre>
 * mean |x - x'| + perceptual d(x, x') + kl KL(q(z|x) || N(0, I)) / (C H W) + adversarial lambda game(x')
 * lambda = |gradient of the first three at the last layer| / |gradient of the game there|
 * </pre>
 *
 * <p>It remembers the mean square of the latents over the last hundred steps or so, since denoisers
 * need latents of about unit variance (Rombach et al. 2022, appendix G).
 */
public final class ReconstructionObjective implements GeneratorObjective<AutoencoderKl> {

  /** The name of the mean square of the latents among a checkpoint's numbers. */
  public static final String LATENT_SQUARE = "latent_square";

  private static final String SQUARE = "latents";
  private static final double MEMORY = 0.99;
  private static final double LARGEST_BALANCE = 1e4;
  private static final double SMALLEST_SLOPE = 1e-4;

  /**
   * The weights of the terms.
   *
   * @param perceptual of the distance of features, 0 or more
   * @param kl of the divergence of the latents from the standard normal, 0 or more; 1e-6 in the
   *     reference
   * @param adversarial of the game, 0 or more
   * @param start steps without the game, 0 or more
   */
  public record Settings(double perceptual, double kl, double adversarial, long start) {
    public Settings {
      require("perceptualWeight", perceptual);
      require("klWeight", kl);
      require("adversarialWeight", adversarial);
      require("adversarialStart", (double) start);
    }

    private static void require(String name, double value) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(name + " is " + value + "; allowed: 0 or more");
      }
    }
  }

  private final Settings settings;
  private final Optional<FeatureDistance> features;
  private double square;
  private double remembered; // the weight of all that square has seen, towards 1

  /**
   * The objective of one training, at its beginning.
   *
   * @param features empty where features are not compared
   */
  public ReconstructionObjective(Settings settings, Optional<FeatureDistance> features) {
    this.settings = settings;
    this.features = features;
  }

  /** The mean square of the latents of late; 1 before the first step. */
  public double latentSquare() {
    return remembered == 0 ? 1 : square / remembered;
  }

  @Override
  public boolean plays(long step) {
    return settings.adversarial > 0 && step > settings.start;
  }

  @Override
  public Tensor images(AutoencoderKl network, Tensor real, Conditioning conditioning, Rng key) {
    return network.decode(latents(network.encode(real), key)).to(ScalarType.Float);
  }

  private static Tensor latents(DiagonalGaussian posterior, Rng key) {
    Tensor noise = key.stream("posterior").normal(Tensors.shape(posterior.mean()));
    return posterior.sample(noise);
  }

  @Override
  public GeneratorLoss loss(
      AutoencoderKl network,
      Tensor real,
      Conditioning conditioning,
      Rng key,
      UnaryOperator<Tensor> game,
      boolean plays) {
    DiagonalGaussian posterior = network.encode(real);
    Tensor z = latents(posterior, key);
    Tensor image = network.decode(z).to(ScalarType.Float);
    Map<String, Tensor> terms = new LinkedHashMap<>();
    Tensor own = image.sub(real).abs().mean();
    terms.put("pixels", own);
    if (settings.perceptual > 0 && features.isPresent()) {
      Tensor distance = features.get().between(real, image);
      terms.put("perceptual", distance);
      own = own.add(distance.mul(new Scalar(settings.perceptual)));
    }
    Tensor kl = posterior.kl().to(ScalarType.Float).mean();
    terms.put("kl", kl);
    double values = (double) real.numel() / real.size(0);
    own = own.add(kl.mul(new Scalar(settings.kl / values)));
    terms.put(SQUARE, z.detach().to(ScalarType.Float).square().mean());
    if (!plays) {
      return new GeneratorLoss(own, Optional.of(own), terms);
    }
    Tensor played = game.apply(image);
    terms.put("generator", played);
    double weight = settings.adversarial * balance(own, played, network.lastLayer());
    return new GeneratorLoss(own.add(played.mul(new Scalar(weight))), Optional.of(own), terms);
  }

  /** How much the game has to weigh so that it pulls as hard as the rest at the last layer. */
  private static double balance(Tensor own, Tensor game, Tensor lastLayer) {
    double rest = Tensors.item(Grad.keeping(own, lastLayer).norm());
    double pull = Tensors.item(Grad.keeping(game, lastLayer).norm());
    return Math.min(LARGEST_BALANCE, rest / (pull + SMALLEST_SLOPE));
  }

  @Override
  public void observe(Map<String, Double> terms) {
    square = MEMORY * square + (1 - MEMORY) * terms.getOrDefault(SQUARE, 0.0);
    remembered = MEMORY * remembered + (1 - MEMORY);
  }

  @Override
  public Map<String, double[]> values() {
    return Map.of(LATENT_SQUARE, new double[] {square, remembered});
  }

  @Override
  public void restore(Function<String, double[]> values) {
    double[] numbers = values.apply(LATENT_SQUARE);
    if (numbers.length != 2) {
      throw new IllegalArgumentException(
          "numbers." + LATENT_SQUARE + " has " + numbers.length + " numbers; allowed: 2");
    }
    square = numbers[0];
    remembered = numbers[1];
  }
}
