/**
 * What other modules' tests use too: seeded cases ({@link io.inkwash.testkit.Cases}), data whose
 * diffusion is known exactly ({@link io.inkwash.testkit.GaussianMixture}) and reference numbers
 * from other programs ({@link io.inkwash.testkit.Golden}).
 */
@NullMarked
package io.inkwash.testkit;

import org.jspecify.annotations.NullMarked;
