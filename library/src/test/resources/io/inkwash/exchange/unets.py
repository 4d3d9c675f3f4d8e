"""Writes unets.zip beside it: tiny random networks of more programs, as those programs save them.

Made with Python 3.11, torch 2.13.0+cpu, safetensors 0.8.0, jaxtyping, ml_collections, on one thread,
and checkouts of lucidrains/denoising-diffusion-pytorch (MIT) at faed4db,
yang-song/score_sde_pytorch (Apache-2.0) at cb1f359, NVIDIA/physicsnemo (Apache-2.0) at 8362389 and
openai/guided-diffusion (MIT) at 22e0df8:

    python unets.py denoising-diffusion-pytorch score_sde_pytorch physicsnemo guided-diffusion

The zip holds what layouts.zip does; see layouts.py. Modules that these programs import and that
their networks do not use are replaced by empty ones.
"""

import importlib
import sys
import types

import ml_collections
import torch

from tiny import TIMES, answer, coarse, images, pack, root

LUCIDRAINS, SCORE_SDE, PHYSICSNEMO, GUIDED = sys.argv[1:5]


class Empty(types.ModuleType):
    """A module all of whose names are empty classes."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def without(*names):
    for name in names:
        sys.modules.setdefault(name, Empty(name))


def folder(name, path):
    """A package that is a folder, without its __init__."""
    package = types.ModuleType(name)
    package.__path__ = [path]
    sys.modules[name] = package
    return package


def lucidrains():
    sys.path.insert(0, LUCIDRAINS)
    without("torchvision", "torchvision.transforms", "ema_pytorch")
    folder("denoising_diffusion_pytorch", LUCIDRAINS + "/denoising_diffusion_pytorch")
    from denoising_diffusion_pytorch.denoising_diffusion_pytorch import Unet

    def save(case, model, file):
        state = {"model." + name: tensor for name, tensor in coarse(model).state_dict().items()}
        average = {"ema_model." + name: tensor for name, tensor in state.items()}
        online = {"online_model." + name: torch.zeros_like(t) for name, t in state.items()}
        table = {"betas": torch.linspace(0, 1, 10)}
        step = {"initted": torch.tensor(True), "step": torch.tensor(10)}
        torch.save({"step": 10, "model": table | state, "ema": step | online | average}, root / file)
        answer(case, model, images(model.channels, 8), TIMES)

    save("lucidrains", Unet(dim=16, dim_mults=(1, 2, 2), channels=1), "model-10.pt")
    save(
        "lucidrains-learned",
        Unet(dim=8, dim_mults=(1, 2), channels=3, learned_variance=True, attn_heads=2, attn_dim_head=8),
        "model-learned.pt",
    )
    save(
        "lucidrains-self",
        Unet(dim=8, dim_mults=(1, 2), channels=3, self_condition=True, attn_heads=2, attn_dim_head=8),
        "model-self.pt",
    )


def score_sde():
    sys.path.insert(0, SCORE_SDE)
    operators = folder("op", SCORE_SDE + "/op")
    source = open(SCORE_SDE + "/op/upfirdn2d.py").read()
    native = {"torch": torch, "F": torch.nn.functional}
    exec(source[source.index("def upfirdn2d_native") :], native)
    operators.upfirdn2d = lambda x, kernel, up=1, down=1, pad=(0, 0): native["upfirdn2d_native"](
        x, kernel, up, up, down, down, pad[0], pad[1], pad[0], pad[1]
    )
    models = folder("models", SCORE_SDE + "/models")
    models.__package__ = "models"
    without("sde_lib")
    from models.ncsnpp import NCSNpp

    def config(channels, **changes):
        model = dict(
            nf=8, ch_mult=(1, 2), num_res_blocks=1, attn_resolutions=(4,), dropout=0.1,
            resamp_with_conv=True, conditional=True, fir=False, fir_kernel=[1, 3, 3, 1],
            skip_rescale=True, resblock_type="biggan", progressive="none", progressive_input="none",
            progressive_combine="sum", attention_type="ddpm", init_scale=0.0, fourier_scale=16,
            embedding_type="positional", scale_by_sigma=False, nonlinearity="swish", conv_size=3,
            normalization="GroupNorm", sigma_min=0.01, sigma_max=50.0, num_scales=1000,
        )
        centered = changes.pop("centered", True)
        model.update(changes)
        return ml_collections.ConfigDict(
            dict(
                model=model,
                data=dict(image_size=8, num_channels=channels, centered=centered),
                training=dict(continuous=True),
            )
        )

    def save(case, model, x, t):
        model = coarse(model)
        answer(case, model, x, t)
        shadow = [p.detach().clone() for p in model.parameters() if p.requires_grad]
        fixed = {name for name, p in model.named_parameters() if not p.requires_grad} | {"sigmas"}
        state = {
            "module." + name: tensor if name in fixed else torch.zeros_like(tensor)
            for name, tensor in model.state_dict().items()
        }
        torch.save(
            {"model": state, "ema": {"decay": 0.999, "num_updates": 9, "shadow_params": shadow}, "step": 9},
            root / (case + ".pth"),
        )

    save("ddpmpp", NCSNpp(config(1, ch_mult=(1, 2, 2))), images(1, 8), TIMES)
    levels = torch.tensor([0.3, 12.0])
    save(
        "ncsnpp",
        NCSNpp(
            config(
                3, num_res_blocks=2, attn_resolutions=(8,), fir=True, embedding_type="fourier",
                progressive_input="residual", scale_by_sigma=True, centered=False,
            )
        ),
        images(3, 8),
        levels,
    )
    save(
        "ncsnpp-skip",
        NCSNpp(
            config(
                1, fir=True, embedding_type="fourier", progressive="output_skip",
                progressive_input="input_skip", scale_by_sigma=True, centered=False,
            )
        ),
        images(1, 8),
        levels,
    )
    # layerspp gives the mode of interpolate where its scale_factor is, which PyTorch refuses; forks
    # name it. Nothing can run with fir and convolutions on the way up.
    nearest = types.SimpleNamespace(**vars(torch.nn.functional))
    nearest.interpolate = lambda x, size, mode: torch.nn.functional.interpolate(x, size, mode=mode)
    sys.modules["models.layerspp"].F = nearest
    ddpm = dict(resblock_type="ddpm", skip_rescale=False)
    skips = dict(progressive="output_skip", progressive_input="input_skip")
    residuals = dict(progressive="residual", progressive_input="residual")
    layouts = {
        "ddpm-blocks": dict(ddpm, ch_mult=(1, 2, 2)),
        "ddpm-blocks-plain": dict(ddpm, resamp_with_conv=False, skip_rescale=True),
        "ddpm-blocks-filter": dict(ddpm, resamp_with_conv=False, fir=True, **skips),
        "ddpm-blocks-residual": dict(ddpm, num_res_blocks=2, **residuals),
        "out-skip-in-residual": dict(fir=True, progressive="output_skip", progressive_input="residual"),
        "out-skip-in-strided": dict(progressive="output_skip", progressive_input="residual"),
        "out-residual-in-skip": dict(progressive="residual", progressive_input="input_skip"),
        "out-residual-in-residual": dict(residuals, ch_mult=(1, 2, 2), skip_rescale=False),
        "in-skip-cat": dict(fir=True, progressive_input="input_skip", progressive_combine="cat"),
        "in-skip-cat-out-skip": dict(skips, progressive_combine="cat", ch_mult=(1, 1, 2)),
    }
    for case, changes in layouts.items():
        save("score-" + case, NCSNpp(config(1, **changes)), images(1, 8), TIMES)
    wrong = {
        "fir-ddpm.pth": dict(ddpm, fir=True),
        "fir-residual.pth": dict(fir=True, progressive="residual"),
        "unconditional.pth": dict(conditional=False),
    }
    (root / "wrong").mkdir()
    for file, changes in wrong.items():
        torch.save(coarse(NCSNpp(config(1, **changes))).state_dict(), root / "wrong" / file)
    from models.ddpm import DDPM

    model = coarse(DDPM(config(3, nf=128, ch_mult=(1, 1), attn_resolutions=())))
    answer("score-ddpm", model, images(3, 8), TIMES)
    torch.save(model.half().state_dict(), root / "score-ddpm.pth")


def song():
    folder("physicsnemo", PHYSICSNEMO + "/physicsnemo")
    without("nvtx", "warp", "transformer_engine", "physicsnemo.nn.functional")
    core = folder("physicsnemo.core", "")
    core.meta = types.ModuleType("physicsnemo.core.meta")
    core.meta.ModelMetaData = type("ModelMetaData", (), {"__init__": lambda self, **rest: None})
    core.module = types.ModuleType("physicsnemo.core.module")

    class Module(torch.nn.Module):
        def __init__(self, meta=None):
            super().__init__()

    core.module.Module = core.Module = Module
    sys.modules["physicsnemo.core.meta"] = core.meta
    sys.modules["physicsnemo.core.module"] = core.module
    version = sys.modules["physicsnemo.core.version_check"] = types.ModuleType("version_check")
    version.check_version_spec = lambda *rest, **more: False
    version.OptionalImport = lambda *rest, **more: Empty("absent")
    nn = folder("physicsnemo.nn", PHYSICSNEMO + "/physicsnemo/nn")
    layers = folder("physicsnemo.nn.module", PHYSICSNEMO + "/physicsnemo/nn/module")
    for name, file in dict(
        Conv2d="conv_layers", FourierEmbedding="embedding_layers", Linear="fully_connected_layers",
        PositionalEmbedding="embedding_layers", UNetBlock="unet_layers", get_group_norm="group_norm",
    ).items():
        setattr(nn, name, getattr(importlib.import_module("physicsnemo.nn.module." + file), name))
    folder("physicsnemo.models", PHYSICSNEMO + "/physicsnemo/models")
    folder("physicsnemo.models.diffusion_unets", PHYSICSNEMO + "/physicsnemo/models/diffusion_unets")
    from physicsnemo.models.diffusion_unets.song_unet import SongUNet

    common = dict(
        img_resolution=8, model_channels=8, channel_mult=[1, 2], num_blocks=1, attn_resolutions=[4],
        dropout=0.0,
    )
    levels = torch.tensor([-0.4, 0.9])

    def save(case, model, x, classes=None, prefix=""):
        coarse(model)
        torch.save({prefix + n: t for n, t in model.state_dict().items()}, root / (case + ".pt"))
        # in training group norms are PyTorch's; there is no dropout
        model.train()
        if classes is None:
            answer(case, model, x, levels, None)
        else:
            count = model.label_dim
            one = torch.nn.functional.one_hot(classes, count).float()
            answer(case, lambda x, t, c: model(x, t, one), x, levels, classes)

    save("song-ddpmpp", SongUNet(in_channels=3, out_channels=3, label_dim=4, **common), images(3, 8),
         torch.tensor([3, 1]), "model.")
    save(
        "song-ncsnpp",
        SongUNet(
            in_channels=1, out_channels=1, embedding_type="fourier", channel_mult_noise=2,
            encoder_type="residual", resample_filter=[1, 3, 3, 1], **common
        ),
        images(1, 8),
    )


def classifiers():
    sys.path.insert(0, GUIDED)
    from guided_diffusion.unet import EncoderUNetModel

    for pool in ("attention", "adaptive"):
        model = coarse(
            EncoderUNetModel(
                8, 3, 32, 5, 1, (2,), channel_mult=(1, 2), num_head_channels=16,
                use_scale_shift_norm=True, resblock_updown=pool == "attention", pool=pool,
            )
        )
        torch.save(model.state_dict(), root / f"classifier-{pool}.pt")
        answer("classifier-" + pool, model, images(3, 8), TIMES)


lucidrains()
score_sde()
song()
classifiers()
pack("unets.zip")
