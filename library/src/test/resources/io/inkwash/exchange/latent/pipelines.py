"""Writes pipelines.txt, schedulers.json, tiny1.zip, tiny2.zip and loras.zip: small random models of
Stable Diffusion's form as diffusers stores them, and what diffusers makes of them.

Run with PyTorch 2.13, NumPy, safetensors, transformers 5.18.0 and a checkout of huggingface/diffusers
at 58eb52c0803ea9af3abec60841c2a093bdf1f951 (all of the Apache license but PyTorch, of BSD's):

    PYTHONPATH=diffusers/src python pipelines.py

Start latents are made from their names, and the test makes the same.
"""

import json
import math
import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

import numpy as np
import torch as th
from diffusers import (
    AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler,
    StableDiffusionPipeline, UNet2DConditionModel, UniPCMultistepScheduler, __version__)
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer
from transformers import __version__ as TRANSFORMERS

HERE = pathlib.Path(__file__).resolve().parent
TOKENIZER = HERE.parents[1] / "text/tiny-tokenizer"
PROMPTS = ["a photo of a cat", "an ink drawing of a mountain, 1920"]
TABLE = dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
SCHEDULERS = {
    "ddim": DDIMScheduler(**TABLE, clip_sample=False, set_alpha_to_one=False, steps_offset=1),
    "ddim-clipped": DDIMScheduler(
        **TABLE, clip_sample=True, clip_sample_range=1.5, set_alpha_to_one=False, steps_offset=1),
    "ddim-trailing": DDIMScheduler(**TABLE, timestep_spacing="trailing", clip_sample=False),
    "pndm": PNDMScheduler(**TABLE, skip_prk_steps=True, set_alpha_to_one=False, steps_offset=1),
    "euler": EulerDiscreteScheduler(**TABLE, timestep_spacing="leading", steps_offset=1),
    "euler-linspace": EulerDiscreteScheduler(**TABLE),
    "dpm": DPMSolverMultistepScheduler(**TABLE),
    "dpm-leading": DPMSolverMultistepScheduler(
        **TABLE, timestep_spacing="leading", steps_offset=1, final_sigmas_type="sigma_min"),
    "unipc": UniPCMultistepScheduler(**TABLE),
}
V = dict(prediction_type="v_prediction")
SECOND = {
    "ddim": DDIMScheduler(**TABLE, **V, clip_sample=False, set_alpha_to_one=False, steps_offset=1),
    "ddim-zero-snr": DDIMScheduler(
        **TABLE, **V, clip_sample=False, timestep_spacing="trailing", rescale_betas_zero_snr=True),
    "euler": EulerDiscreteScheduler(**TABLE, **V, timestep_spacing="trailing"),
    "dpm": DPMSolverMultistepScheduler(**TABLE, **V, solver_order=3),
}


def uniform(name, count):
    key = 0x811C9DC5
    for byte in name.encode():
        key = (key ^ byte) * 0x01000193 % 2**32
    z = (key + np.arange(count, dtype=np.uint64) * 0x9E3779B9) % 2**32
    z = (z ^ z >> 16) * 0x85EBCA6B % 2**32
    z = (z ^ z >> 13) * 0xC2B2AE35 % 2**32
    z = z ^ z >> 16
    return z.astype(np.float64) / 2**31 - 1


def tensor(name, *shape):
    values = uniform(name, math.prod(shape)).reshape(shape)
    return th.tensor(values * math.sqrt(3), dtype=th.float32)  # of variance 1


def write(name, values):
    print(name, "=", *("%.6g" % v for v in np.atleast_1d(values).ravel()), file=numbers)


def randomize(model):
    """Weights that a half holds exactly, so that files are small and arithmetic is not affected."""
    generator = th.Generator().manual_seed(sum(map(ord, type(model).__name__)))
    for name, p in model.named_parameters():
        noise = th.randn(p.shape, generator=generator)
        if p.dim() > 1:
            noise = noise * (0.9 / math.sqrt(math.prod(p.shape[1:])))
        else:
            noise = 0.1 * noise + (1 if name.endswith("weight") else 0)
        p.data.copy_(noise.half().float())
    return model.eval()


def pipeline(inputs, linear, heads, context):
    unet = UNet2DConditionModel(
        sample_size=8, in_channels=inputs, out_channels=4, layers_per_block=1,
        block_out_channels=(32, 32), norm_num_groups=32, cross_attention_dim=context,
        attention_head_dim=heads, use_linear_projection=linear,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"))
    vae = AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(32, 32),
        layers_per_block=1, norm_num_groups=32, sample_size=16,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2)
    text = CLIPTextModel(CLIPTextConfig(
        vocab_size=814, hidden_size=context, intermediate_size=40, num_hidden_layers=2,
        num_attention_heads=2 if linear else 1, max_position_embeddings=77,
        hidden_act="gelu" if linear else "quick_gelu", bos_token_id=812, eos_token_id=813,
        pad_token_id=813))
    tokenizer = CLIPTokenizer.from_pretrained(TOKENIZER)
    return StableDiffusionPipeline(
        vae=randomize(vae), text_encoder=randomize(text), tokenizer=tokenizer,
        unet=randomize(unet), scheduler=SCHEDULERS["ddim"], safety_checker=None,
        feature_extractor=None, requires_safety_checker=False)


def latents(name, pipe, schedulers):
    for key, scheduler in schedulers.items():
        pipe.scheduler = scheduler
        drawn = pipe(
            PROMPTS, negative_prompt=["blurry"] * 2, num_inference_steps=10, guidance_scale=3.0,
            latents=tensor("start", 2, 4, 8, 8), output_type="latent", height=16, width=16).images
        write(f"{name}.{key}", drawn)
    write(f"{name}.decoded", pipe.vae.decode(drawn / pipe.vae.config.scaling_factor).sample.detach())


def parts(name, pipe):
    with th.no_grad():
        ids = pipe.tokenizer(PROMPTS, padding="max_length", max_length=77, truncation=True,
                             return_tensors="pt").input_ids
        text = pipe.text_encoder(ids)[0]
        write(name + ".text", text)
        x = tensor("x", 2, pipe.unet.config.in_channels, 8, 8)
        write(name + ".unet", pipe.unet(x, th.tensor([3, 741]), text).sample)
        pictures = tensor("pictures", 1, 3, 16, 16)
        moments = pipe.vae.encode(pictures).latent_dist
        write(name + ".mean", moments.mean)
        write(name + ".decode", pipe.vae.decode(tensor("z", 1, 4, 8, 8)).sample)


def pack(name, folder):
    with zipfile.ZipFile(HERE / (name + ".zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(str(file.relative_to(folder)))
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, file.read_bytes())


def shards(folder):
    """The same weights in two files, as large models are stored."""
    from safetensors.torch import load_file

    whole = folder / "diffusion_pytorch_model.safetensors"
    weights = load_file(whole)
    whole.unlink()
    halves = sorted(weights)[: len(weights) // 2], sorted(weights)[len(weights) // 2 :]
    index = {"metadata": {}, "weight_map": {}}
    for number, names in enumerate(halves, 1):
        name = f"diffusion_pytorch_model-0000{number}-of-00002.safetensors"
        save_file({n: weights[n].half() for n in names}, folder / name)
        index["weight_map"].update({n: name for n in names})
    (folder / "diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps(index))


LAYERS = {
    "unet": ["down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q",
             "up_blocks.1.attentions.1.transformer_blocks.0.attn2.to_out.0",
             "mid_block.attentions.0.proj_in", "down_blocks.0.resnets.0.conv1"],
    "text_encoder": ["text_model.encoder.layers.1.self_attn.v_proj"],
}


def loras(pipe, folder):
    """One change of the weights, in kohya's names and in two forms of diffusers'."""
    kohya, peft, older = {}, {}, {}
    before = {}
    for part, layers in LAYERS.items():
        model = getattr(pipe, part)
        for layer in layers:
            module = model.get_submodule(layer if part == "unet" else layer.removeprefix("text_model."))
            w = module.weight
            rank, alpha = 2, 3.0
            down = tensor(layer + ".down", rank, *w.shape[1:]) * 0.1
            up = tensor(layer + ".up", w.shape[0], rank, *[1] * (w.dim() - 2)) * 0.3
            before[module] = w.data.clone()
            w.data += 0.7 * alpha / rank * (up.flatten(1) @ down.flatten(1)).view(w.shape)
            flat = ("lora_unet_" if part == "unet" else "lora_te_") + layer.replace(".", "_")
            kohya |= {flat + ".lora_down.weight": down, flat + ".lora_up.weight": up,
                      flat + ".alpha": th.tensor(alpha)}
            peft |= {f"{part}.{layer}.lora_A.weight": down * alpha / rank,
                     f"{part}.{layer}.lora_B.weight": up}
            older |= {f"{part}.{layer}.lora.down.weight": down, f"{part}.{layer}.lora.up.weight": up,
                      f"{part}.{layer}.alpha": th.tensor(alpha)}
    for name, weights in (("kohya", kohya), ("peft", peft), ("older", older)):
        save_file({k: v.contiguous() for k, v in weights.items()}, folder / (name + ".safetensors"))
    parts("lora", pipe)
    for module, weight in before.items():
        module.weight.data.copy_(weight)


th.set_num_threads(1)
numbers = open(HERE / "pipelines.txt", "w")
print("# diffusers %s 58eb52c, transformers %s, PyTorch %s, Python %s" % (
    __version__, TRANSFORMERS, th.__version__, sys.version.split()[0]), file=numbers)
with tempfile.TemporaryDirectory() as temporary:
    top = pathlib.Path(temporary)
    first = pipeline(4, False, 8, 32)
    parts("tiny1", first)
    latents("tiny1", first, SCHEDULERS)
    first.scheduler = SCHEDULERS["pndm"]
    first.save_pretrained(top / "tiny1", variant="fp16")
    for part in ("unet", "vae"):
        half = getattr(first, part)
        half.half().save_pretrained(top / "tiny1" / part, variant="fp16")
        half.float()
    pack("tiny1", top / "tiny1")
    (top / "loras").mkdir()
    loras(first, top / "loras")
    pack("loras", top / "loras")
    second = pipeline(4, True, (2, 2), 24)
    parts("tiny2", second)
    latents("tiny2", second, SECOND)
    second.scheduler = SECOND["ddim"]
    second.save_pretrained(top / "tiny2")
    shards(top / "tiny2/unet")
    th.save({k: v.half() for k, v in second.vae.state_dict().items()},
            top / "tiny2/vae/diffusion_pytorch_model.bin")
    os.remove(top / "tiny2/vae/diffusion_pytorch_model.safetensors")
    pack("tiny2", top / "tiny2")
    schedulers = {}
    for key, scheduler in (SCHEDULERS | {"second-" + k: v for k, v in SECOND.items()}).items():
        schedulers[key] = {"_class_name": type(scheduler).__name__, **dict(scheduler.config)}
    (HERE / "schedulers.json").write_text(json.dumps(schedulers, indent=1, default=str) + "\n")
