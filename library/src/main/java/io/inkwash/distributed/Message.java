package io.inkwash.distributed;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What ranks say to each other over their sockets: a kind and a text.
 *
 * @param kind what it is
 * @param text what it says; empty for a sign of life
 */
record Message(Kind kind, String text) {

  /** The kinds. */
  enum Kind {
    /** A sign of life. */
    BEAT(0),
    /** Who connects. */
    HELLO(1),
    /** A rank's part of a round. */
    PART(2),
    /** Rank 0's answer to all parts of a round. */
    ANSWER(3),
    /** Why the ranks must end. */
    FAILED(4);

    /** The byte that stands for it. */
    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) throws StreamCorruptedException {
      return Arrays.stream(values())
          .filter(kind -> kind.code == code)
          .findAny()
          .orElseThrow(() -> new StreamCorruptedException("no message of a rank"));
    }
  }

  static final Message BEAT = new Message(Kind.BEAT, "");

  /** The first bytes of each message, by which strangers at the port are known. */
  private static final int MAGIC = 0x696e6b31;

  private static final int LONGEST = 1 << 22;

  void write(DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(MAGIC);
    out.writeByte(kind.code);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /**
   * The next message.
   *
   * @throws StreamCorruptedException if whoever sends is no rank
   */
  static Message read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new StreamCorruptedException("no rank of a training");
    }
    Kind kind = Kind.of(in.readUnsignedByte());
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new StreamCorruptedException("no message of a rank");
    }
    return new Message(kind, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }
}
