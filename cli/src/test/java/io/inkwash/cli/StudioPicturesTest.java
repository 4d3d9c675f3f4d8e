package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.Json;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.studio.Studio;
import io.inkwash.studio.StudioOptions;
import io.inkwash.torch.ComputeDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same prompt and seed give the same picture on the command line and by each of the server's
 * three APIs, drawn from noise or from a picture; another prompt gives another.
 */
class StudioPicturesTest {
  private static final Path TINY =
      Path.of("..", "library/src/test/resources/io/inkwash/exchange/latent/tiny1.zip");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static Studio studio;

  /** A model of captions of this program, and one of Stable Diffusion. */
  private enum Drawn {
    RUN("captions", "--run @/runs/captions", 8, "a three", "a bold seven"),
    STORED("tiny", "--model @/models/tiny --width 16 --height 16", 16, "a fox", "a wolf");

    final String id;
    final String option;
    final int side;
    final String prompt;
    final String other;

    Drawn(String id, String option, int side, String prompt, String other) {
      this.id = id;
      this.option = option;
      this.side = side;
      this.prompt = prompt;
      this.other = other;
    }

    Path photo() {
      return folder.resolve("photo-" + side + ".png");
    }
  }

  @BeforeAll
  static void start() throws IOException {
    try (InputStream file = Files.newInputStream(TINY);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = folder.resolve("models/tiny").resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.copy(zip, to);
      }
    }
    Cli.line(
            "train --recipe text-small --data digits-captions --size 8 --steps 30 --batch 8 --threads 1"
                + " --precision fp32 --sample-every 0 --set rate=0.01 --set warmup=0 --set network=compact-unet(width=32,blocks=1,middle=1)"
                + " --set text=transformer(width=16,layers=1,heads=1) --out "
                + folder.resolve("runs/captions"))
        .succeeded();
    for (Drawn drawn : Drawn.values()) {
      int channels = drawn == Drawn.RUN ? 1 : 3;
      Picture photo = Picture.filled(channels, drawn.side, drawn.side, 90);
      photo.paste(Picture.filled(channels, drawn.side / 2, drawn.side / 2, 200), 0, 0);
      ImageIo.writePng(drawn.photo(), photo);
    }
    studio =
        Studio.open(
            StudioOptions.of(folder.resolve("runs"))
                .withModels(folder.resolve("models"))
                .withPort(0)
                .withDevice(ComputeDevice.CPU));
  }

  @AfterAll
  static void stop() {
    studio.close();
  }

  @ParameterizedTest
  @EnumSource(Drawn.class)
  void aPromptsPictureIsTheSameByAllThreeApis(Drawn model) {
    Picture drawn = sampled(model, model.prompt);
    assertThat(drawn).isNotEqualTo(sampled(model, model.other));
    assertThat(ownApi("draw", model, model.prompt, Map.of())).isEqualTo(drawn);
    assertThat(webUi("txt2img", model, model.prompt, Map.of())).isEqualTo(drawn);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model.id);
    body.put("prompt", model.prompt);
    body.put("seed", 7);
    body.put("size", model.side + "x" + model.side);
    JsonNode answer = post("/v1/images/generations", body);
    Picture usual = cli(model, "sample", "one-" + model.id + "-usual/00000.png", model.prompt, "");
    assertThat(decoded(answer.at("/data/0/b64_json"))).isEqualTo(usual);
  }

  @ParameterizedTest
  @EnumSource(Drawn.class)
  void aPictureThatIsChangedByAPromptIsTheSameToo(Drawn model) throws IOException {
    Picture edited = edited(model, model.prompt);
    assertThat(edited).isNotEqualTo(edited(model, model.other));
    String photo = Base64.getEncoder().encodeToString(Files.readAllBytes(model.photo()));
    Map<String, Object> own = Map.of("image", Map.of("data", photo), "strength", 0.8, "count", 1);
    assertThat(ownApi("variations", model, model.prompt, own)).isEqualTo(edited);
    Map<String, Object> theirs = Map.of("init_images", List.of(photo), "denoising_strength", 0.8);
    assertThat(webUi("img2img", model, model.prompt, theirs)).isEqualTo(edited);
  }

  private static Picture sampled(Drawn model, String prompt) {
    String to = "one-" + model.id + prompt.length();
    return cli(model, "sample", to + "/00000.png", prompt, " --steps 3 --guidance 8");
  }

  private static Picture edited(Drawn model, String prompt) {
    String to = "edited-" + model.id + prompt.length();
    String photo = model.photo().getFileName().toString();
    return cli(
        model,
        "restore edit @/" + photo + " --strength 0.8",
        to + "/" + photo,
        prompt,
        " --steps 3 --guidance 8");
  }

  private static Picture cli(Drawn model, String command, String file, String prompt, String more) {
    Path to = folder.resolve(file);
    String kept = command.equals("sample") ? " --count 1 --images " : " --out ";
    String line =
        (command
                + " "
                + model.option
                + " --seed 7 --threads 1 --precision fp32"
                + more
                + kept
                + to.getParent())
            .replace("@", folder.toString());
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--prompt", prompt));
    Cli.run(words.toArray(String[]::new)).succeeded();
    return ImageIo.read(to);
  }

  private static Picture ownApi(String path, Drawn model, String prompt, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    body.put("model", model.id);
    body.put("prompt", prompt);
    body.put("seed", 7);
    body.put("steps", 3);
    body.put("guidance", "8");
    body.put("width", model.side);
    body.put("height", model.side);
    String job = "/api/v1/jobs/" + post("/api/v1/" + path, body).get("id").asText();
    send(HttpRequest.newBuilder(studio.address().resolve(job + "/events"))); // until it has ended
    return picture(send(HttpRequest.newBuilder(studio.address().resolve(job + "/images/0"))));
  }

  private static Picture webUi(String path, Drawn model, String prompt, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    body.put("override_settings", Map.of("sd_model_checkpoint", model.id));
    body.put("prompt", prompt);
    body.put("seed", 7);
    body.put("steps", 3);
    body.put("cfg_scale", 8);
    body.put("width", model.side);
    body.put("height", model.side);
    return decoded(post("/sdapi/v1/" + path, body).at("/images/0"));
  }

  private static JsonNode post(String path, Map<String, Object> body) {
    byte[] answer =
        send(
            HttpRequest.newBuilder(studio.address().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
    try {
      return Json.mapper().readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] send(HttpRequest.Builder request) {
    try {
      var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      assertThat(answer.statusCode())
          .as(new String(answer.body(), StandardCharsets.UTF_8))
          .isLessThan(300);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Picture decoded(JsonNode base64) {
    return picture(Base64.getDecoder().decode(base64.asText()));
  }

  private static Picture picture(byte[] png) {
    try {
      Path file = Files.createTempFile(folder, "picture", ".png");
      Files.write(file, png);
      return ImageIo.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
