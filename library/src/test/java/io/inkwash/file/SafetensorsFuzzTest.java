package io.inkwash.file;

import static io.inkwash.format.Text.format;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A damaged file is either still sound or refused with a reason; nothing else can happen. */
class SafetensorsFuzzTest {
  private static final int FILES = 100_000;

  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[0-9]+|[\\[\\]{}:,]");

  private static final List<String> INTRUDERS =
      List.of(
          "",
          "0",
          "1",
          "2",
          "4",
          "8",
          "-1",
          "1.5",
          "1e3",
          "4294967296",
          "9223372036854775807",
          "18446744073709551616",
          "null",
          "true",
          "[]",
          "{}",
          "[0,4]",
          "\"\"",
          "\"F32\"",
          "\"U8\"",
          "\"F4\"",
          "\"dtype\"",
          "\"shape\"",
          "\"data_offsets\"",
          "\"__metadata__\"",
          "\"a\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\u00e9",
          " ",
          "\n",
          "NaN",
          "/**/",
          "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");

  private static final String SMALL =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]},"
          + "\"c\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[11,11]}}";

  private final SplittableRandom random = new SplittableRandom(20_240_607);

  @Test
  void everyMutationIsReadOrRefused() throws IOException {
    byte[] python = Files.readAllBytes(SafetensorsTest.resource("python.safetensors"));
    byte[] small = file(SMALL, new byte[11]);
    byte[] empty = file("{}", new byte[0]);
    Set<String> reasons = new HashSet<>();
    int sound = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] seed = i % 16 == 0 ? python : i % 16 == 1 ? empty : small;
      byte[] bytes = mutate(seed);
      if (random.nextInt(4) == 0) {
        bytes = mutate(bytes);
      }
      try {
        requireSound(bytes, Safetensors.parse("fuzz", ByteBuffer.wrap(bytes)));
        sound++;
      } catch (SafetensorsException refused) {
        String message = String.valueOf(refused.getMessage());
        if (!message.startsWith("fuzz: ") || message.lines().count() != 1) {
          fail("mutation %d: the reason is not one line: %s", i, message);
        }
        if (i % 4 == 0) {
          reasons.add(message.replaceAll("\"[^\"]*\"|[0-9]+", "#"));
        }
      } catch (RuntimeException | Error other) {
        fail(format("mutation %d: %s", i, Arrays.toString(bytes)), other);
      }
    }
    // The mutations must reach the deep checks, and some must leave the file sound.
    assertThat(sound).isGreaterThan(FILES / 50);
    assertThat(reasons).hasSizeGreaterThan(100);
  }

  private static void requireSound(byte[] bytes, Safetensors.File file) {
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long data = 0;
    for (TensorData tensor : file.tensors().values()) {
      data += TensorData.byteCount(tensor.dtype(), tensor.shape());
    }
    assertThat(8 + header + data).isEqualTo(bytes.length);
  }

  private byte[] mutate(byte[] bytes) {
    return switch (random.nextInt(6)) {
      case 0 -> flip(bytes);
      case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> splice(bytes);
      case 3 -> relength(bytes);
      default -> editHeader(bytes);
    };
  }

  private byte[] flip(byte[] bytes) {
    byte[] flipped = bytes.clone();
    for (int k = random.nextInt(1, 5); k > 0 && bytes.length > 0; k--) {
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** Puts one piece of the file, or noise, in place of another piece. */
  private byte[] splice(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(20));
    byte[] piece;
    if (random.nextBoolean()) {
      int start = random.nextInt(bytes.length + 1);
      piece = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + random.nextInt(40)));
    } else {
      piece = new byte[random.nextInt(20)];
      random.nextBytes(piece);
    }
    ByteBuffer spliced = ByteBuffer.allocate(from + piece.length + bytes.length - to);
    return spliced.put(bytes, 0, from).put(piece).put(bytes, to, bytes.length - to).array();
  }

  private byte[] relength(byte[] bytes) {
    if (bytes.length < 8) {
      return bytes;
    }
    ByteBuffer changed = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        switch (random.nextInt(4)) {
          case 0 -> changed.getLong(0) + random.nextInt(-9, 10);
          case 1 -> random.nextLong();
          case 2 -> 1L << random.nextInt(64);
          default -> random.nextInt(bytes.length);
        };
    return changed.putLong(0, length).array();
  }

  /** Replaces, removes or repeats one token of the header, and makes its length right again. */
  private byte[] editHeader(byte[] bytes) {
    long length =
        bytes.length < 8 ? -1 : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > bytes.length - 8) {
      return flip(bytes);
    }
    int end = 8 + (int) length;
    String header = new String(bytes, 8, (int) length, StandardCharsets.UTF_8);
    List<MatchResult> tokens = TOKEN.matcher(header).results().toList();
    if (tokens.isEmpty()) {
      return flip(bytes);
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    String intruder =
        switch (random.nextInt(3)) {
          case 0 -> tokens.get(random.nextInt(tokens.size())).group();
          case 1 -> token.group() + INTRUDERS.get(random.nextInt(INTRUDERS.size()));
          default -> INTRUDERS.get(random.nextInt(INTRUDERS.size()));
        };
    String edited = header.substring(0, token.start()) + intruder + header.substring(token.end());
    return file(edited, Arrays.copyOfRange(bytes, end, bytes.length));
  }

  private static byte[] file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .put(SafetensorsTest.prefix(json.length))
        .put(json)
        .put(data)
        .array();
  }
}
