package io.inkwash.bench.studio;

import io.inkwash.bench.fuzz.Mutator;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sound requests of every endpoint, and what mutation makes of them. */
final class RequestSamples {
  private static final String PNG =
      Base64.getEncoder().encodeToString(ImageIo.png(Picture.filled(1, 28, 28, 90)));

  private static final List<String> PATHS =
      List.of(
          "/",
          "/index.html",
          "/health",
          "/metrics",
          "/api/v1/openapi.json",
          "/api/v1/catalog/solver",
          "/api/v1/recipes/ddpm",
          "/api/v1/datasets",
          "/api/v1/models",
          "/api/v1/runs",
          "/api/v1/runs/a%2Fb/metrics?after=3&points=10",
          "/api/v1/runs/a/samples/12",
          "/api/v1/compare?run=a,b&points=9",
          "/api/v1/queue",
          "/api/v1/jobs/00000000-0000-0000-0000-000000000000/images/0",
          "/api/v1/jobs/x/film/0/0/state",
          "/v1/models/mnist",
          "/sdapi/v1/samplers",
          "/../secret.txt",
          "/%2e%2e/secret.txt",
          "/<script>alert(1)</script>",
          "/api/v1/recipes/%3Cimg%20src=x%3E");

  private static final List<String[]> BODIES =
      List.of(
          new String[] {"/api/v1/draw", "{\"model\":\"mnist\",\"steps\":1,\"classes\":[\"7\"]}"},
          new String[] {
            "/api/v1/draw",
            "{\"model\":\"nix\",\"solver\":\"ddim(eta=0.5)\",\"grid\":\"trailing\",\"steps\":10,"
                + "\"guidance\":\"classifier-free(weight=3)\",\"seed\":1,\"count\":2,\"film\":true}"
          },
          new String[] {
            "/api/v1/variations",
            "{\"model\":\"mnist\",\"steps\":1,\"count\":1,\"image\":{\"data\":\"" + PNG + "\"}}"
          },
          new String[] {
            "/api/v1/repairs",
            "{\"model\":\"mnist\",\"steps\":1,\"degradation\":\"half(missing=left)\",\"image\":{\"data\":\""
                + PNG
                + "\"},\"methods\":[\"ddrm\"]}"
          },
          new String[] {
            "/api/v1/interpolations",
            "{\"model\":\"mnist\",\"seeds\":[1,2],\"frames\":2,\"steps\":2}"
          },
          new String[] {
            "/api/v1/explain", "{\"recipe\":\"edm\",\"settings\":{\"batch\":\"3\"},\"points\":5}"
          },
          new String[] {
            "/api/v1/runs",
            "{\"name\":\"../x\",\"data\":\"digits\",\"size\":8,\"recipe\":\"vae-small\",\"length\":{\"steps\":1},\"check\":true}"
          },
          new String[] {"/api/v1/runs/a/resume", "{\"length\":{\"steps\":1}}"},
          new String[] {
            "/v1/images/generations",
            "{\"prompt\":\"<script>alert(1)</script>\",\"model\":\"mnist\",\"n\":1}"
          },
          new String[] {
            "/sdapi/v1/txt2img",
            "{\"prompt\":\"<img src=x>\",\"steps\":1,\"sampler_name\":\"DDIM\"}"
          },
          new String[] {"/api/v1/playground", "{\"points\":\"<script>\"}"},
          new String[] {"/api/v1/draw", "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}"});

  private static final byte[] FILE = Base64.getDecoder().decode(PNG);

  /** GET. */
  byte[] get(String path) {
    return bytes("GET " + path, "", new byte[0]);
  }

  /** DELETE. */
  byte[] delete(String path) {
    return bytes("DELETE " + path, "", new byte[0]);
  }

  /** POST of JSON. */
  byte[] post(String path, String json) {
    return bytes(
        "POST " + path,
        "Content-Type: application/json\r\n",
        json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String line, String headers, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        (line
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "")
                + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** A mutated request: of its bytes as a whole, of its path alone, or of its body alone. */
  byte[] mutated(long key) {
    SplittableRandom random = new SplittableRandom(key);
    int kind = random.nextInt(4);
    if (kind == 0) {
      List<byte[]> whole = new ArrayList<>();
      whole.add(get(PATHS.get(random.nextInt(PATHS.size()))));
      String[] body = BODIES.get(random.nextInt(BODIES.size()));
      whole.add(post(body[0], body[1]));
      return Mutator.mutate(whole, key);
    }
    if (kind == 1) {
      List<byte[]> paths =
          PATHS.stream().map(path -> path.getBytes(StandardCharsets.ISO_8859_1)).toList();
      String path = new String(Mutator.mutate(paths, key), StandardCharsets.ISO_8859_1);
      return get(path.replaceAll("[\\r\\n ]", "_"));
    }
    if (kind == 2) {
      byte[] picture = Mutator.mutate(List.of(FILE), key);
      return bytes("POST /api/v1/pictures", "Content-Type: image/png\r\n", picture);
    }
    String[] sound = BODIES.get(random.nextInt(BODIES.size()));
    byte[] body = Mutator.mutate(List.of(sound[1].getBytes(StandardCharsets.UTF_8)), key);
    return bytes("POST " + sound[0], "Content-Type: application/json\r\n", body);
  }

  /** All that a pattern's first group finds in a text. */
  static List<String> values(String text, String pattern) {
    List<String> values = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      values.add(matcher.group(1));
    }
    return values;
  }
}
