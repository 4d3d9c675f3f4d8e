package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.nn.AdmConfig;
import io.inkwash.nn.AdmUNet;
import io.inkwash.nn.CompactUNet;
import io.inkwash.nn.Heads;
import io.inkwash.nn.Modulation;
import io.inkwash.nn.Resampling;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.nn.attention.SpatialTransformer.Projection;
import io.inkwash.nn.latent.ConditionalUNet;
import io.inkwash.nn.latent.ConditionalUNetConfig;
import io.inkwash.nn.linear.LinearUNet;
import io.inkwash.nn.song.Filter;
import io.inkwash.nn.song.SongConfig;
import io.inkwash.nn.song.SongUNet;
import io.inkwash.nn.song.Sums;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.vdm.FourierFeatures;
import io.inkwash.nn.vdm.PathLearning;
import java.util.Arrays;
import java.util.List;

/** Architectures by name: a line each. */
final class Networks {
  private Networks() {}

  /** Architectures. */
  static final Registry<NetworkFactory> NETWORKS =
      new Registry<NetworkFactory>("network")
          .register(
              "simple-unet",
              "width=64, timeWidth=32",
              a -> simpleUNet(a.integer("width"), a.integer("timeWidth")),
              "three levels, no attention; 2,979,265 parameters at width 64 and one channel")
          .register(
              "compact-unet",
              "width=64, blocks=1, middle=2, attention=false, intervals=false",
              Networks::compactUNet,
              "patches of 2x2 pixels, attention at a quarter of the resolution; made for a processor"
                  + " without a GPU")
          .register(
              "adm-unet",
              "width=128, multipliers=1:2:2:2, blocks=3, attention=2:4, heads=4, headWidth=0,"
                  + " order=legacy, modulation=scale-shift, resampling=convolution, dropout=0.3,"
                  + " sizes=exact, lineage=adm",
              a -> admUNet(admConfig(a)),
              "attention where pictures are 2 and 4 times smaller (Nichol and Dhariwal 2021; Dhariwal"
                  + " and Nichol 2021)")
          .register(
              "conditional-unet",
              "channels=64:128, blocks=1, attention=1:2, headWidth=32, depth=1, dropout=0",
              Networks::conditionalUNet,
              "latent diffusion's, a level for each number of channels; transformers, which read the"
                  + " text, where latents are 1, 2, ... times smaller (Rombach et al. 2022)")
          .register(
              "diffunet",
              "dropout=0.1",
              a -> admUNet(AdmConfig.diffUNet(1, 1, a.number("dropout"))),
              "deepinv's: six levels, any size; 93,555,841 parameters at one channel")
          .register(
              "song-unet",
              "width=128, multipliers=2:2:2, blocks=4, attention=2, dropout=0.13,"
                  + " embedding=positional, encoder=standard, decoder=standard, resampling=residual,"
                  + " filter=box, sums=scaled, pixels=symmetric, output=plain",
              a -> songUNet(songConfig(a)),
              "DDPM++; NCSN++ with embedding=fourier, encoder=residual, filter=smooth (Song et al."
                  + " 2021; Karras et al. 2022)")
          .register(
              "linear-unet",
              "width=64, multipliers=1:2:4:8, heads=4, headWidth=32, dropout=0",
              Networks::linearUNet,
              "linear attention at all levels but the deepest: lucidrains' Unet");

  /** What reads captions for them. */
  static final Registry<TextFactory> TEXTS =
      new Registry<TextFactory>("text")
          .register("none", TextFactory.NONE, "no captions")
          .register(
              "transformer",
              "width=128, layers=2, heads=4, length=16",
              a ->
                  new TextFactory.Transformer(
                      a.integer("width"),
                      a.integer("layers"),
                      a.integer("heads"),
                      a.integer("length")),
              "the captions' own words, by a transformer that is trained along with the network")
          .register(
              "clip",
              "width=768, hidden=3072, layers=12, heads=12, activation=quick-gelu, skipped=0,"
                  + " padding=end, weights=none",
              Networks::clip,
              "any text, by CLIP's text encoder, which is not trained along");

  private static TextFactory clip(Arguments a) {
    return new TextFactory.Clip(
        new ClipTextConfig(
            ClipTextConfig.vitL14().vocabulary(),
            ClipTextConfig.vitL14().positions(),
            a.integer("width"),
            a.integer("hidden"),
            a.integer("layers"),
            a.integer("heads"),
            a.word("activation", ClipTextConfig.Activation.class),
            a.integer("skipped")),
        a.word("padding", TextFactory.Clip.Padding.class),
        a.text("weights"));
  }

  /** What a network sees beside the noisy image. */
  static final Registry<FourierFeatures.Config> INPUT_FEATURES =
      new Registry<FourierFeatures.Config>("inputFeatures")
          .register("none", new FourierFeatures.Config(List.of()), "the noisy image alone")
          .register(
              "fourier",
              "exponents=7:8",
              a ->
                  new FourierFeatures.Config(
                      Arrays.stream(a.integers("exponents")).boxed().toList()),
              "sines and cosines of its pixels, so fast that bytes differ: a period of one byte at"
                  + " exponent 8, of two at 7 (Kingma et al. 2021)");

  /** What a network's output is. */
  static final Registry<NetworkOutput> OUTPUTS =
      new Registry<NetworkOutput>("output")
          .register("target", NetworkOutput.TARGET, "the target's own numbers, one a pixel")
          .register(
              "pixel-values",
              "features=32",
              a -> NetworkOutput.pixelValues(a.integer("features")),
              "a weight of each of the 256 values of a pixel: the estimate is their mean once the"
                  + " noisy pixel is seen (Gulrajani and Hashimoto 2023)");

  /** What of the forward process is trained along. */
  static final Registry<PathLearning> LEARNED_PATHS =
      new Registry<PathLearning>("learnedPath")
          .register("none", PathLearning.NONE, "nothing: the path as it is")
          .register(
              "ends",
              PathLearning.ENDS,
              "the log-SNR of the least and the greatest noise, a straight line in between")
          .register(
              "monotone",
              "hidden=1024, ends=true",
              a -> PathLearning.monotone(a.flag("ends"), a.integer("hidden")),
              "a monotone network between them as well, for the least variance of the bound (Kingma"
                  + " et al. 2021)");

  private static NetworkFactory simpleUNet(int width, int timeWidth) {
    new SimpleUNet.Config(1, width, timeWidth); // refuses bad widths now
    return new NetworkFactory(
        SimpleUNet.SIZE_MULTIPLE,
        (images, textWidth, outputs) ->
            new SimpleUNet(
                new SimpleUNet.Config(
                    images.channels(), outputs, width, timeWidth, images.classes())));
  }

  private static NetworkFactory compactUNet(Arguments a) {
    int width = a.integer("width");
    int blocks = a.integer("blocks");
    int middle = a.integer("middle");
    boolean attention = a.flag("attention");
    boolean intervals = a.flag("intervals");
    new CompactUNet.Config(1, 1, width, blocks, middle, attention, 0); // refuses bad sizes now
    return new NetworkFactory(
        CompactUNet.SIZE_MULTIPLE,
        NetworkFactory.Text.POSSIBLE,
        (images, textWidth, outputs) ->
            new CompactUNet(
                new CompactUNet.Config(
                    images.channels(),
                    outputs,
                    width,
                    blocks,
                    middle,
                    attention,
                    images.classes(),
                    textWidth,
                    intervals)));
  }

  private static NetworkFactory conditionalUNet(Arguments a) {
    ConditionalUNetConfig one =
        new ConditionalUNetConfig(
            1,
            1,
            Arrays.stream(a.integers("channels")).boxed().toList(),
            a.integer("blocks"),
            Arrays.stream(a.integers("attention")).filter(rate -> rate != 0).boxed().toList(),
            Heads.ofWidth(a.integer("headWidth")),
            1,
            a.integer("depth"),
            Projection.LINEAR,
            a.number("dropout"));
    return new NetworkFactory(
        1 << (one.channels().size() - 1),
        NetworkFactory.Text.NEEDED,
        (images, textWidth, outputs) ->
            new ConditionalUNet(
                one.of(images.channels(), outputs, Math.max(1, textWidth)))); // 1: not fitted yet
  }

  /** For gray pictures; attention=0 is attention in the middle only. */
  private static AdmConfig admConfig(Arguments a) {
    return new AdmConfig(
        1,
        1,
        a.integer("width"),
        Arrays.stream(a.numbers("multipliers")).boxed().toList(),
        a.integer("blocks"),
        Arrays.stream(a.integers("attention"))
            .filter(rate -> rate != 0)
            .boxed()
            .toList(), // 0: none
        new Heads(a.integer("heads"), a.integer("headWidth"), a.word("order", Heads.Order.class)),
        a.word("modulation", Modulation.class),
        a.word("resampling", Resampling.class),
        a.number("dropout"),
        0,
        a.word("sizes", AdmConfig.Sizes.class),
        a.word("lineage", AdmConfig.Lineage.class));
  }

  private static SongConfig songConfig(Arguments a) {
    return new SongConfig(
        1,
        1,
        0,
        a.integer("width"),
        Arrays.stream(a.integers("multipliers")).boxed().toList(),
        a.integer("blocks"),
        Arrays.stream(a.integers("attention"))
            .filter(rate -> rate != 0)
            .boxed()
            .toList(), // 0: none
        a.number("dropout"),
        a.word("embedding", SongConfig.Embedding.class),
        a.word("encoder", SongConfig.Encoder.class),
        a.word("decoder", SongConfig.Decoder.class),
        a.word("resampling", Resampling.class),
        a.word("filter", Filter.class),
        a.word("sums", Sums.class),
        a.word("pixels", SongConfig.Pixels.class),
        a.word("output", SongConfig.Output.class));
  }

  private static NetworkFactory songUNet(SongConfig gray) {
    return new NetworkFactory(
        gray.sizeMultiple(),
        (images, textWidth, outputs) ->
            new SongUNet(gray.forImages(images.channels(), outputs, images.classes())));
  }

  private static NetworkFactory linearUNet(Arguments a) {
    LinearUNet.Config gray =
        new LinearUNet.Config(
            1,
            1,
            a.integer("width"),
            Arrays.stream(a.integers("multipliers")).boxed().toList(),
            a.integer("heads"),
            a.integer("headWidth"),
            a.number("dropout"),
            0);
    return new NetworkFactory(
        gray.sizeMultiple(),
        (images, textWidth, outputs) ->
            new LinearUNet(gray.forImages(images.channels(), outputs, images.classes())));
  }

  private static NetworkFactory admUNet(AdmConfig gray) {
    return new NetworkFactory(
        gray.sizeMultiple(),
        (images, textWidth, outputs) ->
            new AdmUNet(gray.forImages(images.channels(), outputs, images.classes())));
  }
}
