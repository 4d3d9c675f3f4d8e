import io.inkwash.data.*;
import io.inkwash.data.open.*;
import io.inkwash.denoise.*;
import io.inkwash.generate.*;
import io.inkwash.model.*;
import io.inkwash.picture.*;
import io.inkwash.picture.Picture;
import io.inkwash.process.*;
import io.inkwash.recipe.*;
import io.inkwash.solve.*;
import io.inkwash.time.*;
import io.inkwash.torch.*;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
void show(Picture picture) { System.out.print(TerminalPicture.of(picture, 120)); }
void show(List<Picture> pictures) { System.out.print(TerminalPicture.of(ImageIo.grid(pictures, Math.min(8, pictures.size()), 2), 120)); }
