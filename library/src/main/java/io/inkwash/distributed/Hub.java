package io.inkwash.distributed;

import static io.inkwash.format.Text.format;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rank 0's side of the star: listens, and has a connection to each other rank. */
final class Hub implements Star {

  /** A rank that has come. */
  private record Member(Hello hello, Connection connection, BlockingQueue<String> parts) {}

  private final Launch launch;
  private final Hello own;
  private final Health health;
  private final ServerSocket listener;
  private final Map<Integer, Member> members = new TreeMap<>(); // guarded by itself
  private final SignsOfLife signs;

  /** Listens at a port of this machine; 0 for any that is free. */
  Hub(Launch launch, int port, Health health) {
    this.launch = launch;
    this.health = health;
    own = Hello.of(launch);
    listener = listen(port);
    signs = new SignsOfLife(launch.patience(), this::connections);
    Thread door = new Thread(this::admit, "inkwash-rank-door");
    door.setDaemon(true);
    door.start();
  }

  private ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      String host = launch.meeting().host();
      InetAddress address = InetAddress.getByName(host);
      socket.bind( // a service's name may stand for another machine's address
          address.isLoopbackAddress()
              ? new InetSocketAddress(address, port)
              : new InetSocketAddress(port),
          launch.size());
      return socket;
    } catch (IOException e) {
      throw new RankException(
          format(
              "rank 0 cannot listen at %s (%s); take another MASTER_PORT, or end what uses it",
              launch.meeting(), e.getMessage()),
          e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Waits until all ranks have come. */
  void gather() {
    long deadline = System.nanoTime() + launch.patience().toNanos();
    while (connections().size() < launch.size() - 1) {
      health.check();
      if (System.nanoTime() > deadline) {
        String why =
            format(
                "%d of %d ranks came to %s within %d s, without %s",
                1 + connections().size(),
                launch.size(),
                launch.meeting(),
                launch.patience().toSeconds(),
                missing());
        lose(why);
        throw new RankException(why);
      }
      health.pause();
    }
  }

  private String missing() {
    synchronized (members) {
      return IntStream.range(1, launch.size())
          .filter(rank -> !members.containsKey(rank))
          .limit(8)
          .mapToObj(rank -> "rank " + rank)
          .collect(Collectors.joining(", "));
    }
  }

  /** Lets ranks in, each by a thread of its own, so that a silent stranger keeps no rank out. */
  private void admit() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread greeting = new Thread(() -> greet(socket), "inkwash-rank-greeting");
        greeting.setDaemon(true);
        greeting.start();
      }
    } catch (IOException closed) {
      // no rank is missing any more
    }
  }

  private void greet(Socket socket) {
    try {
      Connection connection = new Connection(socket, launch.patience());
      Message first = connection.first();
      if (first.kind() == Message.Kind.HELLO) {
        welcome(Hello.parse(first.text()), connection);
      }
    } catch (IOException | RuntimeException stranger) {
      try {
        socket.close();
      } catch (IOException e) {
        // a stranger's socket; nothing is lost
      }
    }
  }

  private void welcome(Hello hello, Connection connection) {
    Member member = new Member(hello, connection, new LinkedBlockingQueue<>());
    Optional<String> refusal = own.refusal(hello);
    synchronized (members) {
      if (refusal.isEmpty() && members.putIfAbsent(hello.rank(), member) != null) {
        refusal =
            Optional.of(
                format(
                    "two processes are rank %d, on %s and on %s; start each with a RANK of its own",
                    hello.rank(), members.get(hello.rank()).hello.host(), hello.host()));
      }
    }
    if (refusal.isPresent()) {
      connection.send(new Message(Message.Kind.FAILED, refusal.get()));
      lose(refusal.get());
      return;
    }
    connection.listen(new FromMember(member));
  }

  /** What comes from one rank. */
  private final class FromMember implements Connection.Events {
    private final Member member;

    FromMember(Member member) {
      this.member = member;
    }

    @Override
    public void received(Message message) {
      if (message.kind() == Message.Kind.FAILED) {
        lose(message.text());
      } else {
        member.parts.add(message.text());
      }
    }

    @Override
    public void lost(String fate) {
      lose(member.hello.name() + " " + fate);
    }
  }

  private void lose(String why) {
    health.lose(why, () -> send(new Message(Message.Kind.FAILED, why)));
  }

  private void send(Message message) {
    connections().forEach(connection -> connection.send(message));
  }

  private List<Connection> connections() {
    synchronized (members) {
      return members.values().stream().map(Member::connection).toList();
    }
  }

  @Override
  public String round(String part, Function<List<String>, String> answer) {
    List<String> parts = new ArrayList<>(List.of(part));
    List<Member> all;
    synchronized (members) {
      all = List.copyOf(members.values());
    }
    for (Member member : all) {
      parts.add(health.await(member.parts));
    }
    String text = answer.apply(parts);
    send(new Message(Message.Kind.ANSWER, text));
    return text;
  }

  @Override
  public String localAddress() {
    return connections().get(0).localAddress();
  }

  @Override
  public void fail(String why) {
    lose(why);
  }

  @Override
  public void close() {
    health.end();
    signs.close();
    connections().forEach(Connection::close);
    try {
      listener.close();
    } catch (IOException e) {
      // the process no longer listens in either case
    }
  }
}
