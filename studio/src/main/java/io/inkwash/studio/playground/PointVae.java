package io.inkwash.studio.playground;

import io.inkwash.nn.VariationalNet;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** A variational autoencoder of points, with as many latent numbers as a point has. */
final class PointVae extends VariationalNet {
  private static final int LATENT = 2;

  private final PointLayers encoder = child("encoder", new PointLayers(2, 96, 2, 2 * LATENT));
  private final PointLayers decoder = child("decoder", new PointLayers(LATENT, 96, 2, 2));
  private final Tensor logVariance = Tensors.zeros(2);

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  PointVae() {
    register_parameter("log_variance", logVariance);
  }

  @Override
  public int latent() {
    return LATENT;
  }

  @Override
  public Tensor encode(Tensor x) {
    return encoder.forward(x.flatten(1, -1));
  }

  @Override
  public Tensor decode(Tensor z) {
    return decoder.forward(z).view(-1, 2, 1, 1);
  }

  @Override
  public Tensor logVariance() {
    return logVariance;
  }
}
