package io.inkwash.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The modules of score_sde_pytorch's {@code NCSNpp} and {@code DDPM} in their order, by the names
 * that they have here.
 *
 * @param modules the first is number 0
 */
record ScoreSdeOrder(List<Module> modules) {

  /**
   * A module there.
   *
   * @param name of the layer or block here; there may be no such layer, where it has no weights
   * @param attention whether it is the attention of that block, which is a module of its own
   */
  record Module(String name, boolean attention) {}

  /**
   * The order in a network.
   *
   * @param arguments those of its spec, complete
   */
  static ScoreSdeOrder of(Map<String, String> arguments) {
    Building building = new Building(arguments);
    building.wayDown();
    building.wayUp();
    return new ScoreSdeOrder(List.copyOf(building.modules));
  }

  private static final class Building {
    private final Map<String, String> arguments;
    private final List<Module> modules = new ArrayList<>();
    private final List<String> attention;
    private final int deepest;
    private final int blocks;

    Building(Map<String, String> arguments) {
      this.arguments = arguments;
      attention = Arrays.asList(word("attention").split(":"));
      deepest = word("multipliers").split(":").length - 1;
      blocks = Integer.parseInt(word("blocks"));
    }

    private String word(String key) {
      return Objects.requireNonNull(arguments.get(key));
    }

    private void add(String name) {
      modules.add(new Module(name, false));
    }

    private void block(String name, boolean attends) {
      add(name);
      if (attends) {
        modules.add(new Module(name, true));
      }
    }

    private boolean attends(int level) {
      return attention.contains(Integer.toString(1 << level));
    }

    /** A change of size; the convolution that does it has a name inside that of its module here. */
    private void resample(String name, String convolution) {
      add(word("resampling").equals("convolution") ? name + convolution : name);
    }

    void wayDown() {
      if (word("embedding").equals("fourier")) {
        add("map_noise.freqs");
      }
      add("map_layer0");
      add("map_layer1");
      add("enc.level0_conv");
      for (int level = 0; level <= deepest; level++) {
        if (level > 0) {
          resample("enc.level" + level + "_down", ".op");
          switch (word("encoder")) {
            case "standard" -> {} // the image does not come in
            case "skip", "skip-cat" -> add("enc.level" + level + "_aux_skip");
            default -> add("enc.level" + level + "_aux_residual");
          }
        }
        for (int block = 0; block < blocks; block++) {
          block("enc.level" + level + "_block" + block, attends(level));
        }
      }
    }

    void wayUp() {
      block("dec.level" + deepest + "_in0", true);
      block("dec.level" + deepest + "_in1", false);
      for (int level = deepest; level >= 0; level--) {
        String name = "dec.level" + level;
        for (int block = 0; block <= blocks; block++) {
          block(name + "_block" + block, block == blocks && attends(level));
        }
        output(name, level);
        if (level > 0) {
          resample("dec.level" + (level - 1) + "_up", ".conv");
        }
      }
    }

    private void output(String name, int level) {
      String decoder = word("decoder");
      if (decoder.equals("residual") && level == deepest) {
        add(name + "_pyramid_norm");
        add(name + "_pyramid_conv");
      } else if (decoder.equals("residual")) {
        add(name + "_pyramid");
      }
      if (decoder.equals("skip") || level == 0) {
        add(name + "_aux_norm");
        add(name + "_aux_conv");
      }
    }
  }
}
