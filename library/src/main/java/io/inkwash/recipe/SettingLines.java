package io.inkwash.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each setting of a recipe is, in one line, for forms and tables. */
public final class SettingLines {
  private static final String TABLE =
      """
      data.range | what numbers pixels are: symmetric (-1 to 1) or unit (0 to 1)
      model.path | the forward process: how fast noise takes the image's place
      model.target | what the network predicts
      model.variance | where the variance of a step back comes from
      model.scale | how the noisy image is scaled before the network sees it
      model.noiseLevelInput | the number by which the network knows the noise level
      model.network | the architecture
      model.text | what reads captions for the network
      model.inputFeatures | what the network sees beside the noisy image
      model.output | what the network's output is: the target's numbers, or weights of pixel values
      model.learnedPath | what of the forward process is trained along with the network
      model.codec | the space that the process works in: pixels, or latents of an autoencoder
      model.generator | the network that makes images of random numbers
      model.discriminator | the network that distinguishes them from the data
      model.vae | encoder and decoder
      model.likelihood | the distribution of pixels that the decoder gives
      model.autoencoder | encoder and decoder between pictures and latents
      loss.objective | what training minimizes
      loss.weighting | how much each noise level counts in the loss
      loss.times | where training times come from
      loss.beta | the weight of the KL term; 0 or more, 1 is the bound
      loss.freeNats | KL that each latent number may spend for nothing; 0 or more
      loss.perceptual | the network whose features are compared beside pixels
      loss.perceptualWeight | the weight of that comparison; 0 or more
      loss.klWeight | the weight of the KL term of the latents; 0 or more
      loss.adversarialLoss | what autoencoder and discriminator play for
      loss.adversarialWeight | the weight of that game; 0 or more
      loss.adversarialStart | steps before the game begins; 0 or more
      game.adversarialLoss | what both networks minimize
      game.gamma | the strength of the penalty on the discriminator's slope; 0 or more
      game.penaltyEvery | rounds from one penalty to the next; 1 or more
      game.discriminatorSteps | steps of the discriminator a round; 1 or more
      training.batch | images a batch; 1 or more
      training.accumulate | batches a step, whose gradients are averaged; 1 or more
      training.augment | random changes to the images
      training.conditioningDropout | the share of images trained without their class; 0 to 1
      learning.optimizer | how weights follow their gradients
      learning.learningRate.rate | the learning rate; above 0
      learning.learningRate.warmup | steps over which it rises from 0; 0 or more
      learning.learningRate.decay | how it falls afterwards
      learning.learningRate.decaySteps | the steps until it has fallen; 0 for the training's length
      learning.clip | the largest norm of the gradient; above 0, Infinity for any
      learning.ema | the decay of the moving average of the weights; 0 to below 1
      learning.emaWarmup | how that decay rises while the run is young
      learning.emaProfiles | averages that are kept at each checkpoint beside it
      sampling.solver | the rule of a step from noise to data
      sampling.grid | the times that a solver visits
      sampling.steps | the number of steps; 1 or more
      sampling.threshold | how estimates are limited to the range of pixels
      sampling.guidance | how the model is guided
      """;

  private static final Map<String, String> LINES = read();

  private SettingLines() {}

  private static Map<String, String> read() {
    Map<String, String> lines = new LinkedHashMap<>();
    TABLE
        .lines()
        .map(line -> line.split(" \\| ", 2))
        .forEach(cells -> lines.put(cells[0], cells[1]));
    return lines;
  }

  /**
   * The line of a setting; empty for one of a family from outside.
   *
   * @param key as {@link Settings#of} has it
   */
  public static String about(String key) {
    String line = LINES.get(key);
    if (line == null) { // generatorLearning.ema and the like
      line = LINES.get(key.replaceFirst("^\\w*Learning\\.", "learning."));
    }
    return line == null ? "" : line;
  }
}
