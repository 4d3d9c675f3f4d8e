/**
 * What clients of other servers speak, so that they draw from models here unchanged: OpenAI's
 * images API and AUTOMATIC1111's. Their fields, their errors, their numbering of images; what they
 * send and no model here has is ignored where it does not change the picture, and refused where it
 * does.
 */
@NullMarked
package io.inkwash.studio.compat;

import org.jspecify.annotations.NullMarked;
