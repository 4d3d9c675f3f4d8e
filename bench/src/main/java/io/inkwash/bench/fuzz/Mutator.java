package io.inkwash.bench.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages bytes: one to four changes, each a function of the seed and the number of the case. */
public final class Mutator {
  /** Values at the edges of numbers, as they stand in headers. */
  private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff};

  /** The most bytes that a mutation may add to a file: seldom many, which are slow to try. */
  private static final int LARGEST = 1 << 18;

  private static final int LARGE = 1 << 12;

  private final SplittableRandom random;

  private Mutator(SplittableRandom random) {
    this.random = random;
  }

  /** The key of a case of a seed. */
  public static long key(long seed, long number) {
    return seed * 0x9e3779b97f4a7c15L + number;
  }

  /**
   * One damaged file.
   *
   * @param files sound files
   * @param key of the randomness
   */
  public static byte[] mutate(List<byte[]> files, long key) {
    SplittableRandom random = new SplittableRandom(key);
    Mutator mutator = new Mutator(random);
    byte[] bytes = files.get(random.nextInt(files.size()));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      byte[] other = files.get(random.nextInt(files.size()));
      bytes = mutator.change(bytes, other);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes, byte[] other) {
    if (bytes.length == 0) {
      return other.clone();
    }
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes);
      case 1 -> edged(bytes);
      case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3 -> joined(bytes, position(bytes), new byte[0], position(bytes));
      case 4 -> joined(bytes, position(bytes), piece(other), position(bytes));
      case 5 -> repeated(bytes);
      case 6 -> swappedDigit(bytes);
      default -> overwritten(bytes);
    };
  }

  private int position(byte[] bytes) {
    return random.nextInt(bytes.length + 1);
  }

  private byte[] piece(byte[] bytes) {
    int from = position(bytes);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(64)));
  }

  private byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  /** One to eight bytes of an edge value; most often near the start, where the headers are. */
  private byte[] edged(byte[] bytes) {
    byte[] changed = bytes.clone();
    int reach = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
    int from = random.nextInt(reach);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(8));
    Arrays.fill(changed, from, to, (byte) EDGES[random.nextInt(EDGES.length)]);
    return changed;
  }

  private byte[] overwritten(byte[] bytes) {
    byte[] changed = bytes.clone();
    byte[] noise = new byte[1 + random.nextInt(4)];
    random.nextBytes(noise);
    int from = random.nextInt(bytes.length);
    System.arraycopy(noise, 0, changed, from, Math.min(noise.length, bytes.length - from));
    return changed;
  }

  /** One piece many times over: what is read in quadratic time shows so. */
  private byte[] repeated(byte[] bytes) {
    byte[] piece = piece(bytes);
    int largest = random.nextInt(32) == 0 ? LARGEST : LARGE;
    int most = piece.length == 0 ? 0 : largest / piece.length;
    int times = 1 << random.nextInt(16);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < Math.min(times, most); i++) {
      many.writeBytes(piece);
    }
    int at = position(bytes);
    return joined(bytes, at, many.toByteArray(), at);
  }

  private byte[] swappedDigit(byte[] bytes) {
    byte[] changed = bytes.clone();
    int from = random.nextInt(bytes.length);
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        changed[i] = (byte) "0123456789-.e\"".charAt(random.nextInt(14));
        break;
      }
    }
    return changed;
  }

  private static byte[] joined(byte[] bytes, int from, byte[] middle, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, Math.min(from, to));
    out.writeBytes(middle);
    int rest = Math.max(from, to);
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }
}
