"""Writes inpainting.txt: latents after ten steps of filling the upper half of a picture, by diffusers,
with the model of tiny1.zip (a mask) and with the same that reads nine channels.

Run as pipelines.py, after it. The picture's latents are the posterior's mean, in place of a sample.
"""

import pathlib
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
source = (HERE / "pipelines.py").read_text()
exec(compile(source[: source.index("\nth.set_num_threads(1)\n")], "pipelines.py", "exec"))

from diffusers import StableDiffusionInpaintPipeline
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution

DiagonalGaussianDistribution.sample = lambda self, generator=None: self.mode()
KINDS = ("ddim", "pndm", "euler", "dpm")


def filled(name, model, schedulers):
    pipe = StableDiffusionInpaintPipeline(
        vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.tokenizer, unet=model.unet,
        scheduler=model.scheduler, safety_checker=None, feature_extractor=None,
        requires_safety_checker=False)
    picture = tensor("pictures", 1, 3, 16, 16).clamp(-1, 1)
    mask = th.zeros(1, 1, 16, 16)
    mask[:, :, :8] = 1
    picture = picture * (1 - mask)  # what a hole hides is not read
    for key in schedulers:
        pipe.scheduler = SCHEDULERS[key]
        drawn = pipe(
            [PROMPTS[0]] * 2, negative_prompt=["blurry"] * 2, num_inference_steps=10,
            guidance_scale=3.0, image=picture.expand(2, 3, 16, 16), mask_image=mask.expand(2, 1, 16, 16),
            latents=tensor("start", 2, 4, 8, 8), output_type="latent", height=16, width=16,
            strength=1.0).images
        write(f"{name}.{key}", drawn)


th.set_num_threads(1)
numbers = open(HERE / "inpainting.txt", "w")
print("# diffusers %s 58eb52c, transformers %s, PyTorch %s, Python %s" % (
    __version__, TRANSFORMERS, th.__version__, sys.version.split()[0]), file=numbers)
with tempfile.TemporaryDirectory() as folder:
    zipfile.ZipFile(HERE / "tiny1.zip").extractall(folder)
    plain = StableDiffusionPipeline.from_pretrained(folder, variant="fp16", torch_dtype=th.float32)
    filled("mask", plain, [kind for kind in KINDS if kind != "pndm"])
    wider = th.nn.Conv2d(9, 32, 3, padding=1)
    wider.weight.data = (th.arange(32 * 81, dtype=th.float64).sin() / 9).float().view(32, 9, 3, 3)
    wider.bias.data = plain.unet.conv_in.bias.data
    plain.unet.conv_in = wider
    plain.unet.register_to_config(in_channels=9)
    filled("nine", plain, KINDS)
numbers.close()
