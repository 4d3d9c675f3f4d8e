package io.inkwash.prediction;

/**
 * A linear reading of a network's output: {@code result = xCoefficient x_t + yCoefficient y}, with
 * y the output for the noisy image x_t.
 *
 * @param xCoefficient weight of the noisy image
 * @param yCoefficient weight of the network's output
 */
public record Conversion(double xCoefficient, double yCoefficient) {}
