package io.inkwash.studio.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests were answered, by status. Safe for use by several threads. */
public final class RequestCounts {
  private final Map<Integer, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts an answer; -1 stands for a client that went before it was sent. */
  void add(int status) {
    counts.computeIfAbsent(status, any -> new LongAdder()).increment();
  }

  /** The counts so far. */
  public Map<Integer, Long> byStatus() {
    Map<Integer, Long> sums = new TreeMap<>();
    counts.forEach((status, count) -> sums.put(status, count.sum()));
    return sums;
  }
}
