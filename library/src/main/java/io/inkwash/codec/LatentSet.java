package io.inkwash.codec;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Examples;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.DiagonalGaussian;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.distributed.Ranks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The posteriors of the latents of a set of pictures: a row for each picture, its means and then
 * its standard deviations, unscaled. They are encoded once into a file of little-endian floats that
 * is mapped, so that no epoch encodes again and Java's heap does not hold them. Several ranks
 * encode a share each, and give it to the others.
 *
 * <p>Both moments are kept, so that training can draw from the posterior each time it sees a
 * picture, as the reference does.
 */
public final class LatentSet implements Examples {
  private static final int BATCH = 64;
  private static final long PIECE = 1L << 30; // bytes of one mapping at most

  private final ImageSource source;
  private final ImageShape shape;
  private final List<FloatBuffer> pieces;
  private final int rowsAPiece;

  private LatentSet(ImageSource source, ImageShape shape, Path file) {
    this.source = source;
    this.shape = shape;
    long row = rowBytes(shape);
    rowsAPiece = Math.toIntExact(Math.max(1, PIECE / row));
    pieces = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != row * source.count()) {
        throw new FileException(
            file,
            format(
                "has %d bytes; allowed: %d; delete it, and it is made anew",
                channel.size(), row * source.count()));
      }
      for (long first = 0; first < source.count(); first += rowsAPiece) {
        long rows = Math.min(rowsAPiece, source.count() - first);
        pieces.add(
            channel
                .map(FileChannel.MapMode.READ_ONLY, first * row, rows * row)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer());
      }
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
  }

  /**
   * The latents of some pictures, encoded now if their file is not there yet.
   *
   * @param source pictures of the autoencoder's channels, of a size that it takes
   * @param precision the arithmetic of the encoder's pass
   * @param file where they are kept; its name is to state pictures, autoencoder and precision
   * @throws FileException if the file cannot be written or is damaged
   */
  public static LatentSet of(
      ImageSource source, AutoencoderKl autoencoder, Precision precision, Path file) {
    int factor = autoencoder.config().factor();
    ImageShape shape =
        new ImageShape(
            2 * autoencoder.config().latentChannels(),
            source.shape().height() / factor,
            source.shape().width() / factor);
    boolean missing = !Files.exists(file);
    if (Ranks.current().sum(missing ? 1 : 0)[0] > 0) { // then all take part
      Encoding encoding = new Encoding(source, autoencoder, precision, shape.size());
      if (missing) {
        AtomicFiles.write(
            file,
            channel -> {
              for (int round = 0; round < encoding.rounds(); round++) {
                write(encoding.rows(round), channel);
              }
            });
      } else {
        for (int round = 0; round < encoding.rounds(); round++) {
          encoding.rows(round);
        }
      }
    }
    return new LatentSet(source, shape, file);
  }

  private static void write(float[] rows, FileChannel channel) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * rows.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(rows);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * The encoding of all pictures in rounds, of which each rank does a batch; batches do not depend
   * on the number of ranks.
   *
   * @param size numbers of a row
   */
  private record Encoding(
      ImageSource source, AutoencoderKl autoencoder, Precision precision, int size) {

    private static int inRound() {
      return Ranks.current().size() * BATCH;
    }

    int rounds() {
      return (source.count() + inRound() - 1) / inRound();
    }

    /** The rows of one round, in their order, at every rank. */
    float[] rows(int round) {
      Ranks ranks = Ranks.current();
      int first = round * inRound();
      int end = Math.min(source.count(), first + inRound());
      int own = Math.min(end, first + ranks.rank() * BATCH);
      float[] rows = new float[(end - first) * size];
      if (own < end) {
        float[] encoded = moments(own, Math.min(end, own + BATCH));
        System.arraycopy(encoded, 0, rows, (own - first) * size, encoded.length);
      }
      return ranks.alone() ? rows : summed(ranks, rows);
    }

    /** Those of all ranks: each row is zero at all but one. */
    private static float[] summed(Ranks ranks, float[] rows) {
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor values = Tensors.of(rows, rows.length);
        ranks.sum(values);
        return Tensors.toFloats(values);
      }
    }

    private float[] moments(int first, int end) {
      int pixels = source.shape().size();
      byte[] bytes = new byte[pixels];
      float[] values = new float[(end - first) * pixels];
      for (int k = first; k < end; k++) {
        source.read(k, bytes, 0);
        for (int i = 0; i < pixels; i++) {
          values[(k - first) * pixels + i] = PixelRange.SYMMETRIC.toFloat(bytes[i]);
        }
      }
      ImageShape shape = source.shape();
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off();
          Autocast cast = precision.enter()) {
        DiagonalGaussian posterior =
            autoencoder.encode(
                Tensors.of(values, end - first, shape.channels(), shape.height(), shape.width()));
        Tensor deviation = posterior.logVariance().mul(new Scalar(0.5)).exp();
        return Tensors.toFloats(Tensors.cat(1, posterior.mean(), deviation).to(ScalarType.Float));
      }
    }
  }

  private static long rowBytes(ImageShape shape) {
    return (long) Float.BYTES * shape.size();
  }

  @Override
  public ImageSource source() {
    return source;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public float[] read(int[] indices, long seed, long[] positions) {
    int size = shape.size();
    float[] moments = new float[Math.multiplyExact(indices.length, size)];
    for (int i = 0; i < indices.length; i++) {
      pieces
          .get(indices[i] / rowsAPiece)
          .get((indices[i] % rowsAPiece) * size, moments, i * size, size);
    }
    return moments;
  }
}
