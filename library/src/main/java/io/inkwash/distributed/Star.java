package io.inkwash.distributed;

import java.util.List;
import java.util.function.Function;

/** The connections between rank 0 and the others, as one of them sees them. */
interface Star {

  /**
   * One exchange: every rank gives a text, rank 0 makes an answer of all, every rank gets it.
   *
   * @param part this rank's text
   * @param answer from the texts of all ranks, in their order; only rank 0's is called. What it
   *     throws is thrown at all ranks
   */
  String round(String part, Function<List<String>, String> answer);

  /** This machine's address, as other ranks reach it. */
  String localAddress();

  /** Tells all ranks that they must end. */
  void fail(String why);

  /** Closes the connections without a word. */
  void close();
}
