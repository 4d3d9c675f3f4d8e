package io.inkwash.train.tensorboard;

import io.inkwash.file.FileException;
import io.inkwash.file.ProtoMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads them: {@code event.proto} and {@code summary.proto} of
 * TensorFlow in TFRecord framing. Each event is in the file when the call returns, so a page that
 * watches the file is up to date and a killed process loses nothing.
 */
public final class EventFile implements AutoCloseable {

  /** The version of the format, which the first event of a file names. */
  private static final String VERSION = "brain.Event:2";

  private static final int RGB = 3;
  private static final int SESSION_START = 1;

  private final Path file;
  private final OutputStream out;

  private EventFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Begins a file.
   *
   * @param file a new file; TensorBoard reads those with {@code tfevents} in their name
   * @param time seconds since 1970
   * @throws FileException if it is there already or cannot be written
   */
  public static EventFile create(Path file, double time) {
    EventFile events;
    try {
      events = new EventFile(file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
    events.write(new ProtoMessage().real(1, time).text(3, VERSION));
    return events;
  }

  /**
   * Says that a session starts after a step: TensorBoard drops what earlier files of the folder
   * hold of later steps.
   */
  public void start(double time, long step) {
    ProtoMessage session = new ProtoMessage().whole(1, SESSION_START);
    write(event(time, step).message(7, session));
  }

  /** Adds a number. */
  public void scalar(double time, long step, String tag, double value) {
    write(summary(time, step, new ProtoMessage().text(1, tag).real(2, (float) value)));
  }

  /**
   * Adds a picture.
   *
   * @param png its PNG file
   */
  public void image(double time, long step, String tag, byte[] png) {
    ByteBuffer header = ByteBuffer.wrap(png); // the IHDR chunk comes first: width, height
    ProtoMessage image =
        new ProtoMessage()
            .whole(1, header.getInt(20))
            .whole(2, header.getInt(16))
            .whole(3, RGB)
            .bytes(4, png);
    write(summary(time, step, new ProtoMessage().text(1, tag).message(4, image)));
  }

  private static ProtoMessage summary(double time, long step, ProtoMessage value) {
    return event(time, step).message(5, new ProtoMessage().message(1, value));
  }

  private static ProtoMessage event(double time, long step) {
    return new ProtoMessage().real(1, time).whole(2, step);
  }

  /** Writes a record: length, its checksum, content, its checksum. */
  private void write(ProtoMessage event) {
    byte[] content = event.bytes();
    byte[] length = ProtoMessage.littleEndian(content.length, Long.BYTES);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(length);
    record.writeBytes(checksum(length));
    record.writeBytes(content);
    record.writeBytes(checksum(content));
    try {
      record.writeTo(out);
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** CRC-32C, turned and shifted so that checksums of data with checksums in it stay sound. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    return ProtoMessage.littleEndian(masked, Integer.BYTES);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }
}
