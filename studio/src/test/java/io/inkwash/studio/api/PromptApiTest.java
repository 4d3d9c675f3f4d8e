package io.inkwash.studio.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.file.Json;
import io.inkwash.generate.Generation;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.picture.Picture;
import io.inkwash.studio.Client;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.Running;
import io.inkwash.torch.ComputeDevice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A model of captions, trained and drawn from by each of the three APIs. */
class PromptApiTest {
  private static final String MODEL = "captions";
  private static final String GUIDANCE = "classifier-free(weight=2)";

  @RegisterExtension static final Running RUNNING = new Running();

  private static Client client() {
    return RUNNING.client();
  }

  @BeforeAll
  static void train() {
    String settings =
        Json.line(
            Map.of(
                "network", "compact-unet(width=32,blocks=1,middle=1)",
                "text", "transformer(width=16,layers=1,heads=1)",
                "batch", "4"));
    Answer begun =
        client()
            .post(
                "/api/v1/runs",
                "{\"name\":\"captions\",\"recipe\":\"text-small\",\"data\":\"digits-captions\","
                    + "\"size\":8,\"length\":{\"steps\":2},\"settings\":"
                    + settings
                    + "}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    client()
        .follow(
            "/api/v1/runs/captions/events",
            (name, data) -> name.equals("run") && !data.get("here").asBoolean());
  }

  private static List<Picture> expected(int count, UnaryOperator<Generation> how) {
    OpenOptions options = OpenOptions.defaults().withDevice(ComputeDevice.CPU);
    try (DrawingModel model = Model.open(RUNNING.runs().resolve(MODEL), options)) {
      return how.apply(model.generate().steps(3)).draw(count);
    }
  }

  private static Answer draw(Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(Map.of("model", MODEL, "steps", 3));
    body.putAll(more);
    return client().post("/api/v1/draw", Json.line(body));
  }

  private static byte[] pixels(JsonNode job, int image) {
    byte[] png = client().get(job.at("/images/" + image + "/url").asText()).body();
    return ImageDecoder.decode("image", png).pixels();
  }

  @Test
  void promptsAreTakenInTurnAndComeBackFromThePicture() {
    JsonNode job =
        client()
            .finished(
                draw(
                    Map.of(
                        "prompt", "a three\n\n a bold seven ",
                        "negativePrompt", "a one",
                        "guidance", "2",
                        "seed", 4,
                        "count", 3)));
    List<Picture> expected =
        expected(
            3,
            how ->
                how.seed(4)
                    .prompts("a three", "a bold seven")
                    .negative("a one")
                    .guidance(GUIDANCE));
    for (int k = 0; k < 3; k++) {
      assertThat(pixels(job, k)).as("image %d", k).isEqualTo(expected.get(k).pixels());
      assertThat(job.at("/images/" + k + "/label").asText())
          .isEqualTo(k == 1 ? "a bold seven" : "a three");
    }
    byte[] png = client().get(job.at("/images/2/url").asText()).body();
    JsonNode request = client().post("/api/v1/pictures", "image/png", png).json().get("request");
    assertThat(request.get("prompt").asText()).isEqualTo("a three\na bold seven");
    assertThat(request.get("negativePrompt").asText()).isEqualTo("a one");
    JsonNode again = client().finished(client().post("/api/v1/draw", request.toString()));
    assertThat(client().get(again.at("/images/2/url").asText()).body()).isEqualTo(png);
  }

  /** The first job keeps the device busy, so that the others wait and share a batch. */
  @Test
  void promptsOfDifferentLengthsShareABatch() {
    List<String> prompts = List.of("a one", "a bold seven leaning left", "three", "a thin zero");
    Answer busy = draw(Map.of("steps", 40, "count", 8));
    List<Answer> accepted = new ArrayList<>();
    for (int k = 0; k < prompts.size(); k++) {
      accepted.add(draw(Map.of("prompt", prompts.get(k), "seed", k)));
    }
    client().finished(busy);
    for (int k = 0; k < prompts.size(); k++) {
      String prompt = prompts.get(k);
      int seed = k;
      assertThat(pixels(client().finished(accepted.get(k)), 0))
          .as(prompt)
          .isEqualTo(expected(1, how -> how.seed(seed).prompts(prompt)).get(0).pixels());
    }
  }

  @Test
  void whatCannotBeIsRefusedByItsField() {
    assertRefused(draw(Map.of("prompt", "a thre")), "prompt", "did you mean three?");
    assertRefused(draw(Map.of("classes", List.of("3"))), "classes", "write a prompt instead");
    assertRefused(
        draw(Map.of("prompt", "a one", "negativePrompt", "a two", "guidance", "none")),
        "negativePrompt",
        "acts by guidance");
    assertRefused(
        draw(Map.of("negativePrompt", "a two", "guidance", GUIDANCE)),
        "negativePrompt",
        "goes with a prompt");
    assertRefused(
        draw(Map.of("prompt", "a one", "negativePrompt", "a cat", "guidance", GUIDANCE)),
        "negativePrompt",
        "has the word \"cat\"");
    assertRefused(
        draw(Map.of("model", "mnist", "negativePrompt", "a two")),
        "negativePrompt",
        "models of captions");
  }

  private static void assertRefused(Answer answer, String field, String message) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(answer.message()).contains(message);
  }

  @Test
  void modelsSayThatTheyDrawByPrompts() {
    for (JsonNode model : client().get("/api/v1/models").json()) {
      assertThat(model.get("prompts").asBoolean())
          .isEqualTo(model.get("id").asText().equals(MODEL));
    }
  }

  @Test
  void openAiDrawsByThePromptItself() {
    Map<String, Object> body = Map.of("model", MODEL, "prompt", "a\nthree", "seed", 6);
    Answer answer = client().post("/v1/images/generations", Json.line(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    byte[] drawn = Base64.getDecoder().decode(answer.json().at("/data/0/b64_json").asText());
    OpenOptions options = OpenOptions.defaults().withDevice(ComputeDevice.CPU);
    try (DrawingModel model = Model.open(RUNNING.runs().resolve(MODEL), options)) {
      Picture same = model.generate().seed(6).prompts("a three").draw(1).get(0);
      assertThat(ImageDecoder.decode("image", drawn).pixels()).isEqualTo(same.pixels());
    }
    Answer refused =
        client()
            .post("/v1/images/generations", Json.line(Map.of("model", MODEL, "prompt", "a cat")));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").asText()).isEqualTo("prompt");
  }

  @Test
  void theWebUisPromptsAndScaleAreUsed() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("prompt", "a three");
    body.put("negative_prompt", "a one");
    body.put("cfg_scale", 2);
    body.put("steps", 3);
    body.put("seed", 9);
    body.put("override_settings", Map.of("sd_model_checkpoint", MODEL));
    Answer answer = client().post("/sdapi/v1/txt2img", Json.line(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    byte[] drawn = Base64.getDecoder().decode(answer.json().at("/images/0").asText());
    assertThat(ImageDecoder.decode("image", drawn).pixels())
        .isEqualTo(
            expected(1, how -> how.seed(9).prompts("a three").negative("a one").guidance(GUIDANCE))
                .get(0)
                .pixels());
    assertThat(answer.json().at("/parameters/negative_prompt").asText()).isEqualTo("a one");
    body.put("negative_prompt", "a cat");
    Answer refused = client().post("/sdapi/v1/txt2img", Json.line(body));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/detail/0/loc/1").asText()).isEqualTo("negative_prompt");
  }
}
