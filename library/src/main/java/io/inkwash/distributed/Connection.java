package io.inkwash.distributed;

import static io.inkwash.format.Text.format;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A socket to another rank, read by a thread of its own. */
final class Connection implements AutoCloseable {

  /** What happens on a connection, on its thread. */
  interface Events {
    /** A message, other than a sign of life. */
    void received(Message message);

    /** The end: what became of the rank, such as "has ended". */
    void lost(String fate);
  }

  private final Socket socket;
  private final Duration patience;
  private final String localAddress;
  private final DataInputStream in;
  private final DataOutputStream out;

  Connection(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.patience = patience;
    localAddress = socket.getLocalAddress().getHostAddress(); // a closed socket has none
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** This machine's address as the other sees it. */
  String localAddress() {
    return localAddress;
  }

  /** Waits for one message, before {@link #listen} is called. */
  Message first() throws IOException {
    return Message.read(in);
  }

  /** Begins to read. */
  void listen(Events events) {
    Thread reader = new Thread(() -> read(events), "inkwash-rank-connection");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Events events) {
    try {
      while (true) {
        Message message = Message.read(in);
        if (message.kind() != Message.Kind.BEAT) {
          events.received(message);
        }
      }
    } catch (SocketTimeoutException e) {
      events.lost(format("has given no sign of life for %d s", patience.toSeconds()));
    } catch (IOException e) {
      events.lost("has ended; its own message says why");
    }
  }

  /** Sends a message; where the other is gone, its reader will say so. */
  void send(Message message) {
    synchronized (out) {
      try {
        message.write(out);
      } catch (IOException e) {
        close();
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is no longer used in either case
    }
  }
}
