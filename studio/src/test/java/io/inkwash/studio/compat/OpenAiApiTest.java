package io.inkwash.studio.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.Running;
import io.inkwash.torch.ComputeDevice;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OpenAI's own client, unchanged, pointed at a running studio. */
class OpenAiApiTest {
  @RegisterExtension static final Running RUNNING = new Running();

  private static OpenAIClient openAi;

  @BeforeAll
  static void point() {
    openAi =
        OpenAIOkHttpClient.builder()
            .baseUrl(RUNNING.client().uri("/v1").toString())
            .apiKey("none")
            .maxRetries(0)
            .build();
  }

  @AfterAll
  static void close() {
    openAi.close();
  }

  private static ImageGenerateParams.Builder params(String prompt) {
    return ImageGenerateParams.builder().model("mnist").prompt(prompt);
  }

  @Test
  void itsImagesAreThoseOfTheSeed() {
    ImagesResponse response =
        openAi
            .images()
            .generate(
                params("a handwritten seven")
                    .n(2)
                    .putAdditionalBodyProperty("seed", com.openai.core.JsonValue.from(11))
                    .build());
    try (DrawingModel model =
        Model.open(Path.of("mnist"), OpenOptions.defaults().withDevice(ComputeDevice.CPU))) {
      var expected = model.generate().seed(11).classes(7).draw(2);
      for (int k = 0; k < 2; k++) {
        byte[] png =
            Base64.getDecoder()
                .decode(response.data().orElseThrow().get(k).b64Json().orElseThrow());
        assertThat(ImageDecoder.decode("image", png).pixels()).isEqualTo(expected.get(k).pixels());
      }
    }
  }

  @Test
  void itsErrorsAreItsOwn() {
    assertThatThrownBy(() -> openAi.images().generate(params("a cat").build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("names no class");
    assertThatThrownBy(() -> openAi.images().generate(params("7").model("dall-e-3").build()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("there is no model");
    assertThatThrownBy(
            () ->
                openAi
                    .images()
                    .generate(params("7").size(ImageGenerateParams.Size._1024X1024).build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("the model draws 28x28");
  }

  @Test
  void itListsModels() {
    assertThat(openAi.models().list().data()).extracting(model -> model.id()).contains("mnist");
    assertThat(openAi.models().retrieve("mnist").id()).isEqualTo("mnist");
  }

  @Test
  void anImageCanBeFetchedByItsUrl() {
    Answer answer =
        RUNNING
            .client()
            .post(
                "/v1/images/generations",
                "{\"prompt\":\"3\",\"model\":\"mnist\",\"response_format\":\"url\"}");
    String url = answer.json().at("/data/0/url").asText();
    assertThat(RUNNING.client().get(java.net.URI.create(url).getPath()).header("Content-Type"))
        .isEqualTo("image/png");
  }
}
