package io.inkwash.distributed;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;

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
    BEAT,
    /** Who connects. */
    HELLO,
    /** A rank's part of a round. */
    PART,
    /** Rank 0's answer to all parts of a round. */
    ANSWER,
    /** Why the ranks must end. */
    FAILED
  }

  static final Message BEAT = new Message(Kind.BEAT, "");

  /** The first bytes of each message, by which strangers at the port are known. */
  private static final int MAGIC = 0x696e6b31;

  private static final int LONGEST = 1 << 22;

  void write(DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(MAGIC);
    out.writeByte(kind.ordinal());
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
    int kind = in.readUnsignedByte();
    int length = in.readInt();
    if (kind >= Kind.values().length || length < 0 || length > LONGEST) {
      throw new StreamCorruptedException("no message of a rank");
    }
    return new Message(
        Kind.values()[kind], new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }
}
