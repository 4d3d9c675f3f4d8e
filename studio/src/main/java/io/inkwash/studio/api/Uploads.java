package io.inkwash.studio.api;

import io.inkwash.data.ImageSpec;
import io.inkwash.data.decode.ImageDecoder;
import io.inkwash.picture.Picture;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.work.JobStore;
import java.util.Base64;
import java.util.Optional;

/** Pictures in requests: uploaded as base64, or images of jobs. Bounded in bytes and pixels. */
public final class Uploads {
  /** The largest file, in bytes. */
  static final int LARGEST = 8 << 20;

  private static final long MOST_PIXELS = 4_000_000;

  /** The longest base64 of a picture, in characters. */
  public static final int LONGEST_TEXT = LARGEST / 3 * 4 + 64;

  private Uploads() {}

  /**
   * The picture of a field, as large as a model's images and with as many channels.
   *
   * @throws RequestException naming the field, if it is not there or no picture
   */
  static Picture required(Fields fields, String name, ImageSpec form, JobStore jobs) {
    return picture(fields, name, form, jobs).orElseThrow(() -> fields.fault(name, "is missing"));
  }

  /** The picture of a field, if it is there. */
  static Optional<Picture> picture(Fields fields, String name, ImageSpec form, JobStore jobs) {
    return fields.object(name).map(inner -> of(inner, name, form, jobs));
  }

  /** The picture of an object with the fields data, or job and index. */
  static Picture of(Fields fields, String name, ImageSpec form, JobStore jobs) {
    return fitted(read(fields, name, jobs), form);
  }

  private static io.inkwash.data.Picture read(Fields fields, String name, JobStore jobs) {
    Optional<String> data = fields.text("data", LONGEST_TEXT);
    Optional<String> job = fields.text("job");
    int index = fields.integer("index", 0, 10_000).orElse(0);
    fields.requireKnown();
    if (data.isPresent() == job.isPresent()) {
      throw RequestException.field(name, name + " needs one of data and job");
    }
    if (data.isPresent()) {
      return decoded(name, base64(name, data.get()));
    }
    Picture picture =
        jobs.job(job.orElseThrow())
            .image(index)
            .orElseThrow(() -> RequestException.notFound("the job has no such image"))
            .picture();
    return new io.inkwash.data.Picture(
        new io.inkwash.data.ImageShape(picture.channels(), picture.height(), picture.width()),
        picture.pixels());
  }

  /** The bytes of base64, after the head of a data: URL if it has one. */
  public static byte[] base64(String name, String text) {
    String body = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(body);
      if (bytes.length > LARGEST) {
        throw new RequestException(413, name + " has more than " + LARGEST + " bytes");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw RequestException.field(name, name + " is no base64");
    }
  }

  /** A decoded file. */
  public static io.inkwash.data.Picture decoded(String name, byte[] file) {
    return Reasons.of(name, () -> ImageDecoder.decode(name, file, MOST_PIXELS));
  }

  /** A picture scaled to a model's images. */
  public static Picture fitted(io.inkwash.data.Picture picture, ImageSpec form) {
    io.inkwash.data.Picture fitted =
        picture.fitted(form.height(), form.width()).inChannels(form.channels());
    return new Picture(form.channels(), form.height(), form.width(), fitted.pixels());
  }
}
