package io.inkwash.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reading, writing, and refusing. The golden file is the Python library's; see make_safetensors.py.
 */
class SafetensorsTest {
  @TempDir Path folder;

  record Expected(long[] shape, List<Object> values) {}

  static Path resource(String name) {
    try {
      return Path.of(SafetensorsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsWhatPythonWrites() throws IOException {
    Map<String, Expected> expected =
        Json.mapper()
            .readerForMapOf(Expected.class)
            .readValue(Files.readString(resource("python.json")));

    Safetensors.File file = Safetensors.read(resource("python.safetensors"));

    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt, ink \ud83d\udd8b \u001f"));
    assertThat(file.tensors().keySet()).isEqualTo(expected.keySet()).hasSize(21);
    expected.forEach((name, python) -> assertSame(file.tensors().get(name), python));
  }

  private static void assertSame(TensorData tensor, Expected python) {
    assertThat(tensor.shape()).isEqualTo(python.shape());
    boolean real = tensor.dtype().name().contains("F");
    if (real) {
      // Exactly equal, as numbers: Double.compare tells 0 from -0 and takes NaN for itself.
      List<Double> values =
          python.values().stream().map(v -> Double.valueOf(String.valueOf(v))).toList();
      assertThat(tensor.toDoubles()).containsExactly(values.toArray(new Double[0]));
      assertThat(tensor.toFloats())
          .containsExactly(values.stream().map(Double::floatValue).toArray(Float[]::new));
    } else {
      assertThat(tensor.toLongs())
          .containsExactly(
              python.values().stream().map(v -> ((Number) v).longValue()).toArray(Long[]::new));
    }
  }

  @Test
  void writesByteForByteWhatPythonWrites() throws IOException {
    Safetensors.File file = Safetensors.read(resource("python.safetensors"));
    List<String> names = new ArrayList<>(file.tensors().keySet());
    Collections.reverse(names);
    Map<String, TensorData> reversed = new LinkedHashMap<>();
    names.forEach(name -> reversed.put(name, file.tensors().get(name)));

    Path copy = folder.resolve("copy.safetensors");
    Safetensors.write(copy, file.metadata(), reversed);

    assertThat(copy).hasSameBinaryContentAs(resource("python.safetensors"));
  }

  @Test
  void aWrittenFileReadsBack() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("z", "first");
    metadata.put("a", "second\nline \u00e9");
    TensorData large = TensorData.ofFloats(new float[700_000], 700, 1000);
    Map<String, TensorData> tensors =
        Map.of(
            "large", large, // longer than one piece of a channel
            "weights", TensorData.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            "steps", TensorData.ofLongs(new long[] {Long.MIN_VALUE, 9}, 2),
            "none", TensorData.ofDoubles(new double[0], 0),
            "one", TensorData.ofDoubles(new double[] {Math.E}));
    Path path = folder.resolve("deep/er/file.safetensors");

    Safetensors.write(path, metadata, tensors);
    Safetensors.File file = Safetensors.read(path);

    assertThat(file.metadata()).containsExactlyEntriesOf(metadata);
    assertThat(file.tensors()).isEqualTo(tensors);
    assertThat(file.tensors().keySet()).containsExactly("steps", "none", "one", "large", "weights");
  }

  @Test
  void noTensorsAreAFileToo() {
    Path path = folder.resolve("none.safetensors");
    Safetensors.write(path, Map.of(), Map.of());
    assertThat(path).hasSize(16);
    assertThat(Safetensors.read(path).tensors()).isEmpty();
  }

  @Test
  void fieldsMayStandInAnyOrderAndTheHeaderMayEndInSpaces() {
    Safetensors.File file =
        parse(
            "{'b':{'data_offsets':[1,2],'shape':[],'dtype':'U8'},"
                + " 'a':{'dtype':'I8','shape':[1],'data_offsets':[0,1]}}   ",
            2);
    assertThat(file.tensors().keySet()).containsExactly("b", "a");
    assertThat(file.tensors().get("b").toLongs()).containsExactly(1);
    assertThat(file.tensors().get("a").toLongs()).containsExactly(0);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "hostile-headers.txt", delimiter = '|', quoteCharacter = '`')
  void refuses(String header, int bytes, String reason) {
    assertThatThrownBy(() -> parse(header, bytes))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith("test: ")
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, header length is 18446744073709551615 bytes; at most 16777216 are allowed",
    "100000000, header length is 100000000 bytes; at most 16777216 are allowed",
    "16777217, header length is 16777217 bytes; at most",
    "3, 'past the file''s end; 2 bytes follow'",
    "1, must begin with '{' and end with '}'",
    "0, must begin with '{' and end with '}'",
  })
  void refusesHeaderLengths(long length, String reason) {
    ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    bytes.put("{}".getBytes(StandardCharsets.UTF_8)).flip();
    assertThatThrownBy(() -> Safetensors.parse("test", bytes))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesTooFewBytesAndWrongUtf8AndWhatIsNotSpace() {
    assertThatThrownBy(() -> Safetensors.parse("test", ByteBuffer.allocate(7)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("7 bytes long");
    byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'};
    assertThatThrownBy(() -> parse(overlong, 0))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage("test: the header is not valid UTF-8");
    assertThatThrownBy(() -> parse("{}\n", 0))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("must begin with '{' and end with '}'");
  }

  @Test
  void nestingIsNotFollowed() {
    assertThatThrownBy(() -> parse("{'a':" + "[".repeat(1_000_000) + "}", 0))
        .isInstanceOf(SafetensorsException.class);
    assertThatThrownBy(() -> parse("{'a':{'x':" + "{'x':".repeat(1_000_000) + "}", 0))
        .isInstanceOf(SafetensorsException.class);
  }

  @Test
  void aFileThatIsMissingOrHugeOrAFolderIsOneLine() throws IOException {
    Path missing = folder.resolve("no.safetensors");
    assertThatThrownBy(() -> Safetensors.read(missing))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(missing + ": cannot be read: no such file");
    assertThatThrownBy(() -> Safetensors.read(folder)).isInstanceOf(SafetensorsException.class);

    Path huge = folder.resolve("huge.safetensors");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.write(prefix(100 << 20));
      file.setLength(200L << 20);
    }
    assertThatThrownBy(() -> Safetensors.read(huge))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(huge + ": header length is 104857600 bytes; at most 16777216 are allowed");
  }

  @Test
  void readAndParseAgree() throws IOException {
    Path python = resource("python.safetensors");
    assertThat(Safetensors.parse("bytes", ByteBuffer.wrap(Files.readAllBytes(python))))
        .isEqualTo(Safetensors.read(python));
    Path cut = folder.resolve("cut.safetensors");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(python), 4000));
    assertThatThrownBy(() -> Safetensors.read(cut))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("past the file's end; the data are");
  }

  @Test
  void namesThatTheFormatCannotHoldAreNotWritten() {
    TensorData one = TensorData.ofFloats(new float[] {1}, 1);
    Path path = folder.resolve("x.safetensors");
    assertThatThrownBy(() -> Safetensors.write(path, Map.of(), Map.of("__metadata__", one)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Safetensors.write(path, Map.of(), Map.of("\udc00", one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\\udc00");
    assertThatThrownBy(
            () -> Safetensors.write(path, Map.of("k", "v".repeat(17 << 20)), Map.of("a", one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16777216");
    assertThat(path).doesNotExist();
  }

  static Safetensors.File parse(String header, int dataLength) {
    return parse(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), dataLength);
  }

  static Safetensors.File parse(byte[] header, int dataLength) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataLength);
    bytes.put(prefix(header.length)).put(header);
    for (int i = 0; i < dataLength; i++) {
      bytes.put((byte) i);
    }
    return Safetensors.parse("test", bytes.flip());
  }

  static byte[] prefix(long length) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  @Test
  void checkpointsOfPyTorchAreNamed() {
    refused("504b030400000808000000000000", "is a PyTorch checkpoint (a zip), not safetensors");
    refused("80028a0a6cfc9c46f9206aa85019", "is a PyTorch checkpoint (a pickle), not safetensors");
  }

  private static void refused(String hex, String reason) {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> Safetensors.parse("model.pth", bytes))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith("model.pth: " + reason);
  }

  @Test
  void weightsThatAreNoRealNumbersAreNamedWithTheirFile() {
    Map<String, TensorData> tensors = Map.of("steps", TensorData.ofLongs(new long[] {1, 2}, 2));
    assertThatThrownBy(() -> Weights.stateDict(tensors, "x.safetensors"))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(
            "x.safetensors: tensor \"steps\" is I64[2]; weights of F64, F32, F16 and BF16 are read");
  }

  /** So that the state of a training may be larger than the heap. */
  @Test
  void eachTensorIsTakenOnceAndWhenItsTurnHasCome() {
    List<String> asked = new ArrayList<>();
    Map<String, TensorSource> tensors = new LinkedHashMap<>();
    for (String name : List.of("b", "a", "c")) {
      tensors.put(name, source(TensorData.ofFloats(new float[] {name.charAt(0)}, 1), name, asked));
    }
    Path path = folder.resolve("sources.safetensors");
    Safetensors.write(path, Map.of(), tensors);
    assertThat(asked).containsExactly("a", "b", "c");

    Map<String, TensorSource> read = Safetensors.sources(path);
    Map<String, TensorData> whole = Safetensors.read(path).tensors();
    assertThat(read.keySet()).isEqualTo(whole.keySet());
    whole.forEach(
        (name, data) -> {
          TensorSource source = read.get(name);
          assertThat(source.dtype()).isEqualTo(data.dtype());
          assertThat(source.shape()).isEqualTo(data.shape());
          assertThat(source.data()).isEqualTo(data);
        });
  }

  private static TensorSource source(TensorData data, String name, List<String> asked) {
    return new TensorSource() {
      @Override
      public DType dtype() {
        return data.dtype();
      }

      @Override
      public long[] shape() {
        return data.shape();
      }

      @Override
      public TensorData data() {
        asked.add(name);
        return data;
      }
    };
  }
}
