/**
 * Files of {@code torch.save}: weights in PyTorch's own format, read and written without Python.
 *
 * <p>Since PyTorch 1.6 such a file is a zip: {@code ROOT/data.pkl}, a pickle that says what there
 * is, and {@code ROOT/data/KEY}, the numbers of each storage. A pickle is a program. Here it is
 * given nothing to run: it may name the classes of {@link PickleNames} and no other, and none of
 * those does more than hold data. A file that names another class is refused at that name, before
 * anything is built of it.
 *
 * <table>
 * <caption>What is here</caption>
 * <tr><td>{@link PyTorchFile}</td><td>an open file and the values in it</td></tr>
 * <tr><td>{@link StoredTensor}</td><td>a tensor whose numbers are read when they are needed</td></tr>
 * <tr><td>{@link PyTorchWriter}</td><td>a state dict that {@code torch.load(weights_only=True)}
 *     reads</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.exchange.pytorch;

import org.jspecify.annotations.NullMarked;
