package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.inkwash.data.DataException;
import io.inkwash.data.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private HttpServer server;
  private ExecutorService threads;
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> notices = new CopyOnWriteArrayList<>();

  /** How a mirror of the test answers; {@code from} is where the asked range begins. */
  private interface Handler {
    void answer(HttpExchange exchange, int from) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    cache = scratch.resolve("cache");
    folder = cache.resolve("toy");
    part = folder.resolve("a.bin.part");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::dispatch);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void dispatch(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    requests.add(path + (range == null ? "" : " " + range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    try (exchange) {
      handlers.getOrDefault(path, (e, f) -> e.sendResponseHeaders(404, -1)).answer(exchange, from);
    }
  }

  /** A mirror that knows ranges. */
  private static Handler serving(byte[] content) {
    return (exchange, from) -> {
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      exchange.getResponseBody().write(content, from, content.length - from);
    };
  }

  /** A mirror that sends some bytes of what was asked, and ends there without having told. */
  private static Handler stoppingAfter(int bytes) {
    return (exchange, from) -> {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %s-%s/*".formatted(from, CONTENT.length - 1));
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, 0); // chunked, no length conditional
      exchange.getResponseBody().write(CONTENT, from, Math.min(CONTENT.length - from, bytes));
    };
  }

  private String mirror(String name) {
    return "http://localhost:" + server.getAddress().getPort() + "/" + name + "/";
  }

  private PublicSet set(byte[] content, String... mirrors) {
    List<RemoteFile> files = List.of(TestFiles.remote(scratch, "a.bin", content));
    return new PublicSet("toy", Stream.of(mirrors).map(this::mirror).toList(), files, files);
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
    handlers.put("/one/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one"));
    assertFetched();
    fetch(set(CONTENT, "one"));
    assertThat(requests).containsExactly("/one/a.bin");
    assertThat(notices).containsExactly("fetching toy into " + folder);
  }

  @Test
  void tellsItsProgress() {
    handlers.put("/one/a.bin", serving(CONTENT));
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
    handlers.put("/one/a.bin", serving(CONTENT));
    TestFiles.write(part, TestFiles.firstPart(CONTENT, 100_000));
    fetch(set(CONTENT, "one"));
    assertFetched();
    assertThat(requests).containsExactly("/one/a.bin bytes=100000-");
  }

  @Test
  void beginsAgainWhereAMirrorKnowsNoRanges() throws IOException {
    handlers.put("/one/a.bin", (exchange, from) -> serving(CONTENT).answer(exchange, 0));
    TestFiles.write(part, TestFiles.firstPart(CONTENT, 100_000));
    fetch(set(CONTENT, "one"));
    assertFetched();
  }

  @Test
  void aBrokenPartIsThrownAwayAndFetchedAgain() throws IOException {
    handlers.put("/one/a.bin", serving(CONTENT));
    for (int size : new int[] {100_000, CONTENT.length, CONTENT.length + 7}) {
      TestFiles.write(part, new byte[size]);
      fetch(set(CONTENT, "one"));
      assertFetched();
      Files.delete(folder.resolve("a.bin"));
    }
  }

  @Test
  void aFileOfTheWrongSizeInTheCacheIsReplaced() throws IOException {
    handlers.put("/one/a.bin", serving(CONTENT));
    TestFiles.write(folder.resolve("a.bin"), new byte[7]);
    fetch(set(CONTENT, "one"));
    assertFetched();
  }

  @Test
  void aWrongChecksumIsDeletedAndSaid() {
    byte[] other = CONTENT.clone();
    other[1000]++;
    handlers.put("/one/a.bin", serving(other));
    fetchFails(
        set(CONTENT, "one"),
        "toy: a.bin",
        "/one/a.bin",
        "wrong checksum",
        "deleted",
        "INKWASH_DATA");
    assertThat(part).doesNotExist();
    assertThat(requests).hasSize(1);
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
    handlers.put("/wrong/a.bin", serving(other));
    handlers.put("/good/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "gone", "wrong", "good"));
    assertFetched();
    assertThat(requests).containsExactly("/gone/a.bin", "/wrong/a.bin", "/good/a.bin");
  }

  @Test
  void aPageInsteadOfTheFileIsNotKept() {
    handlers.put("/one/a.bin", serving("please log in".getBytes(StandardCharsets.UTF_8)));
    fetchFails(set(CONTENT, "one"), "offers 13 bytes", "300000");
    assertThat(part).doesNotExist();
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    handlers.put(
        "/one/a.bin",
        (exchange, from) -> {
          exchange.sendResponseHeaders(200, 0); // chunked, no length conditional
          exchange.getResponseBody().write(Arrays.copyOf(CONTENT, CONTENT.length + 1));
        });
    fetchFails(set(CONTENT, "one"), "sends more than");
    assertThat(Transfer.sizeOf(part)).isZero();
  }

  @Test
  void aStoppingConnectionIsTakenUpAgain() throws IOException {
    handlers.put("/one/a.bin", stoppingAfter(80_000));
    fetch(set(CONTENT, "one"));
    assertFetched();
    assertThat(requests).hasSize(4).endsWith("/one/a.bin bytes=240000-");
  }

  @Test
  void aDownloadIsFinishedFromAnotherMirror() throws IOException {
    handlers.put(
        "/one/a.bin",
        (exchange, from) -> {
          if (from == 0) {
            stoppingAfter(80_000).answer(exchange, from);
          } else {
            exchange.sendResponseHeaders(503, -1);
          }
        });
    handlers.put("/two/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one", "two"));
    assertFetched();
    assertThat(requests).endsWith("/two/a.bin bytes=80000-");
  }

  @Test
  void aConnectionThatBreaksInTheMiddleIsNoHarm() throws IOException {
    handlers.put(
        "/one/a.bin",
        (exchange, from) -> { // how much arrives before the break is the system's affair
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 200_000);
          exchange.getResponseBody().flush();
        });
    handlers.put("/two/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one", "two"));
    assertFetched();
  }

  @Test
  void aNewBeginningCutsOffTheOldPart() {
    TestFiles.write(part, new byte[200_000]);
    handlers.put("/one/a.bin", (exchange, from) -> stoppingAfter(50_000).answer(exchange, 0));
    fetchFails(set(CONTENT, "one"), "50000 of 300000");
    assertThat(Transfer.sizeOf(part)).isEqualTo(50_000);
  }

  @Test
  void whatCameIsKeptForTheNextTime() throws IOException {
    handlers.put("/one/a.bin", stoppingAfter(50_000)); // five tries bring 250,000 of 300,000
    fetchFails(set(CONTENT, "one"), "250000 of 300000", "bytes are kept");
    assertThat(Transfer.sizeOf(part)).isEqualTo(250_000);
    handlers.put("/one/a.bin", serving(CONTENT));
    fetch(set(CONTENT, "one"));
    assertFetched();
    assertThat(requests).endsWith("/one/a.bin bytes=250000-");
  }

  @Test
  @Timeout(25)
  void aSilentConnectionIsGivenUp() {
    handlers.put(
        "/one/a.bin",
        (exchange, from) -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().flush();
          sleep();
        });
    handlers.put("/two/a.bin", (exchange, from) -> sleep());
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
    handlers.put("/one/a.bin", serving(CONTENT));
    PublicSet set = set(CONTENT, "one");
    List<CompletableFuture<Void>> both =
        Stream.of(1, 2).map(i -> CompletableFuture.runAsync(() -> fetch(set), threads)).toList();
    both.forEach(CompletableFuture::join);
    assertThat(requests).hasSize(1);
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
        List.of(mirror("one")),
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
    handlers.put("/one/all.tar.gz", serving(archive));
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
    handlers.put("/one/all.tar.gz", serving(archive));
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
    handlers.put("/one/all.tar.gz", serving(archive));
    assertThatThrownBy(() -> fetch(packedSet(archive, one, TestFiles.image(2, 512))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks");
    byte[] noTar = TestFiles.gzip(TestFiles.image(5, 2000));
    handlers.put("/one/all.tar.gz", serving(noTar));
    assertThatThrownBy(() -> fetch(packedSet(noTar, one, TestFiles.image(2, 512))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be unpacked");
  }
}
