package io.inkwash.studio.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.SettingLines;
import io.inkwash.recipe.Settings;
import io.inkwash.studio.Client;
import io.inkwash.studio.Client.Answer;
import io.inkwash.studio.Running;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trainings from a form to a run, and what is shown of runs, by a running studio. */
class RunsApiTest {
  @RegisterExtension static final Running RUNNING = new Running();

  private static Client client() {
    return RUNNING.client();
  }

  private static String form(String name, String more) {
    return "{\"name\":\""
        + name
        + "\",\"data\":\"digits\",\"size\":8,\"recipe\":\"vae-small\",\"settings\":{\"batch\":\"4\","
        + "\"model.vae\":\"conv-vae(features=4, hidden=8, latent=2)\"},\"checkpointEvery\":5"
        + more
        + "}";
  }

  private static JsonNode ended(String run) {
    List<JsonNode> last = new ArrayList<>();
    client()
        .follow(
            "/api/v1/runs/" + run + "/events",
            (name, data) -> {
              if (name.equals("run")) {
                last.add(data);
              }
              return name.equals("run") && !data.get("here").asBoolean();
            });
    return last.get(last.size() - 1);
  }

  @Test
  void aRunIsBegunWatchedStoppedResumedComparedAndDeleted() {
    Answer begun = client().post("/api/v1/runs", form("one", ",\"length\":{\"steps\":6}"));
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    assertThat(begun.json().at("/changes/training.batch").asText()).isEqualTo("4");
    JsonNode first = ended("one");
    assertThat(first.get("state").asText()).as(first.toString()).isEqualTo("trained");
    assertThat(first.get("step").asInt()).isEqualTo(6);
    JsonNode run = client().get("/api/v1/runs/one").json();
    assertThat(run.get("checkpoints").toString()).isEqualTo("[5,6]");
    assertThat(run.get("samples").toString()).isEqualTo("[6]");
    assertThat(client().get("/api/v1/runs/one/samples/6").header("Content-Type"))
        .isEqualTo("image/png");
    assertThat(client().get("/api/v1/runs/one/samples/7").status()).isEqualTo(404);

    assertThat(client().post("/api/v1/runs/one/resume", "{\"length\":{\"steps\":9}}").status())
        .isEqualTo(202);
    assertThat(ended("one").get("step").asInt()).isEqualTo(9);
    JsonNode metrics = client().get("/api/v1/runs/one/metrics").json();
    assertThat(metrics.get("step").toString()).isEqualTo("[1,2,3,4,5,6,7,8,9]");
    assertThat(client().get("/api/v1/runs/one/metrics?after=4&points=2").json().get("loss"))
        .hasSize(2);

    client().post("/api/v1/runs", form("two", ",\"seed\":3,\"length\":{\"minutes\":9}"));
    Answer busy = client().delete("/api/v1/runs/two");
    assertThat(busy.status()).isEqualTo(409);
    assertThat(client().post("/api/v1/runs/two/resume", "{}").status()).isEqualTo(409);
    assertThat(client().post("/api/v1/runs/two/stop", "{}").status()).isEqualTo(202);
    assertThat(ended("two").get("state").asText()).isEqualTo("stopped");
    JsonNode both = client().get("/api/v1/compare?run=one,two").json();
    assertThat(both.get("runs")).hasSize(2);
    assertThat(both.get("settings")).as("the same recipe").isEmpty();

    assertThat(client().delete("/api/v1/runs/one").status()).isEqualTo(204);
    assertThat(client().get("/api/v1/runs/one").status()).isEqualTo(404);
    assertThat(RUNNING.runs().resolve("one")).doesNotExist();
    assertThat(Files.exists(RUNNING.runs().resolve("two"))).isTrue();
  }

  @Test
  void whatTheCommandLineRefusesIsRefusedByItsField() {
    assertRefused(form("../up", ""), "name", "letters");
    assertRefused(form(".hidden", ""), "name", "no dot at its start");
    assertRefused("{\"name\":\"a\",\"data\":\"/etc\"}", "data", "there is no data set");
    assertRefused("{\"name\":\"a\",\"data\":\"digits\",\"recipe\":\"dppm\"}", "recipe", "ddpm");
    assertRefused(
        "{\"name\":\"a\",\"data\":\"digits\",\"settings\":{\"batch\":\"0\"}}",
        "settings.batch",
        "1 or more");
    assertRefused(
        "{\"name\":\"a\",\"data\":\"digits\",\"settings\":{\"guidance\":\"classifier\"}}",
        "settings.guidance",
        "reads a file");
    assertRefused(form("a", ",\"length\":{\"steps\":0}"), "length.steps", "1 or more");
    assertRefused(form("a", ",\"length\":{\"steps\":1,\"epochs\":1}"), "length", "one of them");
    assertRefused(form("a", ",\"conditional\":true"), "recipe", "VAE");
    assertRefused(form("a", ",\"clusters\":5"), "recipe", "VAE");
    assertRefused(form("a", ",\"clusters\":1"), "clusters", "2 to 10000");
    assertThat(client().post("/api/v1/runs", form("a", ",\"check\":true")).status()).isEqualTo(204);
    assertThat(RUNNING.runs().resolve("a")).doesNotExist();
  }

  private static void assertRefused(String body, String field, String message) {
    Answer answer = client().post("/api/v1/runs", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.field()).as(answer.text()).isEqualTo(field);
    assertThat(answer.message()).contains(message);
  }

  @Test
  void recipesHaveALineForEachSetting() {
    for (Recipe recipe : Recipes.all()) {
      if (!recipe.getClass().getPackage().equals(Recipe.class.getPackage())) {
        continue; // of a family from outside
      }
      for (String key : Settings.of(recipe).keySet()) {
        assertThat(SettingLines.about(key)).as("%s of %s", key, recipe.name()).isNotEmpty();
      }
    }
    JsonNode ddpm = client().get("/api/v1/recipes/ddpm").json();
    JsonNode solver =
        stream(ddpm.get("settings"))
            .filter(setting -> setting.get("key").asText().equals("sampling.solver"))
            .findFirst()
            .orElseThrow();
    assertThat(solver.get("type").asText()).isEqualTo("choice");
    assertThat(solver.get("kind").asText()).isEqualTo("solver");
    assertThat(client().get("/api/v1/catalog/solver").json().get("values")).hasSizeGreaterThan(30);
    assertThat(client().get("/api/v1/catalog/nothing").status()).isEqualTo(404);
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false);
  }

  @Test
  void explanationsHaveCurves() {
    JsonNode facts = client().post("/api/v1/explain", "{\"recipe\":\"ddpm\",\"points\":11}").json();
    JsonNode curves = facts.get("curves");
    assertThat(curves.get("alpha")).hasSize(11);
    for (int i = 0; i < 11; i++) {
      double alpha = curves.get("alpha").get(i).asDouble();
      double sigma = curves.get("sigma").get(i).asDouble();
      assertThat(alpha * alpha + sigma * sigma)
          .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
      assertThat(curves.get("logSnr").get(i).asDouble())
          .isCloseTo(2 * Math.log(alpha / sigma), org.assertj.core.data.Offset.offset(1e-9));
    }
    assertThat(facts.get("evaluations").asInt()).isEqualTo(1000);
    Answer both = client().post("/api/v1/explain", "{}");
    assertThat(both.status()).isEqualTo(422);
  }
}
