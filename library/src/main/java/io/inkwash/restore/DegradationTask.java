package io.inkwash.restore;

/**
 * What happened to images, but for noise.
 *
 * @param task what mending it is called
 * @param degradation what it does to images of any size
 */
public record DegradationTask(Task task, Degradation degradation) {}
