package io.inkwash.recipe;

import io.inkwash.restore.Degradation;

/**
 * What happened to images, but for noise.
 *
 * @param task what mending it is called
 * @param degradation what it does to images of any size
 */
public record Damage(Task task, Degradation degradation) {}
