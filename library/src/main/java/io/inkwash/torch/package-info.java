/**
 * libtorch without its traps. Everything else uses libtorch's tensors, layers and functions
 * plainly; the dozen classes here contain what would go wrong silently.
 *
 * <table>
 * <caption>Classes and the trap each closes</caption>
 * <tr><td>{@link io.inkwash.torch.Torch}, {@link io.inkwash.torch.NativesException}</td><td>BLAS
 *     threads that spin on the cores of the convolutions; memory limits that count the wrong pages;
 *     natives that are missing</td></tr>
 * <tr><td>{@link io.inkwash.torch.TensorScope}, {@link io.inkwash.torch.Owned}, {@link
 *     io.inkwash.torch.Recent}</td><td>native memory that the garbage collector does not see;
 *     borrowed pointers; history that dies with a step's scope</td></tr>
 * <tr><td>{@link io.inkwash.torch.Grad}, {@link io.inkwash.torch.Autocast}</td><td>modes that stay
 *     switched; cast weights that go stale</td></tr>
 * <tr><td>{@link io.inkwash.torch.ForwardMode}</td><td>a span of forward-mode derivatives that is
 *     never closed; layouts that they refuse</td></tr>
 * <tr><td>{@link io.inkwash.torch.Rng}, {@link io.inkwash.torch.RowKeys}</td><td>a global generator that everything disturbs</td></tr>
 * <tr><td>{@link io.inkwash.torch.Tensors}</td><td>constants of the wrong type; slow or wrong copies
 *     of arrays</td></tr>
 * <tr><td>{@link io.inkwash.torch.Net}, {@link io.inkwash.torch.StateDict}</td><td>children that lose
 *     their type; weights that half fit</td></tr>
 * <tr><td>{@link io.inkwash.torch.Parameters}, {@link io.inkwash.torch.OptimizerRule}</td>
 *     <td>optimizer options in the wrong order; hundreds of small operations a step</td></tr>
 * </table>
 *
 * <h2>Rules</h2>
 *
 * <ol>
 *   <li>A method's results belong to the caller's scope; arguments are never closed.
 *   <li>One scope a training step, a solver step, an evaluated batch. {@code TensorScope.keep}
 *       moves a value out.
 *   <li>What lives long (networks, optimizer state, averages) is built by {@code Owned.of}.
 *   <li>No tensor crosses a thread; loaders hand over arrays.
 *   <li>Gradient mode and autocast are entered only by try-with-resources.
 *   <li>Schedules stay doubles; a solver's state may be float64 while the network runs in its own
 *       type.
 * </ol>
 */
@NullMarked
package io.inkwash.torch;

import org.jspecify.annotations.NullMarked;
