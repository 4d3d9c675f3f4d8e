package io.inkwash.spark;

import io.inkwash.distributed.RankException;
import java.io.IOException;
import java.io.Serializable;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Ranks of one training as the tasks of a barrier stage, which Spark starts all at once or not at
 * all, for those who have Spark and no other launcher.
 *
 * <pre>{@code
 * SparkRanks.run(spark, 4, environment -> {
 *   RankGroup group = RankGroup.join(Launch.of(environment).orElseThrow());
 *   return group.run(() -> ...);
 * });
 * }</pre>
 */
public final class SparkRanks {
  private SparkRanks() {}

  /** What one rank does. */
  @FunctionalInterface
  public interface Part<T> extends Serializable {
    /**
     * Does it.
     *
     * @param environment RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT, LOCAL_RANK and
     *     LOCAL_WORLD_SIZE, as torchrun would set them
     */
    T of(Map<String, String> environment) throws Exception;
  }

  /**
   * Runs parts at once, each in a task of its own, and gives what they return, rank 0 first.
   *
   * @param ranks no more than the cluster has slots for tasks
   */
  public static <T extends Serializable> List<T> run(SparkSession spark, int ranks, Part<T> part) {
    RDD<Integer> numbers =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, ranks).boxed().toList(), ranks)
            .rdd();
    ClassTag<T> type = ClassTag$.MODULE$.apply(Serializable.class);
    RDD<T> results =
        numbers
            .barrier()
            .mapPartitions(
                (Function1<Iterator<Integer>, Iterator<T>> & Serializable)
                    own -> CollectionConverters.asScala(List.of(done(part)).iterator()),
                false,
                type);
    return results.toJavaRDD().collect();
  }

  private static <T> T done(Part<T> part) {
    BarrierTaskContext task = BarrierTaskContext.get();
    if (task.stageAttemptNumber() > 0) {
      throw new RankException("a rank was lost; start again, and go on from the last checkpoint");
    }
    try {
      return part.of(environment(task));
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Map<String, String> environment(BarrierTaskContext task) throws IOException {
    int rank = task.partitionId();
    List<String> hosts =
        Arrays.stream(task.getTaskInfos()).map(info -> host(info.address())).toList();
    String port = task.allGather(rank == 0 ? freePort() : "")[0];
    Map<String, String> environment = new HashMap<>();
    environment.put("RANK", Integer.toString(rank));
    environment.put("WORLD_SIZE", Integer.toString(hosts.size()));
    environment.put("MASTER_ADDR", hosts.get(0));
    environment.put("MASTER_PORT", port);
    String own = hosts.get(rank);
    environment.put("LOCAL_RANK", Integer.toString(count(own, hosts.subList(0, rank))));
    environment.put("LOCAL_WORLD_SIZE", Integer.toString(count(own, hosts)));
    return environment;
  }

  private static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  private static int count(String host, List<String> hosts) {
    return (int) hosts.stream().filter(host::equals).count();
  }

  /** A port of this machine that nothing listens at now. */
  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
