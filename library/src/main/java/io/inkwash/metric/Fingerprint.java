package io.inkwash.metric;

import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 over words and weights: what a statistic of features depends on. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which all must have", e);
    }
  }

  /** Adds a line of text. */
  Fingerprint add(String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds names, shapes and float32 values of all tensors, in order. */
  Fingerprint add(StateDict state) {
    state.forEach(
        (name, tensor) -> {
          add(name + " " + Arrays.toString(Tensors.shape(tensor)));
          float[] values = Tensors.toFloats(tensor);
          ByteBuffer bytes =
              ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(values);
          digest.update(bytes);
        });
    return this;
  }

  /** The hash so far, in lower-case hexadecimal. To be asked once. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
