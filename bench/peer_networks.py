"""PyTorch's networks for the comparison, with the names and shapes of Inkwash's own, so that both sides load one file."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def sines(level, width):
    """Sines, then cosines; the lowest frequency included."""
    return waves(level, width, width // 2 - 1).flip(1).flatten(1)


def cosines(level, width):
    """Cosines, then sines; the lowest frequency excluded."""
    return waves(level, width, width // 2).flatten(1)


def waves(level, width, last):
    rates = torch.exp(torch.arange(width // 2, dtype=torch.float32) * (-math.log(10000) / last))
    angles = level[:, None].float() * rates[None, :]
    return torch.stack([angles.cos(), angles.sin()], dim=1)


class SimpleUNet(nn.Module):
    """The small U-Net of many DDPM tutorials."""

    class Embedding(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.width = width

        def forward(self, level):
            return sines(level, self.width)

    class Block(nn.Module):
        """Convolution, time bias, group norm, SiLU."""

        def __init__(self, convolution, inputs, outputs, time_width):
            super().__init__()
            self.time_mlp = nn.Linear(time_width, outputs)
            self.conv = convolution(inputs, outputs)
            self.norm = nn.GroupNorm(8, outputs)

        def forward(self, x, t):
            bias = self.time_mlp(t)[:, :, None, None]
            return F.silu(self.norm(self.conv(x) + bias))

    def __init__(self, channels=1, time_width=32):
        super().__init__()
        t = time_width

        def same(inputs, outputs):
            return nn.Conv2d(inputs, outputs, 3, padding=1)

        def half(inputs, outputs):
            return nn.Conv2d(inputs, outputs, 3, 2, 1)

        def twice(inputs, outputs):
            return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1)

        block = SimpleUNet.Block
        self.time_mlp = nn.Sequential(SimpleUNet.Embedding(t), nn.Linear(t, t), nn.SiLU(), nn.Linear(t, t))
        self.down1 = block(same, channels, 64, t)
        self.down2 = block(half, 64, 128, t)
        self.down3 = block(half, 128, 256, t)
        self.mid1 = block(same, 256, 256, t)
        self.mid2 = block(same, 256, 256, t)
        self.up1 = block(twice, 512, 128, t)
        self.up2 = block(twice, 256, 64, t)
        self.up3 = block(same, 128, 64, t)
        self.out = nn.Conv2d(64, channels, 1)

    def forward(self, x, level):
        t = self.time_mlp(level)
        x1 = self.down1(x, t)
        x2 = self.down2(x1, t)
        x3 = self.down3(x2, t)
        h = self.mid2(self.mid1(x3, t), t)
        h = self.up1(torch.cat([h, x3], dim=1), t)
        h = self.up2(torch.cat([h, x2], dim=1), t)
        h = self.up3(torch.cat([h, x1], dim=1), t)
        return self.out(h)


class ResBlock(nn.Module):
    """Norm, SiLU, convolution twice; the embedding scales and shifts between them. resize: down, up or nothing."""

    def __init__(self, inputs, outputs, embedding, resize=None):
        super().__init__()
        self.resize = {None: lambda x: x, "down": lambda x: F.avg_pool2d(x, 2),
                       "up": lambda x: F.interpolate(x, scale_factor=2.0, mode="nearest")}[resize]
        self.in_layers = nn.Sequential(nn.GroupNorm(32, inputs), nn.SiLU(), nn.Conv2d(inputs, outputs, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(embedding, 2 * outputs))
        self.out_layers = nn.Sequential(nn.GroupNorm(32, outputs), nn.SiLU(), nn.Identity(),
                                        nn.Conv2d(outputs, outputs, 3, padding=1))
        self.skip_connection = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x, embedding):
        norm, activation, convolution = self.in_layers
        h = convolution(self.resize(activation(norm(x))))
        scale, shift = self.emb_layers(embedding)[:, :, None, None].chunk(2, dim=1)
        norm, *rest = self.out_layers
        h = norm(h) * (1 + scale) + shift
        for layer in rest:
            h = layer(h)
        return self.skip_connection(self.resize(x)) + h


class Attention(nn.Module):
    """Self-attention over positions, by PyTorch's fused kernel."""

    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(32, channels)
        self.qkv = nn.Conv1d(channels, 3 * channels, 1)
        self.proj_out = nn.Conv1d(channels, channels, 1)

    def forward(self, x, _):
        flat = x.flatten(2)
        q, k, v = (part.transpose(-1, -2) for part in
                   self.qkv(self.norm(flat)).unflatten(1, (self.heads, 3, -1)).unbind(2))
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(-1, -2).flatten(1, 2)
        return (flat + self.proj_out(mixed)).view_as(x)


class Plain(nn.Module):
    """A layer that does not look at the embedding."""

    def __init__(self, name, layer):
        super().__init__()
        self.add_module(name, layer)

    def forward(self, x, _):
        for layer in self.children():
            x = layer(x)
        return x


class Upsample(Plain):
    def __init__(self, channels):
        super().__init__("conv", nn.Conv2d(channels, channels, 3, padding=1))

    def forward(self, x, embedding):
        return super().forward(F.interpolate(x, scale_factor=2.0, mode="nearest"), embedding)


class Stage(nn.ModuleList):
    def forward(self, x, embedding):
        for layer in self:
            x = layer(x) if isinstance(layer, nn.Conv2d) else layer(x, embedding)
        return x


def time_embed(width, embedding):
    return nn.Sequential(nn.Linear(width, embedding), nn.SiLU(), nn.Linear(embedding, embedding))


def head(width, outputs):
    return nn.Sequential(nn.GroupNorm(32, width), nn.SiLU(), nn.Conv2d(width, outputs, 3, padding=1))


class CompactUNet(nn.Module):
    """Inkwash's network for processors without a GPU: patches of 2x2 pixels, attention at a quarter of the size."""

    def __init__(self, channels=1, width=64):
        super().__init__()
        self.width = width
        e = 2 * width
        self.time_embed = time_embed(width, e)
        self.conv_in = nn.Conv2d(4 * channels, width, 3, padding=1)
        self.down = nn.ModuleList([Stage([ResBlock(width, width, e)])])
        self.halve = nn.Conv2d(width, 2 * width, 3, 2, 1)
        self.middle = nn.ModuleList(
            Stage([ResBlock(2 * width, 2 * width, e), Attention(2 * width, 2 * width // 32)]) for _ in range(2))
        self.twice = nn.Conv2d(2 * width, 4 * width, 1)
        self.up = nn.ModuleList([Stage([ResBlock(2 * width, width, e)])])
        self.out = head(width, 4 * channels)

    def forward(self, x, level):
        embedding = self.time_embed(cosines(level, self.width))
        skip = self.down[0](self.conv_in(F.pixel_unshuffle(x, 2)), embedding)
        h = self.halve(skip)
        for stage in self.middle:
            h = stage(h, embedding)
        h = F.pixel_shuffle(self.twice(h), 2)
        h = self.up[0](torch.cat([h, skip], dim=1), embedding)
        return F.pixel_shuffle(self.out(h), 2)


class AdmUNet(nn.Module):
    """The U-Net of Improved DDPM and ADM; with residual resizing and more levels deepinv's DiffUNet."""

    def __init__(self, channels, width, multipliers, blocks, attention, heads, residual):
        super().__init__()
        self.width = width
        e = 4 * width
        self.time_embed = time_embed(width, e)
        levels = [width * m for m in multipliers]
        current = levels[0]
        skips = [current]

        def level_stage(level, inputs):
            layers = [ResBlock(inputs, levels[level], e)]
            if 2 ** level in attention:
                layers.append(Attention(levels[level], heads(levels[level])))
            return layers

        down = [Stage([nn.Conv2d(channels, current, 3, padding=1)])]
        for level in range(len(levels)):
            for _ in range(blocks):
                down.append(Stage(level_stage(level, current)))
                current = levels[level]
                skips.append(current)
            if level < len(levels) - 1:
                down.append(Stage([ResBlock(current, current, e, "down") if residual
                                   else Plain("op", nn.Conv2d(current, current, 3, 2, 1))]))
                skips.append(current)
        self.input_blocks = nn.ModuleList(down)
        self.middle_block = Stage([ResBlock(current, current, e), Attention(current, heads(current)),
                                   ResBlock(current, current, e)])
        up = []
        for level in reversed(range(len(levels))):
            for block in range(blocks + 1):
                layers = level_stage(level, current + skips.pop())
                current = levels[level]
                if level and block == blocks:
                    layers.append(ResBlock(current, current, e, "up") if residual else Upsample(current))
                up.append(Stage(layers))
        self.output_blocks = nn.ModuleList(up)
        self.out = head(current, channels)

    def forward(self, x, level):
        embedding = self.time_embed(cosines(level, self.width))
        skips = []
        for stage in self.input_blocks:
            x = stage(x, embedding)
            skips.append(x)
        x = self.middle_block(x, embedding)
        for stage in self.output_blocks:
            x = stage(torch.cat([x, skips.pop()], dim=1), embedding)
        return self.out(x)


def network(case):
    """The network of a case of the bench, with the weights that the seed 0 gives."""
    torch.manual_seed(0)
    return {
        "simple-unet": lambda: SimpleUNet(),
        "compact-unet": lambda: CompactUNet(),
        "adm-unet": lambda: AdmUNet(3, 128, [1, 2, 2, 2], 3, [2, 4], lambda channels: 4, residual=False),
        "diffunet": lambda: AdmUNet(1, 128, [1, 1, 2, 2, 4, 4], 1, [16], lambda channels: channels // 64,
                                    residual=True),
    }[case]()
