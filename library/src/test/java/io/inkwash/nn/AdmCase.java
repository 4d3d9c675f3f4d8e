package io.inkwash.nn;

import io.inkwash.testkit.Golden;
import io.inkwash.torch.Tensors;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/** The networks that unets.py builds, in the same words. */
enum AdmCase {
  IMPROVED_ADD(config(3, 3, 32, List.of(1.0, 2.0), 1, List.of(2), Heads.of(4), 0.3, 0)),
  IMPROVED_SCALE_SHIFT(
      with(
          config(3, 6, 32, List.of(1.0, 1.0, 2.0), 2, List.of(2, 4), Heads.of(2), 0, 5),
          Modulation.SCALE_SHIFT,
          Resampling.CONVOLUTION)),
  GUIDED_HEAD_WIDTH(config(1, 1, 32, List.of(1.0, 2.0), 1, List.of(1), Heads.ofWidth(16), 0, 3)),
  GUIDED_PLAIN(
      with(
          config(1, 1, 32, List.of(1.0, 2.0), 1, List.of(), Heads.of(1), 0, 0),
          Modulation.ADD,
          Resampling.PLAIN)),
  GUIDED_RESIDUAL(
      with(
          config(1, 2, 32, List.of(1.0, 2.0), 1, List.of(2), Heads.of(4), 0, 0),
          Modulation.ADD,
          Resampling.RESIDUAL)),
  GUIDED_NEW_ORDER(
      with(
          config(
              2,
              4,
              64,
              List.of(0.5, 1.0),
              1,
              List.of(1, 2),
              new Heads(0, 8, Heads.Order.NEW),
              0,
              0),
          Modulation.SCALE_SHIFT,
          Resampling.RESIDUAL));

  private static final Golden GOLDEN = Golden.read("/io/inkwash/nn/unets.txt");

  @SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody can change
  final AdmConfig config;

  AdmCase(AdmConfig config) {
    this.config = config;
  }

  /** Its name in unets.py. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it made in Python. */
  double[] golden(String what) {
    return vector(word() + "." + what);
  }

  /** A vector of the file by its whole name. */
  static double[] vector(String name) {
    return GOLDEN.vector(name);
  }

  /** Two images. */
  Tensor x() {
    return NamedNumbers.tensor(word() + ".x", 2, config.inChannels(), 8, 8);
  }

  /** Their classes, if it has any: the last and the second. */
  Conditioning conditioning() {
    return config.classes() == 0
        ? Conditioning.none()
        : Conditioning.classes(config.classes() - 1, 1);
  }

  /** The network with the numbers that unets.py gives to its own. */
  AdmUNet filled() {
    return filled(config);
  }

  /** Any network with such numbers. */
  static AdmUNet filled(AdmConfig config) {
    AdmUNet net = new AdmUNet(config);
    NamedNumbers.fill(net.stateDict());
    net.train(false);
    return net;
  }

  /** Two noise levels. */
  static Tensor labels() {
    return Tensors.of(new float[] {3.5f, 741}, 2);
  }

  /** One channel, two levels, four heads, attention where it is wanted. */
  static AdmConfig small(List<Integer> attention) {
    return config(1, 1, 32, List.of(1.0, 2.0), 1, attention, Heads.of(4), 0, 0);
  }

  /** A network that adds its embeddings, and doubles and halves by convolutions. */
  static AdmConfig config(
      int in,
      int out,
      int width,
      List<Double> multipliers,
      int blocks,
      List<Integer> attention,
      Heads heads,
      double dropout,
      int classes) {
    return new AdmConfig(
        in,
        out,
        width,
        multipliers,
        blocks,
        attention,
        heads,
        Modulation.ADD,
        Resampling.CONVOLUTION,
        dropout,
        classes,
        AdmConfig.Sizes.EXACT,
        AdmConfig.Lineage.ADM);
  }

  private static AdmConfig with(AdmConfig c, Modulation modulation, Resampling resampling) {
    return new AdmConfig(
        c.inChannels(),
        c.outChannels(),
        c.width(),
        c.multipliers(),
        c.blocks(),
        c.attention(),
        c.heads(),
        modulation,
        resampling,
        c.dropout(),
        c.classes(),
        c.sizes(),
        c.lineage());
  }
}
