package io.inkwash.studio.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.studio.Client;
import io.inkwash.studio.Running;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that waits for an image and leaves. */
class LeavingTest {
  private static final int PATIENCE_SECONDS = 60;

  @RegisterExtension static final Running RUNNING = new Running();

  private static int drawing() {
    Client client = RUNNING.client();
    return client.get("/sdapi/v1/progress").json().at("/state/job_count").asInt();
  }

  @Test
  void itsJobIsCancelled() throws Exception {
    String body = "{\"prompt\":\"7\",\"steps\":900,\"batch_size\":16}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RUNNING.studio().port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /sdapi/v1/txt2img HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.UTF_8));
      byte[] head = new byte[12];
      assertThat(socket.getInputStream().readNBytes(head, 0, 12)).isEqualTo(12);
      assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200");
      assertThat(drawing()).isEqualTo(1);
    }
    for (int tenths = 0; drawing() > 0; tenths++) {
      assertThat(tenths).isLessThan(10 * PATIENCE_SECONDS);
      Thread.sleep(100);
    }
  }
}
