package io.inkwash.data;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Images that stay in files: each is read, decoded and changed whenever it is wanted. Memory holds
 * their order alone.
 */
public final class StreamedBytes implements ImageBytes {

  /** Pictures in files. May be read by many threads at once. */
  public interface Pictures {

    /** How many there are. */
    int count();

    /**
     * Reads one.
     *
     * @throws DataException if the file is damaged, or the picture is not of the set's shape
     */
    Picture read(int index);

    /** Adds what tells it from others. */
    void identify(int index, Sha256 into);
  }

  private final Pictures pictures;
  private final int[] chosen;
  private final UnaryOperator<Picture> change;

  private StreamedBytes(Pictures pictures, int[] chosen, UnaryOperator<Picture> change) {
    this.pictures = pictures;
    this.chosen = chosen;
    this.change = change;
  }

  /** All pictures, as they are. */
  public static StreamedBytes of(Pictures pictures) {
    return new StreamedBytes(
        pictures, IntStream.range(0, pictures.count()).toArray(), UnaryOperator.identity());
  }

  @Override
  public int count() {
    return chosen.length;
  }

  @Override
  public void read(int index, byte[] into, int offset) {
    byte[] pixels = change.apply(pictures.read(chosen[index])).pixels();
    System.arraycopy(pixels, 0, into, offset, pixels.length);
  }

  @Override
  public boolean streamed() {
    return true;
  }

  @Override
  public ImageBytes choose(int[] indices) {
    int[] some = Arrays.stream(indices).map(i -> chosen[i]).toArray();
    return new StreamedBytes(pictures, some, change);
  }

  @Override
  public ImageBytes map(ImageShape from, UnaryOperator<Picture> more) {
    return new StreamedBytes(pictures, chosen, picture -> more.apply(change.apply(picture)));
  }

  @Override
  public void identify(int index, Sha256 into) {
    pictures.identify(chosen[index], into);
  }

  /** Nothing is read: a picture of another shape is refused when it is wanted. */
  @Override
  public void check(String name, ImageShape shape) {}
}
