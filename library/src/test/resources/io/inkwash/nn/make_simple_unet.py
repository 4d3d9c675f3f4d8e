"""Writes the golden files beside it: simple-unet-keys.txt and simple-unet.safetensors.

Made with Python 3.11, torch 2.13.0+cpu, safetensors 0.8.0, on one thread:

    python make_simple_unet.py

The network is the small U-Net of many DDPM tutorials, written anew from its description: three
levels of 64, 128 and 256 channels, one block a level (convolution, time bias, group norm, SiLU),
skips by concatenation. Names, shapes and the order of construction are that program's; so one seed
gives one set of weights.

The file holds

  initial, gradient, after   [54, 19] digests of every parameter, in the order of the keys: as drawn
                             after manual_seed(0); its gradient, clipped; after one AdamW step
  x, labels, outputs         inputs [2,1,28,28], rows of time labels [3,2], outputs [3,2,1,28,28]
  x0, t, noise               the batch of the training step, t counted from 0
  loss, norm                 its mean squared error, and the gradient's norm before clipping

A digest is 16 values at evenly spaced places, the mean, the 2-norm, and the sum of value times
cosine of its row-major index, which sees every value and its place.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

here = Path(__file__).parent
torch.set_num_threads(1)


class Sinusoids(nn.Module):
    def __init__(self, width):
        super().__init__()
        half = width // 2
        self.frequencies = torch.exp(
            torch.arange(half, dtype=torch.float32) * -(math.log(10000) / (half - 1))
        )

    def forward(self, label):
        angles = label[:, None].float() * self.frequencies
        return torch.cat([angles.sin(), angles.cos()], dim=-1)


class Block(nn.Module):
    def __init__(self, conv, channels, time_width):
        super().__init__()
        self.time_mlp = nn.Linear(time_width, channels)
        self.conv = conv()  # built after the time layer: the order of the random draws
        self.norm = nn.GroupNorm(8, channels)

    def forward(self, x, t):
        return nn.functional.silu(self.norm(self.conv(x) + self.time_mlp(t)[:, :, None, None]))


def same(a, b):
    return lambda: nn.Conv2d(a, b, 3, padding=1)


def down(a, b):
    return lambda: nn.Conv2d(a, b, 3, stride=2, padding=1)


def up(a, b):
    return lambda: nn.ConvTranspose2d(a, b, 4, stride=2, padding=1)


class SimpleUNet(nn.Module):
    def __init__(self, channels=1, w=64, t=32):
        super().__init__()
        self.time_mlp = nn.Sequential(Sinusoids(t), nn.Linear(t, t), nn.SiLU(), nn.Linear(t, t))
        self.down1 = Block(same(channels, w), w, t)
        self.down2 = Block(down(w, 2 * w), 2 * w, t)
        self.down3 = Block(down(2 * w, 4 * w), 4 * w, t)
        self.mid1 = Block(same(4 * w, 4 * w), 4 * w, t)
        self.mid2 = Block(same(4 * w, 4 * w), 4 * w, t)
        self.up1 = Block(up(8 * w, 2 * w), 2 * w, t)
        self.up2 = Block(up(4 * w, w), w, t)
        self.up3 = Block(same(2 * w, w), w, t)
        self.out = nn.Conv2d(w, channels, 1)

    def forward(self, x, label):
        t = self.time_mlp(label)
        x1 = self.down1(x, t)
        x2 = self.down2(x1, t)
        x3 = self.down3(x2, t)
        h = self.mid2(self.mid1(x3, t), t)
        h = self.up1(torch.cat([h, x3], dim=1), t)
        h = self.up2(torch.cat([h, x2], dim=1), t)
        h = self.up3(torch.cat([h, x1], dim=1), t)
        return self.out(h)


def digest(tensor):
    flat = tensor.detach().double().flatten()
    places = torch.tensor([k * (flat.numel() - 1) // 15 for k in range(16)])
    sums = [flat.mean(), flat.norm(), (flat * torch.arange(flat.numel()).double().cos()).sum()]
    return torch.cat([flat[places], torch.stack(sums)]).float()


def digests(tensors):
    return torch.stack([digest(tensor) for tensor in tensors])


torch.manual_seed(0)
model = SimpleUNet()
golden = {"initial": digests(model.parameters())}
keys = [f"{name} {list(value.shape)}\n" for name, value in model.state_dict().items()]
(here / "simple-unet-keys.txt").write_text("".join(keys))

torch.manual_seed(1)
x = torch.randn(2, 1, 28, 28)
labels = torch.tensor([[0, 999], [1, 500], [100, 250]])
with torch.no_grad():
    golden.update(x=x, labels=labels, outputs=torch.stack([model(x, row) for row in labels]))

alpha_bars = torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000), dim=0)
x0 = torch.rand(4, 1, 28, 28) * 2 - 1
t = torch.tensor([0, 77, 400, 999])
noise = torch.randn_like(x0)
alpha_bar = alpha_bars[t].view(-1, 1, 1, 1)
noisy = alpha_bar.sqrt() * x0 + (1 - alpha_bar).sqrt() * noise
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-4)
loss = nn.functional.mse_loss(model(noisy, t), noise)
loss.backward()
norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
golden["gradient"] = digests(parameter.grad for parameter in model.parameters())
optimizer.step()
golden["after"] = digests(model.parameters())
golden.update(x0=x0, t=t, noise=noise, loss=loss.detach(), norm=norm.detach())

file = here / "simple-unet.safetensors"
save_file({name: value.contiguous() for name, value in golden.items()}, file)
file.chmod(0o644)
