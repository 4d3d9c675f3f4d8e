package io.inkwash.model;

import io.inkwash.generate.ImageGenerator;

/** A trained model that draws images. */
public interface DrawingModel extends Model, ImageGenerator {}
