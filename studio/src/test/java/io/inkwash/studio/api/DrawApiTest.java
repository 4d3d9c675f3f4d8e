package io.inkwash.studio.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.picture.Picture;
import io.inkwash.studio.Client;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.Running;
import io.inkwash.torch.ComputeDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images drawn, edited and repaired by a running studio on the shipped model. */
class DrawApiTest {
  @RegisterExtension static final Running RUNNING = new Running();

  private static Client client() {
    return RUNNING.client();
  }

  private static List<Picture> expected(long seed, int count, int... classes) {
    OpenOptions options = OpenOptions.defaults().withDevice(ComputeDevice.CPU);
    try (DrawingModel model = Model.open(Path.of("mnist"), options)) {
      return model.generate().steps(3).seed(seed).classes(classes).draw(count);
    }
  }

  private static byte[] pixels(String url) {
    return ImageDecoder.decode("image", client().get(url).body()).pixels();
  }

  private static String draw(String more) {
    return "{\"model\":\"mnist\",\"steps\":3" + more + "}";
  }

  @Test
  void imagesAreThoseThatTheLibraryDraws() {
    Answer accepted =
        client().post("/api/v1/draw", draw(",\"seed\":4,\"count\":2,\"classes\":[\"7\",\"3\"]"));
    assertThat(accepted.status()).isEqualTo(202);
    JsonNode job = client().finished(accepted);
    assertThat(job.get("state").asText()).isEqualTo("done");
    List<Picture> expected = expected(4, 2, 7, 3);
    for (int k = 0; k < 2; k++) {
      JsonNode image = job.get("images").get(k);
      assertThat(image.get("label").asText()).isEqualTo(k == 0 ? "7" : "3");
      assertThat(pixels(image.get("url").asText())).isEqualTo(expected.get(k).pixels());
    }
  }

  /** Requests that wait together share batches; each gets the pictures of its own seed. */
  @Test
  void requestsThatShareABatchKeepTheirPictures() {
    List<Answer> accepted = new ArrayList<>();
    for (int seed = 0; seed < 6; seed++) {
      accepted.add(
          client().post("/api/v1/draw", draw(",\"classes\":[\"" + seed + "\"],\"seed\":" + seed)));
    }
    for (int seed = 0; seed < 6; seed++) {
      JsonNode job = client().finished(accepted.get(seed));
      assertThat(pixels(job.at("/images/0/url").asText()))
          .as("seed %d", seed)
          .isEqualTo(expected(seed, 1, seed).get(0).pixels());
    }
  }

  @Test
  void aFilmHasEachStateWithItsEstimateAndNoiseLevel() {
    Answer accepted = client().post("/api/v1/draw", draw(",\"film\":true,\"count\":2"));
    String path = "/api/v1/jobs/" + accepted.json().get("id").asText();
    List<JsonNode> steps = new ArrayList<>();
    client()
        .follow(
            path + "/events",
            (name, data) -> {
              if (name.equals("step")) {
                steps.add(data);
              }
              return name.equals("job") && data.get("state").asText().equals("done");
            });
    JsonNode film = client().get(path + "/film").json();
    assertThat(film.get("images").asInt()).isEqualTo(2);
    assertThat(film.get("frames")).hasSize(4);
    assertThat(film.at("/frames/0/alpha").asDouble()).isZero();
    assertThat(film.at("/frames/3/sigma").asDouble()).isZero();
    byte[] last = pixels(path + "/film/1/3/state");
    assertThat(last).isEqualTo(pixels(path + "/images/1"));
    assertThat(pixels(path + "/film/1/0/estimate")).isNotEqualTo(pixels(path + "/film/1/0/state"));
    assertThat(client().get(path + "/film/2/0/state").status()).isEqualTo(404);
    assertThat(client().get(path + "/film/0/0/other").status()).isEqualTo(404);
    for (JsonNode step : steps) {
      assertThat(step.at("/images/0/state").asText()).startsWith("data:image/png;base64,");
    }
  }

  @Test
  void aPictureSaysHowItIsDrawnAgain() {
    JsonNode job =
        client().finished(client().post("/api/v1/draw", draw(",\"seed\":9,\"solver\":\"ddim\"")));
    byte[] png = client().get(job.at("/images/0/url").asText()).body();
    JsonNode facts = client().post("/api/v1/pictures", "image/png", png).json();
    JsonNode again =
        client().finished(client().post("/api/v1/draw", facts.get("request").toString()));
    assertThat(client().get(again.at("/images/0/url").asText()).body()).isEqualTo(png);
    for (int length : new int[] {0, 2, 8, 12, 20, 33, png.length - 1}) {
      byte[] cut = java.util.Arrays.copyOf(png, length);
      assertThat(client().post("/api/v1/pictures", "image/png", cut).status())
          .as("%d bytes", length)
          .isEqualTo(422);
    }
  }

  @Test
  void whatCannotBeIsRefusedByItsField() {
    assertRefused(draw(",\"solver\":\"dpn\""), "solver", "did you mean dpm?");
    assertRefused(draw(",\"grid\":\"karas\""), "grid", "karras");
    assertRefused(draw(",\"solver\":\"heun\""), "solver", "divides by alpha");
    assertRefused("{\"model\":\"mnist\",\"steps\":0}", "steps", "from 1 to 4000");
    assertRefused(draw(",\"classes\":[\"x\"]"), "classes", "there is no class");
    assertRefused(draw(",\"guidance\":\"classifier\""), "guidance", "reads a file");
    assertRefused(draw(",\"count\":1000"), "count", "from 1 to 256");
    assertRefused("{\"model\":\"../mnist\"}", "model", "there is no model");
    assertRefused(draw(",\"cuont\":1"), "cuont", "there is no such field");
    assertRefused("{}", "model", "is missing");
  }

  private static void assertRefused(String body, String field, String message) {
    Answer answer = client().post("/api/v1/draw", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(answer.message()).contains(message);
  }

  @Test
  void aJobThatIsCancelledEndsAndIsForgotten() {
    Answer accepted = client().post("/api/v1/draw", "{\"model\":\"mnist\",\"steps\":900}");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    String path = "/api/v1/jobs/" + accepted.json().get("id").asText();
    assertThat(client().delete(path).status()).isEqualTo(204);
    assertThat(client().get(path).status()).isEqualTo(404);
    JsonNode next = client().finished(client().post("/api/v1/draw", draw("")));
    assertThat(next.get("state").asText()).as("the thread goes on").isEqualTo("done");
  }

  private static String drawn() {
    JsonNode job =
        client().finished(client().post("/api/v1/draw", draw(",\"classes\":[\"7\"],\"seed\":5")));
    return "{\"job\":\"" + job.get("id").asText() + "\",\"index\":0}";
  }

  /** The address of a variation towards a class. */
  private static String variation(String image, String name) {
    String more = ",\"image\":" + image + ",\"strength\":0.9,\"count\":1,\"seed\":3";
    return client()
        .finished(
            client().post("/api/v1/variations", draw(more + ",\"classes\":[\"" + name + "\"]")))
        .at("/images/0/url")
        .asText();
  }

  @Test
  void variationsInterpolationsAndInversions() {
    String image = drawn();
    JsonNode varied =
        client()
            .finished(
                client()
                    .post(
                        "/api/v1/variations",
                        draw(",\"image\":" + image + ",\"strength\":0.7,\"count\":2")));
    assertThat(varied.get("images")).hasSize(2);
    assertThat(pixels(varied.at("/images/0/url").asText()))
        .isNotEqualTo(pixels(varied.at("/images/1/url").asText()));
    assertThat(pixels(variation(image, "1"))).isNotEqualTo(pixels(variation(image, "7")));
    JsonNode between =
        client()
            .finished(
                client()
                    .post(
                        "/api/v1/interpolations",
                        "{\"model\":\"mnist\",\"seeds\":[1,2],\"frames\":3,\"steps\":3}"));
    assertThat(between.get("images")).hasSize(3);
    JsonNode inverted =
        client()
            .finished(
                client()
                    .post(
                        "/api/v1/inversions",
                        "{\"model\":\"mnist\",\"steps\":8,\"image\":" + image + "}"));
    assertThat(inverted.at("/images/1/label").asText()).isEqualTo("noise");
    assertThat(inverted.at("/numbers/error").asDouble()).isBetween(0.0, 0.2);
    Answer refused =
        client().post("/api/v1/interpolations", "{\"model\":\"mnist\",\"seeds\":[1],\"steps\":3}");
    assertThat(refused.field()).isEqualTo("seeds");
  }

  @Test
  void aPaintedMaskIsRepairedAndWhatIsKnownStays() {
    String image = drawn();
    Picture mask = Picture.filled(1, 28, 28, 0);
    for (int y = 14; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        mask.pixels()[y * 28 + x] = (byte) 255;
      }
    }
    String data = Base64.getEncoder().encodeToString(io.inkwash.picture.ImageIo.png(mask));
    String body = ",\"image\":" + image + ",\"mask\":{\"data\":\"" + data + "\"},\"samples\":2";
    JsonNode job =
        client()
            .finished(
                client().post("/api/v1/repairs", draw(body + ",\"methods\":[\"ddnm\",\"ddrm\"]")));
    assertThat(job.get("state").asText()).as(job.toString()).isEqualTo("done");
    List<String> labels = new ArrayList<>();
    job.get("images").forEach(each -> labels.add(each.get("label").asText()));
    assertThat(labels)
        .containsExactly(
            "truth", "input", "ddnm", "ddnm", "mean", "spread", "ddrm", "ddrm", "mean", "spread");
    byte[] truth = pixels(job.at("/images/0/url").asText());
    byte[] repaired = pixels(job.at("/images/2/url").asText());
    for (int i = 0; i < 14 * 28; i++) {
      assertThat(repaired[i] & 0xff)
          .isCloseTo(truth[i] & 0xff, org.assertj.core.data.Offset.offset(1));
    }
    assertThat(job.at("/images/2/numbers/psnr").asDouble()).isGreaterThan(8);
    Answer none =
        client().post("/api/v1/repairs", draw(",\"image\":" + image + ",\"methods\":[\"ddnm\"]"));
    assertThat(none.field()).isEqualTo("degradation");
    Answer reads =
        client()
            .post(
                "/api/v1/repairs",
                draw(",\"image\":" + image + ",\"degradation\":\"mask(file=/etc/hosts)\""));
    assertThat(reads.field()).isEqualTo("degradation");
    assertThat(reads.message()).contains("reads a file");
  }

  @Test
  void uploadsAreBoundedInPixels() {
    byte[] wide = io.inkwash.picture.ImageIo.png(Picture.filled(1, 2100, 2100, 0));
    String data = Base64.getEncoder().encodeToString(wide);
    Answer answer =
        client().post("/api/v1/variations", draw(",\"image\":{\"data\":\"" + data + "\"}"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo("image");
    assertThat(answer.message()).contains("at most 4000000");
  }
}
