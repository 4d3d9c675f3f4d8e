package io.inkwash.studio.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.studio.Client;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.Running;
import io.inkwash.torch.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients of AUTOMATIC1111 send, answered by a running studio. */
class WebUiApiTest {
  @RegisterExtension static final Running RUNNING = new Running();

  private static Client client() {
    return RUNNING.client();
  }

  private static byte[] pixels(JsonNode base64) {
    return ImageDecoder.decode("image", Base64.getDecoder().decode(base64.asText())).pixels();
  }

  /**
   * The fields that a client sends where its user sets nothing, most of which mean nothing here.
   */
  private static String usual(String more) {
    return "{\"enable_hr\":false,\"hr_scale\":2,\"styles\":[],\"subseed\":-1,\"subseed_strength\":0.0,"
        + "\"width\":512,\"height\":512,\"restore_faces\":false,\"tiling\":false,\"eta\":1.0,"
        + "\"s_churn\":0,\"override_settings\":{},\"send_images\":true,\"save_images\":false,"
        + "\"negative_prompt\":\"\",\"script_args\":[],\"alwayson_scripts\":{},\"cfg_scale\":1,"
        + "\"steps\":3"
        + more
        + "}";
  }

  @Test
  void imageKHasTheSeedPlusK() throws IOException {
    Answer answer =
        client()
            .post(
                "/sdapi/v1/txt2img",
                usual(
                    ",\"prompt\":\"a seven\",\"seed\":20,\"batch_size\":2,\"sampler_name\":\"DPM++"
                        + " 2M\",\"scheduler\":\"Automatic\""));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode json = answer.json();
    JsonNode info = new ObjectMapper().readTree(json.get("info").asText());
    assertThat(info.get("all_seeds").toString()).isEqualTo("[20,21]");
    assertThat(json.get("images")).hasSize(2);
    try (DrawingModel model =
        Model.open(Path.of("mnist"), OpenOptions.defaults().withDevice(ComputeDevice.CPU))) {
      for (int k = 0; k < 2; k++) {
        byte[] expected =
            model
                .generate()
                .solver("dpm++")
                .steps(3)
                .guidance("classifier-free(weight=1)")
                .seed(20 + k)
                .classes(7)
                .draw(1)
                .get(0)
                .pixels();
        assertThat(pixels(json.get("images").get(k))).isEqualTo(expected);
      }
    }
  }

  @Test
  void img2imgBeginsWithAPicture() {
    JsonNode first =
        client().post("/sdapi/v1/txt2img", usual(",\"prompt\":\"3\",\"seed\":1")).json();
    String start = first.get("images").get(0).asText();
    Answer answer =
        client()
            .post(
                "/sdapi/v1/img2img",
                usual(
                    ",\"init_images\":[\"data:image/png;base64,"
                        + start
                        + "\"],\"denoising_strength\":0.4,\"seed\":1,\"n_iter\":2"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("images")).hasSize(2);
    assertThat(client().post("/sdapi/v1/img2img", usual("")).status()).isEqualTo(404);
  }

  /** White where a mask is painted: the right half. */
  private static String rightHalf() {
    Picture mask = Picture.filled(1, 28, 28, 0);
    mask.paste(Picture.filled(1, 28, 14, 255), 0, 14);
    return Base64.getEncoder().encodeToString(ImageIo.png(mask));
  }

  private static Answer repainted(String start, String more) {
    return client()
        .post(
            "/sdapi/v1/img2img",
            usual(
                ",\"init_images\":[\""
                    + start
                    + "\"],\"mask\":\"data:image/png;base64,"
                    + rightHalf()
                    + "\",\"denoising_strength\":0.9,\"prompt\":\"3\""
                    + more));
  }

  private static byte[] half(byte[] picture, int left) {
    byte[] half = new byte[28 * 14];
    for (int y = 0; y < 28; y++) {
      System.arraycopy(picture, 28 * y + left, half, 14 * y, 14);
    }
    return half;
  }

  @Test
  void img2imgRepaintsWhatAMaskNames() {
    String start =
        client()
            .post("/sdapi/v1/txt2img", usual(",\"prompt\":\"3\",\"seed\":1"))
            .json()
            .at("/images/0")
            .asText();
    byte[] before = pixels(new TextNode(start));
    Answer answer = repainted(start, ",\"seed\":4,\"n_iter\":2");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    byte[] first = pixels(answer.json().at("/images/0"));
    byte[] second = pixels(answer.json().at("/images/1"));
    assertThat(half(first, 0)).isEqualTo(half(before, 0));
    assertThat(half(first, 14)).isNotEqualTo(half(before, 14)).isNotEqualTo(half(second, 14));
    assertThat(pixels(repainted(start, ",\"seed\":5").json().at("/images/0"))).isEqualTo(second);
    byte[] inverted =
        pixels(repainted(start, ",\"seed\":4,\"inpainting_mask_invert\":1").json().at("/images/0"));
    assertThat(half(inverted, 14)).isEqualTo(half(before, 14));
    assertThat(half(inverted, 0)).isNotEqualTo(half(before, 0));
    byte[] blurred = pixels(repainted(start, ",\"seed\":4,\"mask_blur\":2").json().at("/images/0"));
    assertThat(blurred).isNotEqualTo(first);
    for (int k = 0; k < blurred.length; k++) { // of the two at each pixel a share
      int old = before[k] & 0xff;
      int painted = first[k] & 0xff;
      if (k % 28 >= 14) {
        assertThat(blurred[k] & 0xff)
            .isBetween(Math.min(old, painted) - 1, Math.max(old, painted) + 1);
      }
    }
  }

  @Test
  void whatAMaskCannotMeanHereIsRefusedByName() {
    String start = Base64.getEncoder().encodeToString(ImageIo.png(Picture.filled(1, 28, 28, 0)));
    for (String field :
        new String[] {
          "inpainting_fill\":2",
          "inpaint_full_res\":true",
          "mask_blur_x\":3",
          "mask_blur\":100",
          "inpainting_mask_invert\":2"
        }) {
      Answer refused = repainted(start, ",\"" + field);
      assertThat(refused.status()).as(field).isEqualTo(422);
      assertThat(refused.json().at("/detail/0/loc/1").asText())
          .isEqualTo(field.substring(0, field.indexOf('"')));
    }
    String black = usual(",\"init_images\":[\"" + start + "\"],\"mask\":\"" + start + "\"");
    assertThat(client().post("/sdapi/v1/img2img", black).text()).contains("nothing to fill");
  }

  @Test
  void errorsHaveItsForm() {
    Answer sampler = client().post("/sdapi/v1/txt2img", usual(",\"sampler_name\":\"Nothing\""));
    assertThat(sampler.status()).isEqualTo(404);
    assertThat(sampler.json().get("detail").asText()).isEqualTo("Sampler not found");
    Answer steps = client().post("/sdapi/v1/txt2img", "{\"steps\":0}");
    assertThat(steps.status()).isEqualTo(422);
    assertThat(steps.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"steps\"]");
  }

  @Test
  void listsProgressAndInterrupt() {
    assertThat(client().get("/sdapi/v1/samplers").text()).contains("\"DPM++ 2M\"", "\"Euler a\"");
    assertThat(client().get("/sdapi/v1/sd-models").json().get(0).get("title").asText())
        .isEqualTo("mnist");
    assertThat(client().get("/sdapi/v1/progress").json().get("progress").asDouble()).isZero();
    assertThat(client().post("/sdapi/v1/interrupt", "{}").status()).isEqualTo(200);
  }
}
