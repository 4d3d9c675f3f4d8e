/**
 * What the sizes of networks may be: {@link io.inkwash.nn.limit.Limits} checks them with messages
 * of one form, "AdmUNet's blocks is 0; allowed: 1 or more, such as 2".
 *
 * <p>A network's configuration has one {@code Limits} under the network's name and calls it from
 * its constructor. A check that two of them need is a method there.
 */
@NullMarked
package io.inkwash.nn.limit;

import org.jspecify.annotations.NullMarked;
