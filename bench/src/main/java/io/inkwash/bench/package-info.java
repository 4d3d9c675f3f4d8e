/**
 * What the library costs, measured: against PyTorch, over thousands of steps, and part by part.
 *
 * <table>
 *   <caption>The benches</caption>
 *   <tr><th>class</th><th>question</th><th>started by</th></tr>
 *   <tr><td>{@link io.inkwash.bench.InkwashPeer}</td><td>how long are a training step and a network
 *       evaluation, beside PyTorch's?</td><td>{@code bench/side-by-side.sh}</td></tr>
 *   <tr><td>{@link io.inkwash.bench.SteadyState}</td><td>do step time and memory stay level while
 *       training goes on?</td><td>{@code bench/steady-state.sh}</td></tr>
 *   <tr><td>{@link io.inkwash.bench.Micro}</td><td>what does each small part of a step
 *       cost?</td><td>{@code bench/micro.sh}</td></tr>
 *   <tr><td>{@link io.inkwash.bench.fuzz.Fuzz}</td><td>what do damaged files do to the
 *       readers?</td><td>{@code bench/fuzz.sh}</td></tr>
 *   <tr><td>{@link io.inkwash.bench.studio.RequestFuzz}</td><td>what do mutated requests do to the
 *       server?</td><td>{@code bench/studio-fuzz.sh}</td></tr>
 *   <tr><td>{@link io.inkwash.bench.studio.Load}</td><td>for how many clients does the server
 *       draw?</td><td>{@code bench/studio-load.sh}</td></tr>
 *   <tr><td>{@link io.inkwash.bench.Kills}</td><td>is a training that is killed and gone on with the
 *       one that never stopped?</td><td>{@code bench/kills.sh}</td></tr>
 * </table>
 *
 * <p>The scripts start Java through {@code ./inkwash}, so its settings for Java, threads and memory
 * are measured too. To add a question about a part: one method in {@link io.inkwash.bench.Micro}.
 * To add a program of its own: a class with a {@code main} that reads its {@link
 * io.inkwash.bench.Options}, and a script of three lines.
 */
@NullMarked
package io.inkwash.bench;

import org.jspecify.annotations.NullMarked;
