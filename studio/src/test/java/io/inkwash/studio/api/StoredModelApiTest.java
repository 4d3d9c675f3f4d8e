package io.inkwash.studio.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.catalog.Spec;
import io.inkwash.condition.Request;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.file.Json;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.folder.StableDiffusion;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import io.inkwash.studio.Client;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.Running;
import io.inkwash.studio.TinyModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models of Stable Diffusion in a folder beside the runs, by each of the three APIs. */
class StoredModelApiTest {
  private static final Path MODELS = TinyModels.folder();

  @RegisterExtension static final Running RUNNING = new Running(MODELS);

  private static Client client() {
    return RUNNING.client();
  }

  private static Answer post(String path, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", "tiny");
    body.put("steps", 3);
    body.put("width", 32);
    body.put("height", 16);
    body.putAll(more);
    return client().post("/api/v1/" + path, Json.line(body));
  }

  private static GenerateOptions options(String prompt) {
    return GenerateOptions.defaults().withSteps(3).withPrompts(List.of(prompt));
  }

  private static List<Picture> expected(GenerateOptions options, int count) {
    try (StableDiffusion model = StableDiffusion.open(MODELS.resolve("tiny"))) {
      return model
          .drawing(options, model.stored().pictures(32, 16))
          .draw(count, 1, StepProgress.NONE);
    }
  }

  private static byte[] pixels(byte[] png) {
    return ImageDecoder.decode("image", png).pixels();
  }

  private static byte[] image(JsonNode job, int index) {
    return client().get(job.at("/images/" + index + "/url").asText()).body();
  }

  @Test
  void modelsAreListedAndAFolderThatIsNoneSaysWhy() {
    Map<String, JsonNode> models = new LinkedHashMap<>();
    client().get("/api/v1/models").json().forEach(one -> models.put(one.get("id").asText(), one));
    assertThat(models).containsKeys("mnist", "tiny", "old/cut", "change.safetensors");
    JsonNode tiny = models.get("tiny");
    assertThat(tiny.get("capabilities").toString()).contains("draws", "denoises");
    assertThat(tiny.get("sizeMultiple").asInt()).isEqualTo(4);
    assertThat(tiny.at("/sampling/steps").asInt()).isEqualTo(50);
    JsonNode cut = models.get("old/cut");
    assertThat(cut.get("unreadable").asBoolean()).isTrue();
    assertThat(cut.get("capabilities")).isEmpty();
    assertThat(cut.get("about").asText()).contains("unet").doesNotContain("\n", MODELS.toString());
    assertThat(client().get("/v1/models").text()).contains("\"tiny\"").doesNotContain("cut");
    assertThat(client().get("/sdapi/v1/sd-models").text())
        .contains("\"tiny\"")
        .doesNotContain("cut");
    Answer refused = post("draw", Map.of("model", "old/cut", "prompt", "a fox"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).isEqualTo(cut.get("about").asText());
  }

  @Test
  void picturesAreThoseOfTheLibraryAndComeBackFromTheirFiles() {
    JsonNode job =
        client()
            .finished(
                post(
                    "draw",
                    Map.of(
                        "prompt",
                        "a fox\na wolf",
                        "negativePrompt",
                        "blurry",
                        "guidance",
                        "3",
                        "solver",
                        "ddim",
                        "seed",
                        5,
                        "count",
                        2)));
    assertThat(job.get("state").asText()).as(job.toString()).isEqualTo("done");
    GenerateOptions options =
        GenerateOptions.defaults()
            .withSteps(3)
            .withSeed(5)
            .withSolver(Spec.parse("ddim"))
            .withGuidance(Spec.parse("classifier-free(weight=3)"))
            .withNegative(Request.prompts(List.of("blurry")))
            .withPrompts(List.of("a fox", "a wolf"));
    List<Picture> expected = expected(options, 2);
    for (int k = 0; k < 2; k++) {
      assertThat(pixels(image(job, k))).isEqualTo(expected.get(k).pixels());
      assertThat(job.at("/images/" + k + "/width").asInt()).isEqualTo(32);
    }
    JsonNode facts = client().post("/api/v1/pictures", "image/png", image(job, 1)).json();
    JsonNode again =
        client().finished(client().post("/api/v1/draw", facts.get("request").toString()));
    assertThat(image(again, 1)).isEqualTo(image(job, 1));
  }

  /** States are decoded from some of their latents where all would take long. */
  @Test
  void theFilmHasStatesAndEstimates() {
    Answer accepted =
        post("draw", Map.of("prompt", "a fox", "film", true, "width", 64, "height", 48));
    JsonNode job = client().finished(accepted);
    assertThat(job.get("state").asText()).as(job.toString()).isEqualTo("done");
    String film = "/api/v1/jobs/" + job.get("id").asText() + "/film/";
    JsonNode facts = client().get(film.substring(0, film.length() - 1)).json();
    assertThat(facts.get("frames")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(facts.at("/frames/0/sigma").asDouble()).isGreaterThan(0.9);
    int last = facts.get("frames").size() - 1;
    Picture state = picture(client().get(film + "0/0/state").body());
    assertThat(state.width()).isEqualTo(32);
    assertThat(state.height()).isEqualTo(24);
    assertThat(client().get(film + "0/0/estimate").body())
        .isNotEqualTo(client().get(film + "0/0/state").body());
    int steps = facts.at("/frames/" + last + "/step").asInt();
    assertThat(pixels(client().get(film + "0/" + steps + "/state").body()))
        .isEqualTo(pixels(image(job, 0)));
  }

  private static Picture picture(byte[] png) {
    var decoded = ImageDecoder.decode("image", png);
    var shape = decoded.shape();
    return new Picture(shape.channels(), shape.height(), shape.width(), decoded.pixels());
  }

  private static Map<String, Object> upload(Picture picture) {
    return Map.of("data", Base64.getEncoder().encodeToString(ImageIo.png(picture)));
  }

  private static Picture photo() {
    Picture picture = Picture.filled(3, 16, 32, 90);
    picture.paste(Picture.filled(3, 8, 8, 200), 0, 0);
    return picture;
  }

  @Test
  void aPictureIsVariedByThePromptAndGoesToNoiseAndBack() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("image", upload(photo()));
    body.put("strength", 0.9);
    body.put("count", 2);
    body.put("prompt", "winter");
    JsonNode winter = client().finished(post("variations", body));
    body.put("prompt", "summer");
    JsonNode summer = client().finished(post("variations", body));
    assertThat(winter.get("state").asText()).as(winter.toString()).isEqualTo("done");
    assertThat(pixels(image(winter, 0)))
        .isNotEqualTo(pixels(image(winter, 1)))
        .isNotEqualTo(pixels(image(summer, 0)));
    JsonNode noise = client().finished(post("inversions", Map.of("image", upload(photo()))));
    assertThat(noise.get("images")).hasSize(3);
    JsonNode between =
        client().finished(post("interpolations", Map.of("seeds", List.of(1, 2), "frames", 3)));
    assertThat(between.get("images")).as(between.toString()).hasSize(3);
    assertThat(between.at("/images/1/height").asInt()).isEqualTo(16);
  }

  /** White where a hole is. */
  private static Picture rightHalf() {
    Picture mask = Picture.filled(1, 16, 32, 0);
    mask.paste(Picture.filled(1, 16, 16, 255), 0, 16);
    return mask;
  }

  @Test
  void aHoleIsFilledAndTheRestIsKept() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("image", upload(photo()));
    body.put("mask", upload(rightHalf()));
    body.put("measured", true);
    body.put("samples", 2);
    body.put("prompt", "a hat");
    JsonNode job = client().finished(post("repairs", body));
    assertThat(job.get("state").asText()).as(job.toString()).isEqualTo("done");
    List<String> labels = new ArrayList<>();
    job.get("images").forEach(one -> labels.add(one.get("label").asText()));
    assertThat(labels).containsExactly("input", "replacement", "replacement", "mean", "spread");
    Picture filled = picture(image(job, 1));
    assertThat(filled.at(0, 12, 3)).isEqualTo(90);
    assertThat(filled.at(0, 2, 2)).isEqualTo(200);
    assertThat(pixels(image(job, 1))).isNotEqualTo(pixels(image(job, 2)));
  }

  @Test
  void whatCannotBeIsRefusedByItsField() {
    assertRefused(post("draw", Map.of("width", 18)), "width", "multiples of 4");
    assertRefused(post("draw", Map.of("width", 4096)), "width", "from 1 to 2048");
    assertRefused(
        post("draw", Map.of("width", 2048, "height", 2048, "count", 5)), "count", "from 1 to 4");
    assertRefused(post("draw", Map.of("classes", List.of("7"))), "classes", "write a prompt");
    assertRefused(
        post("draw", Map.of("prompt", "a", "negativePrompt", "b", "guidance", "none")),
        "negativePrompt",
        "acts by guidance");
    assertRefused(post("draw", Map.of("threshold", "clamp")), "solver", "limits pixels");
    assertRefused(
        post("draw", Map.of("model", "mnist", "width", 32)), "width", "draws 28x28 and no other");
    assertRefused(
        post("repairs", Map.of("degradation", "gray", "image", upload(photo()))),
        "degradation",
        "works in latents");
  }

  private static void assertRefused(Answer answer, String field, String message) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.message()).contains(message);
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void openAiAndTheWebUiDrawFromThemToo() {
    Map<String, Object> openAi = new LinkedHashMap<>();
    openAi.put("model", "tiny");
    openAi.put("prompt", "a fox");
    openAi.put("size", "32x16");
    openAi.put("seed", 3);
    Answer drawn = client().post("/v1/images/generations", Json.line(openAi));
    assertThat(drawn.status()).as(drawn.text()).isEqualTo(200);
    assertThat(drawn.json().get("size").asText()).isEqualTo("32x16");
    GenerateOptions usual = GenerateOptions.defaults().withPrompts(List.of("a fox")).withSeed(3);
    assertThat(pixels(decoded(drawn.json().at("/data/0/b64_json"))))
        .isEqualTo(expected(usual, 1).get(0).pixels());
    openAi.put("size", "33x16");
    assertThat(client().post("/v1/images/generations", Json.line(openAi)).text())
        .contains("multiples of 4");

    Map<String, Object> webUi = new LinkedHashMap<>();
    webUi.put("override_settings", Map.of("sd_model_checkpoint", "tiny"));
    webUi.put("prompt", "a fox");
    webUi.put("steps", 3);
    webUi.put("seed", 3);
    webUi.put("width", 32);
    webUi.put("height", 16);
    Answer texts = client().post("/sdapi/v1/txt2img", Json.line(webUi));
    assertThat(texts.status()).as(texts.text()).isEqualTo(200);
    assertThat(pixels(decoded(texts.json().at("/images/0"))))
        .isEqualTo(expected(options("a fox").withSeed(3), 1).get(0).pixels());
    assertThat(texts.json().at("/parameters/width").asInt()).isEqualTo(32);
    webUi.put("init_images", List.of(upload(photo()).get("data")));
    webUi.put("denoising_strength", 0.9);
    Answer fox = client().post("/sdapi/v1/img2img", Json.line(webUi));
    assertThat(fox.status()).as(fox.text()).isEqualTo(200);
    webUi.put("prompt", "a wolf");
    Answer wolf = client().post("/sdapi/v1/img2img", Json.line(webUi));
    assertThat(pixels(decoded(fox.json().at("/images/0"))))
        .isNotEqualTo(pixels(decoded(wolf.json().at("/images/0"))));
    webUi.put("mask", upload(rightHalf()).get("data"));
    webUi.put("seed", 4);
    Answer masked = client().post("/sdapi/v1/img2img", Json.line(webUi));
    assertThat(masked.status()).as(masked.text()).isEqualTo(200);
    Picture repainted = picture(decoded(masked.json().at("/images/0")));
    assertThat(repainted.at(0, 12, 1)).isEqualTo(90);
    assertThat(repainted.at(0, 2, 1)).isEqualTo(200);
    assertThat(repainted.at(0, 12, 28)).isNotEqualTo(90);
    webUi.put("mask_blur", 0);
    Answer sharp = client().post("/sdapi/v1/img2img", Json.line(webUi));
    assertThat(picture(decoded(sharp.json().at("/images/0"))).at(0, 12, 15)).isEqualTo(90);
    assertThat(repainted.at(0, 12, 15)).isNotEqualTo(90); // blurred by the usual four pixels
  }

  private static byte[] decoded(JsonNode text) {
    return Base64.getDecoder().decode(text.asText());
  }
}
