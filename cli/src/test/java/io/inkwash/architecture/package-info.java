/**
 * The shape of the house as tests: which package may use which ({@link
 * io.inkwash.architecture.Arrows}), and the rules that hold in all of them ({@link
 * io.inkwash.architecture.HouseRulesTest}).
 *
 * <p>They stand in this module because every other one is on its class path.
 */
@NullMarked
package io.inkwash.architecture;

import org.jspecify.annotations.NullMarked;
