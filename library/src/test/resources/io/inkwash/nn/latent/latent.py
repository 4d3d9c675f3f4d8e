"""Writes latent.txt and latent.keys.txt: outputs, gradients and parameters of the published networks.

Run with PyTorch, NumPy, einops and transformers 5.18.0 (Apache license), and checkouts of
CompVis/latent-diffusion (MIT license) at a506df5756472e2ebaf9078affdde2c4f1502cd4 and
CompVis/taming-transformers (MIT license) at 3ba01b241669f5ade541ce990f7650a3b8f65318:

    python latent.py latent-diffusion taming-transformers

Weights and inputs are not stored: fill() makes them from their names, and the test makes the same.
"""

import math
import sys
import types

import numpy as np
import torch as th
from transformers import CLIPTextConfig, CLIPTextModel
from transformers import __version__ as TRANSFORMERS

LATENT, TAMING = sys.argv[1:]
sys.path[:0] = [LATENT, TAMING]


class Anything(types.ModuleType):
    """What the reference imports for its training alone."""

    __path__ = []

    def __getattr__(self, name):
        return type(name, (), {})


for name in ("pytorch_lightning", "omegaconf", "omegaconf.listconfig"):
    sys.modules[name] = Anything(name)

from ldm.modules.diffusionmodules.model import Decoder, Encoder
from ldm.modules.diffusionmodules.openaimodel import UNetModel
from ldm.modules.distributions.distributions import DiagonalGaussianDistribution
from taming.modules.discriminator.model import NLayerDiscriminator


def uniform(name, count):
    """Numbers in [-1, 1): FNV-1a of the name, plus a Weyl sequence, through murmur3's finaliser."""
    key = 0x811C9DC5
    for byte in name.encode():
        key = (key ^ byte) * 0x01000193 % 2**32
    z = (key + np.arange(count, dtype=np.uint64) * 0x9E3779B9) % 2**32
    z = (z ^ z >> 16) * 0x85EBCA6B % 2**32
    z = (z ^ z >> 13) * 0xC2B2AE35 % 2**32
    z = z ^ z >> 16
    return z.astype(np.float64) / 2**31 - 1


def fill(name, shape):
    values = uniform(name, math.prod(shape))
    if len(shape) > 1:
        values = values * math.sqrt(3 / math.prod(shape[1:]))
    elif name.endswith("weight"):
        values = 1 + 0.2 * values
    else:
        values = 0.2 * values
    return th.tensor(values.reshape(shape), dtype=th.float32)


def tensor(name, *shape):
    return th.tensor(uniform(name, math.prod(shape)).reshape(shape), dtype=th.float32)


def write(name, values):
    print(name, "=", *("%.8g" % v for v in np.atleast_1d(values).ravel()), file=numbers)


def filled(case, model, prefix=""):
    for key, parameter in model.named_parameters():
        key = prefix + key
        print(case, key, "x".join(map(str, parameter.shape)), file=keys)
        parameter.data.copy_(fill(key, tuple(parameter.shape)))
    return model.eval()


def gradients(case, model, y, x):
    (y * tensor(case + ".w", *y.shape)).sum().backward()
    write(case + ".dx", x.grad)
    write(
        case + ".dweights",
        [
            (p.grad.double() * fill("d." + k, tuple(p.shape)).double()).sum().item()
            for k, p in model.named_parameters()
            if p.grad is not None
        ],
    )


def unet(case, joined, size, **config):
    model = filled(case, UNetModel(size, use_spatial_transformer=True, legacy=False, **config))
    x = tensor(case + ".x", 2, config["in_channels"], size, size).requires_grad_()
    text = tensor(case + ".text", 2, 5, config["context_dim"])
    y = model(x, th.tensor([3.5, 741.0]), context=text)
    write(case + ".y", y.detach())
    gradients(case, model, y, x)


class Autoencoder(th.nn.Module):
    """As ldm.models.autoencoder.AutoencoderKL, without the training."""

    def __init__(self, embed_dim, **config):
        super().__init__()
        self.encoder = Encoder(double_z=True, **config)
        self.decoder = Decoder(**config)
        self.quant_conv = th.nn.Conv2d(2 * config["z_channels"], 2 * embed_dim, 1)
        self.post_quant_conv = th.nn.Conv2d(embed_dim, config["z_channels"], 1)

    def encode(self, x):
        return DiagonalGaussianDistribution(self.quant_conv(self.encoder(x)))

    def decode(self, z):
        return self.decoder(self.post_quant_conv(z))


def autoencoder(case, embed_dim, **config):
    model = filled(case, Autoencoder(embed_dim, **config))
    x = tensor(case + ".x", 2, config["in_channels"], 16, 16).requires_grad_()
    posterior = model.encode(x)
    write(case + ".mean", posterior.mode().detach())
    write(case + ".logvar", posterior.logvar.detach())
    write(case + ".kl", posterior.kl().detach())
    noise = tensor(case + ".noise", *posterior.mean.shape)
    y = model.decode(posterior.mean + posterior.std * noise)
    write(case + ".y", y.detach())
    gradients(case, model, y, x)


def discriminator(case, channels, width, layers):
    model = filled(case, NLayerDiscriminator(channels, width, layers))
    x = tensor(case + ".x", 2, channels, 32, 32)
    write(case + ".y", model(x).detach())
    write(case + ".training", model.train()(x).detach())


def clip(case, **config):
    model = CLIPTextModel(CLIPTextConfig(bos_token_id=97, eos_token_id=98, **config))
    filled(case, model, "text_model.")  # the prefix of transformers 4, which published files have
    ids = th.tensor([[97, 5, 17, 3, 98, 98, 98], [97, 96, 95, 94, 93, 92, 98]])
    with th.no_grad():
        out = model(input_ids=ids, output_hidden_states=True)
        norm = [m for n, m in model.named_modules() if n.endswith("final_layer_norm")][0]
        write(case + ".y", out.last_hidden_state)
        write(case + ".penultimate", norm(out.hidden_states[-2]))


versions = "# latent-diffusion a506df5, taming-transformers 3ba01b2; " + (
    "Python %s, NumPy %s, PyTorch %s, transformers %s"
    % (sys.version.split()[0], np.__version__, th.__version__, TRANSFORMERS)
)
numbers = open("latent.txt", "w")
keys = open("latent.keys.txt", "w")
print(versions, file=numbers)
print(versions, file=keys)
th.set_num_threads(1)

unet(
    "heads", 0, 8, in_channels=4, model_channels=32, out_channels=4, num_res_blocks=1,
    attention_resolutions=(1, 2), channel_mult=(1, 2), num_heads=4, context_dim=24,
)
unet(
    "head-width", 5, 8, in_channels=9, model_channels=32, out_channels=4, num_res_blocks=2,
    attention_resolutions=(2,), channel_mult=(1, 2, 2), num_head_channels=16, context_dim=16,
    transformer_depth=2,
)
autoencoder(
    "plain", 4, ch=32, out_ch=3, ch_mult=(1, 2), num_res_blocks=1, attn_resolutions=(),
    in_channels=3, resolution=16, z_channels=4,
)
autoencoder(
    "attentive", 3, ch=32, out_ch=1, ch_mult=(1, 1, 2), num_res_blocks=2, attn_resolutions=(8,),
    in_channels=1, resolution=16, z_channels=5,
)
discriminator("patches", 3, 8, 3)
discriminator("patches-small", 1, 8, 1)
clip(
    "quick-gelu", vocab_size=99, hidden_size=32, intermediate_size=48, num_hidden_layers=3,
    num_attention_heads=4, max_position_embeddings=9, hidden_act="quick_gelu",
)
clip(
    "gelu", vocab_size=99, hidden_size=24, intermediate_size=40, num_hidden_layers=2,
    num_attention_heads=2, max_position_embeddings=7, hidden_act="gelu",
)
