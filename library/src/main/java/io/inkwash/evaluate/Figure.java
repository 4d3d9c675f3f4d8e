package io.inkwash.evaluate;

import io.inkwash.picture.Picture;

/**
 * A picture that shows what an evaluation's numbers mean.
 *
 * @param name lower-case words with dashes, fit for a file's name
 * @param caption what it shows, in a sentence
 * @param picture the picture, each pixel as it is
 */
public record Figure(String name, String caption, Picture picture) {}
