package io.inkwash.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known of a connection whose other end is gone. */
class ConnectionTest {

  /** The group is joined by this address, also where the other rank ended a moment ago. */
  @Test
  void theLocalAddressOutlivesTheSocket() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket listener = new ServerSocket(0, 1, here);
        Socket socket = new Socket(here, listener.getLocalPort());
        Connection connection = new Connection(socket, Duration.ofSeconds(5))) {
      connection.close();
      assertThat(socket.isClosed()).isTrue();
      assertThat(connection.localAddress()).isEqualTo(here.getHostAddress());
    }
  }
}
