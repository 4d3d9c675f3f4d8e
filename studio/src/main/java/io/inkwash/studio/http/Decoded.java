package io.inkwash.studio.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoded text of an address, decoded strictly. */
final class Decoded {
  private Decoded() {}

  /**
   * One segment or value.
   *
   * @throws RequestException of status 400 if it is no UTF-8, or a percent sign stands alone
   */
  static String of(String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low < 0) {
        throw malformed();
      }
      decoded.put((byte) (16 * high + low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static RequestException malformed() {
    return new RequestException(400, "the address is not percent-encoded UTF-8");
  }
}
