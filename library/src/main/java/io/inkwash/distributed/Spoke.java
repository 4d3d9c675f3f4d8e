package io.inkwash.distributed;

import static io.inkwash.format.Text.format;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** The side of every rank but 0: one connection, to rank 0. */
final class Spoke implements Star, Connection.Events {
  private static final int TRY_MILLIS = 5000;

  private final Launch launch;
  private final int port;
  private final Health health;
  private final Connection connection;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final SignsOfLife signs;

  /**
   * Connects to rank 0, which may still have to start.
   *
   * @param port where it listens
   */
  Spoke(Launch launch, int port, Health health) {
    this.launch = launch;
    this.port = port;
    this.health = health;
    connection = connect();
    connection.send(new Message(Message.Kind.HELLO, Hello.of(launch).text()));
    connection.listen(this);
    signs = new SignsOfLife(launch.patience(), () -> List.of(connection));
  }

  private Connection connect() {
    long deadline = System.nanoTime() + launch.patience().toNanos();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(launch.meeting().host(), port), TRY_MILLIS);
        return new Connection(socket, launch.patience());
      } catch (IOException e) {
        close(socket);
        if (System.nanoTime() > deadline) {
          throw new RankException(
              format(
                  "rank %d cannot reach rank 0 at %s within %d s (%s); check MASTER_ADDR,"
                      + " MASTER_PORT and that rank 0 has started",
                  launch.rank(), launch.meeting(), launch.patience().toSeconds(), e.getMessage()),
              e);
        }
        health.pause();
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // another is tried
    }
  }

  @Override
  public void received(Message message) {
    if (message.kind() == Message.Kind.FAILED) {
      health.lose(message.text(), () -> {});
    } else {
      answers.add(message.text());
    }
  }

  @Override
  public void lost(String fate) {
    health.lose("rank 0 (at " + launch.meeting().host() + ") " + fate, () -> {});
  }

  @Override
  public String round(String part, Function<List<String>, String> answer) {
    connection.send(new Message(Message.Kind.PART, part));
    return health.await(answers);
  }

  @Override
  public String localAddress() {
    return connection.localAddress();
  }

  @Override
  public void fail(String why) {
    health.lose(why, () -> connection.send(new Message(Message.Kind.FAILED, why)));
  }

  @Override
  public void close() {
    health.end();
    signs.close();
    connection.close();
  }
}
