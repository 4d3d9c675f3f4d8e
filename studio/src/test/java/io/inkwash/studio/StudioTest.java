package io.inkwash.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.evaluate.RunSummary;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.http.Router;
import io.inkwash.torch.ComputeDevice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who is answered, by what, and with which headers. */
class StudioTest {
  private static final String TOKEN = "0123456789abcdef";

  @RegisterExtension static final Running RUNNING = new Running();

  private static Client client() {
    return RUNNING.client();
  }

  /** A request as its bytes stand on the wire, which the JDK's client would not send. */
  private static String raw(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RUNNING.studio().port())) {
      socket
          .getOutputStream()
          .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String rawStatus(String... lines) throws IOException {
    return raw(lines).split(" ", 3)[1];
  }

  @Test
  void thePageComesFromTheClassPathWithAPolicy() {
    Answer page = client().get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void noPathLeavesThePagesFolder() throws IOException {
    for (String path :
        List.of(
            "/../openapi.json",
            "/%2e%2e/openapi.json",
            "/..%2fopenapi.json",
            "/page/../../Studio.class",
            "//etc/passwd",
            "/index.html/",
            "/INDEX.HTML%00.html",
            "/api/v1/runs/..%2f..%2fetc")) {
      assertThat(rawStatus("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close"))
          .as(path)
          .matches("400|404");
    }
  }

  @Test
  void otherHostsAndOriginsAreRefused() throws IOException {
    String get = "GET /health HTTP/1.1";
    String close = "Connection: close";
    assertThat(rawStatus(get, "Host: evil.example", close)).isEqualTo("421");
    assertThat(rawStatus(get, "Host: localhost.evil.example:80", close)).isEqualTo("421");
    assertThat(rawStatus(get, "Host: [::1]:7860", close)).isEqualTo("200");
    assertThat(rawStatus(get, "Host: localhost", "Origin: http://evil.example", close))
        .isEqualTo("403");
    assertThat(rawStatus(get, "Host: localhost", "Origin: null", close)).isEqualTo("403");
    assertThat(rawStatus(get, "Host: localhost:1", "Origin: http://localhost:1", close))
        .isEqualTo("200");
    assertThat(rawStatus(get, "Host: localhost", "Sec-Fetch-Site: cross-site", close))
        .isEqualTo("403");
    assertThat(
            rawStatus(
                "GET / HTTP/1.1",
                "Host: localhost",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: navigate",
                close))
        .as("a link from another site")
        .isEqualTo("200");
  }

  @Test
  void aFormOfAnotherSiteCannotPost() {
    Answer answer =
        client()
            .post(
                "/api/v1/draw",
                "text/plain",
                "{\"model\":\"mnist\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void methodsAndBodiesAreBounded() {
    assertThat(client().delete("/api/v1/catalog").status()).isEqualTo(405);
    assertThat(client().delete("/api/v1/catalog").message()).contains("allowed: GET");
    assertThat(client().post("/api/v1/draw", "{").status()).isEqualTo(400);
    assertThat(client().post("/api/v1/draw", "[]").status()).isEqualTo(400);
    String deep = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
    assertThat(client().post("/api/v1/draw", deep).status()).isEqualTo(400);
    assertThat(client().post("/api/v1/draw", "{\"a\":1,\"a\":2}").status()).isEqualTo(400);
    byte[] large = new byte[9 << 20];
    assertThat(client().post("/api/v1/pictures", "image/png", large).status()).isEqualTo(413);
    assertThat(client().post("/api/v1/explain", "{\"recipe\":\"<script>\"}").text())
        .doesNotContain("<script>");
  }

  @Test
  void anAddressThatOthersReachNeedsAToken(@TempDir Path runs) {
    assertThatThrownBy(() -> StudioOptions.of(runs).withHost("0.0.0.0"))
        .hasMessageContaining("give a token");
    assertThatThrownBy(() -> StudioOptions.of(runs).withHost("0.0.0.0", "short"))
        .hasMessageContaining("16 to 128");
    StudioOptions options =
        StudioOptions.of(runs)
            .withPort(0)
            .withDevice(ComputeDevice.CPU)
            .withHost("127.0.0.1", TOKEN);
    try (Studio studio = Studio.open(options)) {
      Client client = new Client(studio);
      assertThat(client.get("/health").status()).isEqualTo(401);
      assertThat(client.get("/").status()).isEqualTo(401);
      assertThat(client.get("/?token=wrong").status()).isEqualTo(401);
      assertThat(authorized(client, "Bearer " + TOKEN)).isEqualTo(200);
      assertThat(authorized(client, "Bearer " + TOKEN + "x")).isEqualTo(401);
      String pair =
          Base64.getEncoder().encodeToString(("any:" + TOKEN).getBytes(StandardCharsets.UTF_8));
      assertThat(authorized(client, "Basic " + pair)).isEqualTo(200);
      Answer first = client.get("/?token=" + TOKEN);
      assertThat(first.status()).isEqualTo(303);
      assertThat(first.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
      String cookie = first.header("Set-Cookie").split(";", 2)[0];
      assertThat(
              client
                  .send(HttpRequest.newBuilder(client.uri("/")).header("Cookie", cookie))
                  .status())
          .isEqualTo(200);
      assertThat(studio.address().toString()).endsWith("?token=" + TOKEN);
    }
  }

  private static int authorized(Client client, String value) {
    return client
        .send(HttpRequest.newBuilder(client.uri("/health")).header("Authorization", value))
        .status();
  }

  @Test
  void eachRouteIsDescribedAndEachDescriptionIsARoute() {
    JsonNode paths = client().get("/api/v1/openapi.json").json().get("paths");
    List<String> described = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    List<String> routes =
        RUNNING.studio().routes().stream()
            .map((Router.Route route) -> route.method() + " " + route.template())
            .toList();
    assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
  }

  /** What a training has learned outlives the server that did it, and another one goes on. */
  @Test
  void closingLetsATrainingSave(@TempDir Path runs) {
    StudioOptions options = StudioOptions.of(runs).withPort(0).withDevice(ComputeDevice.CPU);
    try (Studio studio = Studio.open(options)) {
      Client client = new Client(studio);
      client.post(
          "/api/v1/runs",
          "{\"name\":\"long\",\"data\":\"digits\",\"size\":8,\"recipe\":\"vae-small\",\"length\":"
              + "{\"minutes\":9},\"settings\":{\"batch\":\"4\"}}");
      client.follow("/api/v1/runs/long/events", (name, data) -> name.equals("metrics"));
    }
    RunSummary saved = RunSummary.of(runs.resolve("long"));
    assertThat(saved.state()).isEqualTo(RunSummary.State.STOPPED);
    assertThat(saved.counters().step()).isPositive();
    try (Studio studio = Studio.open(options)) {
      Client client = new Client(studio);
      long further = saved.counters().step() + 2;
      client.post("/api/v1/runs/long/resume", "{\"length\":{\"steps\":" + further + "}}");
      client.follow(
          "/api/v1/runs/long/events",
          (name, data) -> name.equals("run") && !data.get("here").asBoolean());
      assertThat(client.get("/api/v1/runs/long").json().at("/summary/step").asLong())
          .isEqualTo(further);
    }
  }

  @Test
  void valuesStateTheirRangesAndTheClassThatComputesThem() throws ClassNotFoundException {
    JsonNode ancestral = null;
    for (String path : List.of("/api/v1/catalog", "/api/v1/playground")) {
      for (JsonNode kind : client().get(path).json()) {
        for (JsonNode value : kind.get("values")) {
          boolean reads = value.get("arguments").has("file");
          assertThat(reads || value.has("class")).as(value.toString()).isTrue();
          if (value.has("class")) {
            assertThat(Class.forName(value.get("class").asText())).isNotNull();
          }
          ancestral = value.get("name").asText().equals("euler-ancestral") ? value : ancestral;
        }
      }
    }
    assertThat(ancestral).isNotNull();
    assertThat(ancestral.get("class").asText()).startsWith("io.inkwash.solve.");
    assertThat(ancestral.at("/allowed/eta").asText()).startsWith("0 (deterministic) to 1");
  }

  @Test
  void healthAndNumbersAreThere() {
    assertThat(client().get("/health").json().get("status").asText()).isEqualTo("ok");
    assertThat(client().get("/metrics").text())
        .containsPattern("(?m)^inkwash_requests_total\\{status=\"200\"} \\d+$")
        .containsPattern("(?m)^inkwash_batches_total \\d")
        .contains("# TYPE inkwash_queue_length gauge");
  }
}
