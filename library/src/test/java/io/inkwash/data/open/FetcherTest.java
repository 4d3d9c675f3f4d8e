package io.inkwash.data.open;

import static io.inkwash.data.open.Mirrors.serving;
import static io.inkwash.data.open.Mirrors.stoppingAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import io.inkwash.data.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetcherTest {

  private static final byte[] CONTENT = TestFiles.image(3, 300_000);

  @TempDir Path scratch;
  private Path cache;
  private Path folder;
  private Path part;
  private Mirrors mirrors;
  private final List<String> notices = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    cache = scratch.resolve("cache");
    folder = cache.resolve("toy");
    part = folder.resolve("a.bin.part");
    mirrors = new Mirrors();
  }

  @AfterEach
  void stop() {
    mirrors.close();
  }

  private PublicSet set(byte[] content, String... names) {
    List<RemoteFile> files = List.of(TestFiles.remote(scratch, "a.bin", content));
    return new PublicSet("toy", Stream.of(names).map(mirrors::address).toList(), files, files);
  }

  private void fetch(PublicSet set) {
    assertThat(new Fetcher(Duration.ofSeconds(20), notices::add).fetch(set, cache))
        .isEqualTo(folder);
  }

  private void fetchFails(PublicSet set, String... parts) {
    assertThatThrownBy(() -> fetch(set))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("a.bin")).doesNotExist();
  }

  private void assertFetched() throws IOException {
    assertThat(Files.readAllBytes(folder.resolve("a.bin"))).isEqualTo(CONTENT);
    assertThat(part).doesNotExist();
  }

  @Test
  void fetchesOnceAndThenUsesTheCache() throws IOException {
    mirrors.put("/one/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one"));
    assertFetched();
    fetch(set(CONTENT, "one"));
    assertThat(mirrors.requests()).containsExactly("/one/a.bin");
    assertThat(notices).containsExactly("fetching toy into " + folder);
  }

  @Test
  void tellsItsProgress() {
    mirrors.put("/one/a.bin", serving(CONTENT));
    List<Long> progress = new CopyOnWriteArrayList<>();
    DataListener listener =
        new DataListener() {
          @Override
          public void notice(String message) {}

          @Override
          public void fetching(String file, long done, long total) {
            assertThat(file).isEqualTo("a.bin");
            assertThat(total).isEqualTo(CONTENT.length);
            progress.add(done);
          }
        };
    new Fetcher(Duration.ofSeconds(20), listener).fetch(set(CONTENT, "one"), cache);
    assertThat(progress).isSorted().endsWith((long) CONTENT.length);
  }

  @Test
  void goesOnWhereAnEarlierDownloadStopped() throws IOException {
    mirrors.put("/one/a.bin", serving(CONTENT));
    TestFiles.write(part, TestFiles.firstPart(CONTENT, 100_000));
    fetch(set(CONTENT, "one"));
    assertFetched();
    assertThat(mirrors.requests()).containsExactly("/one/a.bin bytes=100000-");
  }

  @Test
  void beginsAgainWhereAMirrorKnowsNoRanges() throws IOException {
    mirrors.put("/one/a.bin", (exchange, from) -> serving(CONTENT).answer(exchange, 0));
    TestFiles.write(part, TestFiles.firstPart(CONTENT, 100_000));
    fetch(set(CONTENT, "one"));
    assertFetched();
  }

  @Test
  void aBrokenPartIsThrownAwayAndFetchedAgain() throws IOException {
    mirrors.put("/one/a.bin", serving(CONTENT));
    for (int size : new int[] {100_000, CONTENT.length, CONTENT.length + 7}) {
      TestFiles.write(part, new byte[size]);
      fetch(set(CONTENT, "one"));
      assertFetched();
      Files.delete(folder.resolve("a.bin"));
    }
  }

  @Test
  void aFileOfTheWrongSizeInTheCacheIsReplaced() throws IOException {
    mirrors.put("/one/a.bin", serving(CONTENT));
    TestFiles.write(folder.resolve("a.bin"), new byte[7]);
    fetch(set(CONTENT, "one"));
    assertFetched();
  }

  @Test
  void aWrongChecksumIsDeletedAndSaid() {
    byte[] other = CONTENT.clone();
    other[1000]++;
    mirrors.put("/one/a.bin", serving(other));
    fetchFails(
        set(CONTENT, "one"),
        "toy: a.bin",
        "/one/a.bin",
        "wrong checksum",
        "deleted",
        "INKWASH_DATA");
    assertThat(part).doesNotExist();
    assertThat(mirrors.requests()).hasSize(1);
  }

  @Test
  void aMissingFileIsSaidAndNoFolderIsLeft() throws IOException {
    fetchFails(set(CONTENT, "one"), "/one/a.bin: HTTP 404");
    assertThat(part).doesNotExist();
    assertThat(cache).doesNotExist();
    Files.createDirectories(cache);
    fetchFails(set(CONTENT, "one"), "/one/a.bin: HTTP 404");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void theNextMirrorIsTried() throws IOException {
    byte[] other = CONTENT.clone();
    other[1000]++;
    mirrors.put("/wrong/a.bin", serving(other));
    mirrors.put("/good/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "gone", "wrong", "good"));
    assertFetched();
    assertThat(mirrors.requests()).containsExactly("/gone/a.bin", "/wrong/a.bin", "/good/a.bin");
  }

  @Test
  void aPageInsteadOfTheFileIsNotKept() {
    mirrors.put("/one/a.bin", serving("please log in".getBytes(StandardCharsets.UTF_8)));
    fetchFails(set(CONTENT, "one"), "offers 13 bytes", "300000");
    assertThat(part).doesNotExist();
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    mirrors.put(
        "/one/a.bin",
        (exchange, from) -> {
          exchange.sendResponseHeaders(200, 0); // chunked, no length stated
          exchange.getResponseBody().write(Arrays.copyOf(CONTENT, CONTENT.length + 1));
        });
    fetchFails(set(CONTENT, "one"), "sends more than");
    assertThat(Transfer.sizeOf(part)).isZero();
  }

  @Test
  void aStoppingConnectionIsTakenUpAgain() throws IOException {
    mirrors.put("/one/a.bin", stoppingAfter(80_000, CONTENT));
    fetch(set(CONTENT, "one"));
    assertFetched();
    assertThat(mirrors.requests()).hasSize(4).endsWith("/one/a.bin bytes=240000-");
  }

  @Test
  void aDownloadIsFinishedFromAnotherMirror() throws IOException {
    mirrors.put(
        "/one/a.bin",
        (exchange, from) -> {
          if (from == 0) {
            stoppingAfter(80_000, CONTENT).answer(exchange, from);
          } else {
            exchange.sendResponseHeaders(503, -1);
          }
        });
    mirrors.put("/two/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one", "two"));
    assertFetched();
    assertThat(mirrors.requests()).endsWith("/two/a.bin bytes=80000-");
  }

  @Test
  void aConnectionThatBreaksInTheMiddleIsNoHarm() throws IOException {
    mirrors.put(
        "/one/a.bin",
        (exchange, from) -> { // how much arrives before the break is the system's affair
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 200_000);
          exchange.getResponseBody().flush();
        });
    mirrors.put("/two/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one", "two"));
    assertFetched();
  }

  @Test
  void aNewBeginningCutsOffTheOldPart() {
    TestFiles.write(part, new byte[200_000]);
    mirrors.put(
        "/one/a.bin", (exchange, from) -> stoppingAfter(50_000, CONTENT).answer(exchange, 0));
    fetchFails(set(CONTENT, "one"), "50000 of 300000");
    assertThat(Transfer.sizeOf(part)).isEqualTo(50_000);
  }

  @Test
  void whatCameIsKeptForTheNextTime() throws IOException {
    mirrors.put(
        "/one/a.bin", stoppingAfter(50_000, CONTENT)); // five tries bring 250,000 of 300,000
    fetchFails(set(CONTENT, "one"), "250000 of 300000", "bytes are kept");
    assertThat(Transfer.sizeOf(part)).isEqualTo(250_000);
    mirrors.put("/one/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one"));
    assertFetched();
    assertThat(mirrors.requests()).endsWith("/one/a.bin bytes=250000-");
  }

  @Test
  @Timeout(25)
  void aSilentConnectionIsGivenUp() {
    mirrors.put(
        "/one/a.bin",
        (exchange, from) -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().flush();
          sleep();
        });
    mirrors.put("/two/a.bin", (exchange, from) -> sleep());
    Fetcher hasty = new Fetcher(Duration.ofMillis(1500), notices::add);
    assertThatThrownBy(() -> hasty.fetch(set(CONTENT, "one", "two"), cache))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("fell silent after 0 of 300000")
        .hasMessageContaining("no answer within");
  }

  private static void sleep() {
    try {
      Thread.sleep(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anUnreachableMirrorIsSaid() {
    List<RemoteFile> files = List.of(TestFiles.remote(scratch, "a.bin", CONTENT));
    PublicSet set = new PublicSet("toy", List.of("http://localhost:1/"), files, files);
    fetchFails(set, "http://localhost:1/a.bin: ");
  }

  @Test
  void twoAtOnceFetchOnlyOnce() {
    mirrors.put("/one/a.bin", serving(CONTENT));
    PublicSet set = set(CONTENT, "one");
    List<CompletableFuture<Void>> both =
        Stream.of(1, 2)
            .map(
                i -> CompletableFuture.runAsync(() -> fetch(set), task -> new Thread(task).start()))
            .toList();
    both.forEach(CompletableFuture::join);
    assertThat(mirrors.requests()).hasSize(1);
  }

  @Test
  void anUnwritableCacheIsSaid() {
    TestFiles.write(cache, new byte[1]); // a file where the folder should be
    assertThatThrownBy(() -> fetch(set(CONTENT, "one")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder + ": the cache cannot be written");
  }

  private PublicSet packedSet(byte[] packed, byte[] one, byte[] two) {
    return new PublicSet(
        "toy",
        List.of(mirrors.address("one")),
        List.of(TestFiles.remote(scratch, "all.tar.gz", packed)),
        List.of(TestFiles.remote(scratch, "1.bin", one), TestFiles.remote(scratch, "2.bin", two)));
  }

  private static byte[] packed(byte[] one, byte[] two) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("toy/", new byte[0]);
    files.put("toy/1.bin", one);
    files.put("toy/readme.html", new byte[3]);
    files.put("toy/2.bin", two);
    return TestFiles.gzip(TestFiles.tar(files));
  }

  @Test
  void anArchiveIsUnpackedAndDeleted() throws IOException {
    byte[] one = TestFiles.image(1, 1000);
    byte[] two = TestFiles.image(2, 512);
    byte[] archive = packed(one, two);
    mirrors.put("/one/all.tar.gz", serving(archive));
    fetch(packedSet(archive, one, two));
    assertThat(Files.readAllBytes(folder.resolve("1.bin"))).isEqualTo(one);
    assertThat(Files.readAllBytes(folder.resolve("2.bin"))).isEqualTo(two);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("1.bin", "2.bin", ".lock");
    }
  }

  @Test
  void aWrongFileInAnArchiveIsRefused() {
    byte[] one = TestFiles.image(1, 1000);
    byte[] two = TestFiles.image(2, 512);
    byte[] archive = packed(one, TestFiles.image(3, 512));
    mirrors.put("/one/all.tar.gz", serving(archive));
    assertThatThrownBy(() -> fetch(packedSet(archive, one, two)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all.tar.gz: cannot be unpacked")
        .hasMessageContaining("wrong checksum");
    assertThat(folder.resolve("2.bin")).doesNotExist();
  }

  @Test
  void anArchiveThatLacksAFileOrIsNoTarIsRefused() {
    byte[] one = TestFiles.image(1, 1000);
    byte[] archive = TestFiles.gzip(TestFiles.tar(Map.of("1.bin", one)));
    mirrors.put("/one/all.tar.gz", serving(archive));
    assertThatThrownBy(() -> fetch(packedSet(archive, one, TestFiles.image(2, 512))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks");
    byte[] noTar = TestFiles.gzip(TestFiles.image(5, 2000));
    mirrors.put("/one/all.tar.gz", serving(noTar));
    assertThatThrownBy(() -> fetch(packedSet(noTar, one, TestFiles.image(2, 512))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be unpacked");
  }
}
