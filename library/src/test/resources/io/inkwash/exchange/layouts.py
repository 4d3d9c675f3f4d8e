"""Writes layouts.zip beside it: tiny random networks of other programs, as those programs save them.

Made with Python 3.11, torch 2.13.0+cpu, safetensors 0.8.0, on one thread, and checkouts of
openai/improved-diffusion (MIT) at 1bc7bbb, openai/guided-diffusion (MIT) at 22e0df8 and
huggingface/diffusers (Apache-2.0) at 58eb52c:

    python layouts.py improved-diffusion guided-diffusion diffusers

The zip holds, for each network, its file or folder and, in answers.safetensors, what it makes of two
images: CASE.x [2,C,H,W], CASE.t [2] its noise levels, CASE.classes [2] where it has classes, CASE.y.
Weights are small multiples of a power of two and repeat, so that they pack well.

The folder wrong holds files that are to be refused.

The folder wrappers holds state dicts in the wrappers of training programs. They are of the small
U-Net, each weight 1 where it is the trained one and 2 where it is the averaged one.
"""

import argparse
import collections
import datetime
import gzip
import os
import pathlib
import pickle
import sys
import tarfile
import types
import zipfile

import numpy
import torch

from tiny import HERE, TIMES, answer, coarse, images, pack, root

IMPROVED, GUIDED, DIFFUSERS = sys.argv[1:4]
sys.path[:0] = [IMPROVED, GUIDED, DIFFUSERS + "/src"]


def adm():
    from guided_diffusion.unet import UNetModel as Guided
    from improved_diffusion.unet import UNetModel as Improved

    guided = coarse(
        Guided(
            8, 3, 32, 6, 1, (2,), channel_mult=(1, 1), num_head_channels=16, num_classes=5,
            use_scale_shift_norm=True, resblock_updown=True, use_new_attention_order=True,
        )
    )
    torch.save(guided.half().state_dict(), root / "guided.pt")
    answer("guided", guided.float(), images(3, 8), TIMES, torch.tensor([4, 1]))
    improved = coarse(Improved(1, 32, 1, 1, (2,), channel_mult=(1, 1), num_heads=2))
    torch.save(improved.state_dict(), root / "ema_0.9999_000010.pt")
    answer("improved", improved, images(1, 8), TIMES)


def diffusers():
    from diffusers import UNet2DModel

    common = dict(sample_size=8, layers_per_block=1, block_out_channels=(32, 32))
    usual = coarse(
        UNet2DModel(
            in_channels=1, out_channels=1, num_class_embeds=3,
            down_block_types=("DownBlock2D", "AttnDownBlock2D"),
            up_block_types=("AttnUpBlock2D", "UpBlock2D"), **common,
        )
    )
    usual.save_pretrained(root / "diffusers")
    answer("diffusers", usual, images(1, 8), TIMES, torch.tensor([2, 0]))
    original = coarse(
        UNet2DModel(
            in_channels=3, out_channels=3, flip_sin_to_cos=False, freq_shift=1, norm_eps=1e-6,
            downsample_padding=0, attention_head_dim=None,
            down_block_types=("AttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "AttnUpBlock2D"), **common,
        )
    )
    original.save_pretrained(root / "diffusers-ddpm", safe_serialization=False)
    answer("diffusers-ddpm", original, images(3, 8), TIMES)
    residual = coarse(
        UNet2DModel(
            in_channels=1, out_channels=2, downsample_type="resnet", upsample_type="resnet",
            resnet_time_scale_shift="scale_shift", attn_norm_num_groups=32,
            down_block_types=("ResnetDownsampleBlock2D", "AttnDownBlock2D"),
            up_block_types=("AttnUpBlock2D", "ResnetUpsampleBlock2D"), **common,
        )
    )
    residual.save_pretrained(root / "diffusers-sharded", max_shard_size="300KB")
    answer("diffusers-sharded", residual, images(1, 8), TIMES)


def small_unet_class():
    """The class in nn/make_simple_unet.py, which writes files when it is imported."""
    file = HERE.parent / "nn" / "make_simple_unet.py"
    source = file.read_text()
    names = {"__file__": str(file)}
    exec(source[: source.index("torch.manual_seed(0)")], names)
    return names["SimpleUNet"]


SmallUNet = small_unet_class()


def simple():
    model = coarse(SmallUNet(3, 8, 4))
    torch.save(model.to(torch.bfloat16).state_dict(), root / "simple.pth")
    answer("simple", model.float(), images(3, 8), TIMES)


def small_unet(value):
    """The state dict of the small U-Net at width 8, all of one value."""
    state = SmallUNet(1, 8, 4).state_dict()
    return {name: torch.full_like(tensor, value) for name, tensor in state.items()}


def prefixed(prefix, state):
    return {prefix + name: tensor for name, tensor in state.items()}


def wrappers():
    model, ema = small_unet(1), small_unet(2)
    parameters = [torch.nn.Parameter(p.clone()) for p in model.values()]
    optimizer = torch.optim.Adam(parameters)
    sum(p.sum() for p in parameters).backward()
    optimizer.step()
    optimizer = optimizer.state_dict()
    table = {"betas": torch.linspace(0, 1, 10), "alphas_cumprod": torch.linspace(1, 0, 10)}
    files = {
        "plain.pth": model,
        "compiled.pt": {"model_state_dict": prefixed("_orig_mod.module.", model), "epoch": 3},
        "averaged.pt": {
            "model": model,
            "ema": {"n_averaged": torch.tensor(5), **prefixed("module.", ema)},
            "args": argparse.Namespace(
                lr=1e-4, out=pathlib.PurePosixPath("runs"), when=datetime.datetime(2024, 2, 29),
                seed=numpy.int64(3), table=numpy.arange(3), device=torch.device("cpu"),
                dtype=torch.float32, shape=torch.Size([1, 2]), names={"a", "b"},
                more=types.SimpleNamespace(depth=2), counts=collections.defaultdict(int, a=1),
            ),
            "frozen": torch.nn.Parameter(torch.ones(2)),
        },
        "lightning.ckpt": {
            "epoch": 1,
            "global_step": 10,
            "optimizer_states": [optimizer],
            "state_dict": {
                **table,
                **prefixed("model.diffusion_model.", model),
                "model_ema.decay": torch.tensor(0.999),
                **{"model_ema.diffusion_model" + n.replace(".", ""): v for n, v in ema.items()},
                "first_stage_model.quant_conv.weight": torch.ones(1),
            },
        },
        "lucidrains.pt": {
            "step": 10,
            "model": {**table, **prefixed("model.", model)},
            "opt": optimizer,
            "ema": {
                "initted": torch.tensor(True),
                "step": torch.tensor(10),
                **prefixed("online_model.model.", model),
                **prefixed("ema_model.model.", ema),
            },
            "scaler": None,
            "version": "2.2.5",
        },
        "score_sde.pth": {
            "optimizer": optimizer,
            "model": {"module.sigmas": torch.ones(10), **prefixed("module.", model)},
            "ema": {"decay": 0.9999, "num_updates": 10, "shadow_params": list(ema.values())},
            "step": 10,
        },
        "transposed.pt": {
            name: v.transpose(0, 1).contiguous().transpose(0, 1) if v.dim() > 1 else v
            for name, v in model.items()
        },
    }
    (root / "wrappers").mkdir()
    for name, content in files.items():
        torch.save(content, root / "wrappers" / name)


class Evil:
    """Runs a command when it is loaded."""

    def __init__(self, function, argument):
        self.function, self.argument = function, argument

    def __reduce__(self):
        return self.function, (self.argument,)


def without(source, target, drop=None, cut=None):
    """A copy of a file of torch.save without an entry, or with the half of one."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if drop and name.endswith(drop):
                continue
            new.writestr(name, content[: len(content) // 2] if cut and name.endswith(cut) else content)


def wrong():
    folder = root / "wrong"
    folder.mkdir()
    model = small_unet(1)
    torch.save({"model": model, "hook": Evil(os.system, "touch ran")}, folder / "system.pt")
    torch.save({"hook": Evil(eval, "1"), "model": model}, folder / "eval.pt", pickle_protocol=4)
    torch.save(torch.nn.Linear(2, 2), folder / "module.pt")
    torch.save(model, folder / "legacy.pt", _use_new_zipfile_serialization=False)
    (folder / "plain.pkl").write_bytes(pickle.dumps({"a": 1}))
    torch.jit.script(torch.nn.Linear(2, 2)).save(folder / "script.pt")
    whole = (root / "wrappers" / "plain.pth").read_bytes()
    (folder / "cut.pt").write_bytes(whole[: len(whole) // 2])
    (folder / "packed.pt.gz").write_bytes(gzip.compress(b"weights", mtime=0))
    with tarfile.open(folder / "weights.tar", "w") as tar:
        tar.add(root / "diffusers" / "config.json", "config.json")
    numpy.save(folder / "array.npy", numpy.zeros(2))
    with zipfile.ZipFile(folder / "other.zip", "w") as other:
        other.writestr("readme.txt", "weights")
    without(root / "wrappers" / "plain.pth", folder / "lacks.pt", drop="/data/0")
    without(root / "wrappers" / "plain.pth", folder / "short.pt", cut="/data/0")
    without(root / "wrappers" / "plain.pth", folder / "pickle.pt", cut="/data.pkl")
    without(root / "wrappers" / "plain.pth", folder / "big.pt", cut="/byteorder")
    torch.save({"optimizer": {"state": {0: {"exp_avg": torch.ones(1)}}}}, folder / "optimizer.pt")
    torch.save({"a.lora_down.weight": torch.ones(1, 1)}, folder / "lora.pt")
    torch.save({"model.map_layer0.weight": torch.ones(1, 1)}, folder / "edm.pt")
    torch.save({"backbone.weight": torch.ones(1, 1)}, folder / "other.pt")
    torch.save({n: t.int() for n, t in model.items()}, folder / "integers.pt")
    torch.save({n: t * float("nan") for n, t in model.items()}, folder / "nan.pt")
    torch.save({n: t for n, t in model.items() if "mid2" not in n}, folder / "fewer.pt")


adm()
diffusers()
simple()
wrappers()
wrong()
pack("layouts.zip")
