package io.inkwash.variational;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Black and white pixels: the decoder gives the logit of white.
 *
 * <p>A gray pixel counts as white with its brightness for a probability. In training the
 * log-likelihood is the mean over all such draws, the cross-entropy with the gray image; for a
 * likelihood to be reported, {@link #observed} draws the image once (Salakhutdinov and Murray
 * 2008), and the bits are those of black and white images, not of bytes.
 *
 * @param low the number that stands for black
 * @param high the number that stands for white
 */
public record Bernoulli(double low, double high) implements PixelLikelihood {

  public Bernoulli {
    PixelRanges.require(low, high);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Tensor logLikelihood(Tensor x, Tensor decoded, Tensor logVariance) {
    // p l - softplus(l) = p log sigmoid(l) + (1 - p) log(1 - sigmoid(l))
    Tensor p = x.sub(new Scalar(low)).div(new Scalar(high - low));
    return p.mul(decoded).sub(torch.softplus(decoded)).sum(1, 2, 3);
  }

  @Override
  public Tensor mean(Tensor decoded) {
    return decoded.sigmoid().mul(new Scalar(high - low)).add(new Scalar(low));
  }

  @Override
  public String subject() {
    return "black and white pixels";
  }

  @Override
  public Tensor observed(Tensor x, Tensor uniforms) {
    Tensor p = x.sub(new Scalar(low)).div(new Scalar(high - low));
    Tensor white = uniforms.lt(p).to(x.scalar_type());
    return white.mul(new Scalar(high - low)).add(new Scalar(low));
  }
}
